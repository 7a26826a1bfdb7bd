import type { EndReason } from '#worker/impersonation/rules/words.ts'
import type { Rooms } from '#worker/live/rules/publication.ts'

/** Those who hold on to what may be over: the desk that times a session, and the room with somebody's open sockets. */
export type Reach = { desks: (operatorId: string) => { close(session: { sessionId: string }): Promise<void> }; rooms: Rooms }

/** What is over in the database already, whoever ended it and why. */
export type Over = { operatorId: string } & (
  | { what: 'session'; sessionId: string; because: EndReason | null }
  | { what: 'login'; loginId: string }
  | { what: 'family'; familyId: string }
  | { what: 'user' }
)

/** The one place that tells those whom an end concerns: requests, alarms and jobs all come here. It only hurries: whoever cannot be told
 *  learns of it with their next request, because the row decides. Told twice is told once. */
export async function tell({ desks, rooms }: Reach, over: Over): Promise<void> {
  const room = rooms(over.operatorId)
  switch (over.what) {
    case 'session': {
      const { sessionId, because, operatorId } = over
      const told = async () => {
        // First the word, then the close: who is put out hears why.
        await room.publish([
          { dedup: `session:ended:${sessionId}`, audience: `user:${operatorId}`, name: 'session:ended', body: { sessionId, because } },
        ])
        await room.revoke({ what: 'session', sessionId })
      }
      await both(desks(operatorId).close({ sessionId }), told())
      return
    }
    case 'login':
      return room.revoke({ what: 'login', loginId: over.loginId })
    case 'family':
      return room.revoke({ what: 'family', familyId: over.familyId })
    case 'user':
      return room.revoke({ what: 'user' })
  }
}

/** A desk that is silent keeps nobody from telling the room. */
async function both(...work: Promise<unknown>[]) {
  const failed = (await Promise.allSettled(work)).find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}

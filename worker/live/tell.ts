import { may, ROLES } from '#worker/auth/rules/roles.ts'
import type { EndReason } from '#worker/impersonation/rules/words.ts'
import type { Audience } from '#worker/live/rules/audience.ts'
import type { Rooms } from '#worker/live/rules/publication.ts'

/** Those who hold on to what may be over: the desk that times a session, the room with somebody's open sockets, and everybody of a kind. */
export type Reach = {
  desks: (operatorId: string) => { close(session: { sessionId: string }): Promise<void> }
  rooms: Rooms
  audience: Audience
}

/** The roles of those who may end somebody's session, and watch the board of them. */
const WATCHING = ROLES.filter((role) => may({ role, lead: true }, 'kill_sessions'))

/** What is over in the database already, whoever ended it and why. */
export type Over = { operatorId: string } & (
  | { what: 'session'; sessionId: string; because: EndReason | null }
  | { what: 'login'; loginId: string }
  | { what: 'family'; familyId: string }
  | { what: 'user' | 'doubt' }
)

/** The one place that tells those whom an end concerns: requests, alarms and jobs all come here. It only hurries: whoever cannot be told
 *  learns of it with their next request, because the row decides. Told twice is told once. */
export async function tell(reach: Reach, over: Over): Promise<void> {
  const room = reach.rooms(over.operatorId)
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
      await all(reach.desks(operatorId).close({ sessionId }), told(), tellBoard(reach, `ended:${sessionId}`))
      return
    }
    case 'login':
      return room.revoke({ what: 'login', loginId: over.loginId })
    case 'family':
      return room.revoke({ what: 'family', familyId: over.familyId })
    case 'user':
    case 'doubt':
      return room.revoke({ what: over.what })
  }
}

/** A session began, moved or ended: those who watch look again. The word says only that something is other than it was. */
export async function tellBoard({ audience }: Pick<Reach, 'audience'>, what: string): Promise<void> {
  const watching = WATCHING.map((role) => `role:${role}` as const)
  await audience(...watching).publish(
    watching.map((name) => ({ dedup: `board:${what}:${name.slice('role:'.length)}`, audience: name, name: 'board:changed', body: {} })),
  )
}

/** One who is silent keeps nobody from telling the others. */
async function all(...work: Promise<unknown>[]) {
  const failed = (await Promise.allSettled(work)).find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}

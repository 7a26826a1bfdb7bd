import { newId } from '#worker/rules/ids.ts'
import type { Ask } from '../asking.ts'
import type { Logins, Sessions } from './world.ts'

type Wish = { sessionId: string; operatorId: string; tenantId: string; askedAt?: string; more?: string }

/** Wishes for more reveals: one that waits, one that nobody answered, one whose session is over, and one that Ben said yes to. */
export async function wishesOf(
  own: Ask,
  { ben }: Logins,
  { live, elsewhere, ended, asEmployee }: Sessions,
  { here, there }: { here: string; there: string },
) {
  const wish = async ({ sessionId, operatorId, tenantId, askedAt = "now() - interval '5 minutes'", more = '' }: Wish) => {
    const id = newId('rvq')
    await own(
      `insert into app.reveal_request (id, session_id, operator_id, tenant_id, reason, asked_at, answer_by)
       select $1, $2, $3, $4, 'What is left of the same thread.', n.moment, n.moment + interval '30 minutes' from (select ${askedAt} as moment) n`,
      [id, sessionId, operatorId, tenantId],
    )
    if (more !== '') await own(`update app.reveal_request set ${more} where id = $1`, [id])
    return { id, sessionId }
  }
  const of = ({ id: sessionId, operatorId }: Sessions['live'], tenantId = here) => ({ sessionId, operatorId, tenantId })
  return {
    waits: await wish(of(live)),
    late: await wish({ ...of(elsewhere, there), askedAt: "now() - interval '31 minutes'" }),
    over: await wish(of(ended)),
    given: await wish({
      ...of(asEmployee),
      more: `state = 'APPROVED', answerer_id = '${ben.id}', answered_at = now(), note = 'A sentence of some length.'`,
    }),
  }
}

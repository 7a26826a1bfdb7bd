import pg from 'pg'
import { expect, it } from 'vitest'
import { type Ask, owner } from './asking.ts'
import { aPlace, anOperator, aSession } from './content.ts'
import { connectedTo } from './readers.ts'
import { shared } from './scratch.ts'

const WRITERS = 6
const CASES = 20

/** Changes all cases at once, as a bulk change does: entered, locked, changed and traced in one transaction. */
async function changeAll(ask: Ask, { sessionKey, loginKey }: { sessionKey: string; loginKey: string }) {
  await ask('begin')
  await ask("select from app.enter($1, $2, '{}')", [sessionKey, loginKey])
  await ask(`with seen as (select id from "case" order by id for update),
    changed as (update "case" c set priority = 5 - c.priority from seen where c.id = seen.id returning c.id),
    traced as (insert into audit.trail (act, sentence, outcome, entity_type, entity_ids)
      select 'case:priority', 'Changed the priority of cases.', 'done', 'case', array(select id from changed))
    select id from changed`)
  await ask('commit')
}

async function changeUntilOver(keys: { sessionKey: string; loginKey: string }) {
  let times = 0
  return connectedTo(shared.tenantRw, async (ask) => {
    for (;;) {
      try {
        await changeAll(ask, keys)
        times += 1
      } catch (error) {
        await ask('rollback')
        return { times, code: error instanceof pg.DatabaseError ? error.code : String(error) }
      }
    }
  })
}

it(`nothing of ${WRITERS} bulk changes that run commits after the kill of their session`, async () => {
  const [lena, imke, place] = [await anOperator('SUPPORT_L2', { lead: true }), await anOperator('SUPPORT_L3'), await aPlace()]
  await owner(
    `insert into "case" (id, tenant_id, number, title, status, priority, severity, category, created_at, updated_at)
     select 'case_' || right($1, 8) || lpad(n::text, 12, '0'), $1, n, 'A title', 'OPEN', 2, 'LOW', 'THEFT', now(), now() from generate_series(2, $2) n`,
    [place.id, CASES],
  )
  const session = await aSession(imke, place.id, { mode: 'READ_WRITE' })
  const changed = async () =>
    (
      await owner<{ times: number }>(
        'select min(version) - 1 as times from "case" where tenant_id = $1 having min(version) = max(version)',
        [place.id],
      )
    )[0]?.times
  const writers = Array.from({ length: WRITERS }, () => changeUntilOver({ sessionKey: session.sessionKey, loginKey: imke.loginKey }))
  await expect.poll(changed, { interval: 50, timeout: 20_000 }).toBeGreaterThan(2)

  const atOnce = await connectedTo(shared.staff, async (ask) => {
    await ask('begin')
    await ask("select from app.enter('', $1, '{}')", [lena.loginKey])
    expect(await ask("select id from app.kill_sessions('session', $1, 'The race is on, everybody out.')", [session.id])).toHaveLength(1)
    await ask('commit')
    return changed()
  })

  const ended = await Promise.all(writers)
  expect(ended.map(({ code }) => code)).toEqual(writers.map(() => 'IM401'))
  const times = ended.reduce((sum, each) => sum + each.times, 0)
  expect([await changed(), atOnce]).toEqual([times, times])
  const trail = await owner<{ act: string }>('select act from audit.trail where session_id = $1 order by seq', [session.id])
  expect(trail.map(({ act }) => act)).toEqual([...Array.from({ length: times }, () => 'case:priority'), 'impersonation:kill'])
})

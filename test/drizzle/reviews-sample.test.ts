import { describe, expect, it } from 'vitest'
import { anOperator, aPlace } from './content.ts'
import { connectedTo } from './readers.ts'
import { scratchPlace } from './scratch.ts'

const place = scratchPlace()
const SESSIONS = 2_000

/** One operator enters and leaves a tenant again and again; nothing about it asks for a review. */
const stays = () =>
  connectedTo(place().owner, async (own) => {
    const [operator, tenant] = [await anOperator('SUPPORT_L1', {}, own), await aPlace(own)]
    await own(`do $$ begin
      for i in 1..${SESSIONS} loop
        insert into app.impersonation_session (id, key_hash, operator_id, login_session_id, operator_role, tenant_id, seen_as, category, reason, ticket_id, started_at, expires_at)
        values ('imp_' || i, app.key_hash('key ' || i), '${operator.id}', '${operator.loginId}', 'SUPPORT_L1', '${tenant.id}', 'INVESTIGATOR', 'HOW_TO',
                'A reason of more than twenty characters.', '${tenant.ticketId}', now(), now() + interval '30 minutes');
        update app.impersonation_session set ended_at = clock_timestamp(), end_reason = 'MANUAL' where id = 'imp_' || i;
      end loop;
    end $$`)
    return own<{ reasons: string; of: number; days: number }>(
      `select reasons::text, count(*)::int as of, extract(day from min(due_at - created_at))::int as days from app.session_review group by 1`,
    )
  })

describe('the sample', () => {
  it('is one session in ten of those that nothing else asks for, six deviations either way', async () => {
    const [drawn, ...others] = await stays()
    expect(others).toEqual([])
    expect(drawn).toMatchObject({ reasons: '{sample}', days: 7 })
    const deviation = Math.sqrt(SESSIONS * 0.1 * 0.9)
    expect(Math.abs((drawn?.of ?? 0) - SESSIONS / 10)).toBeLessThan(6 * deviation)
  })

  it('is drawn from chance that nobody can set: a seed changes nothing, and every part of the range comes up', async () => {
    await connectedTo(place().owner, async (own) => {
      const drawn = async () => {
        const [row] = await own<{ drawn: number[] }>('select setseed(0.5), array(select app.draw() from generate_series(1, 5000)) as drawn')
        return row?.drawn ?? []
      }
      const [first, second] = [await drawn(), await drawn()]
      expect(first).not.toEqual(second)
      expect(Math.min(...first)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...first)).toBeLessThan(1)
      expect(new Set(first.map((number) => Math.floor(number * 10))).size).toBe(10)
    })
  })
})

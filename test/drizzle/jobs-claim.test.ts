import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { codeOf } from './asking.ts'
import { aPlace, anOperator, aSession } from './content.ts'
import { jobsPlace, secondsAgo } from './jobs-place.ts'
import { connectedTo } from './readers.ts'

const { place, by, own, jobs, aJob, jobRow, claim, complete, fail, leaseRunsOut, noJobs } = jobsPlace()
beforeEach(() => noJobs())

describe('claiming', () => {
  it('gives each of 200 jobs to one of four runners, once', async () => {
    await own(
      `insert into app.job (id, kind, max_attempts, run_at) select 'job_' || n, 'sweep', 3, now() - n * interval '1 second' from generate_series(1, 200) n`,
    )
    const taken: string[] = []
    const runner = () =>
      connectedTo(place().jobs, async (ask) => {
        for (;;) {
          const rows = await ask<{ id: string; fence: number }>(`select id, fence from app.claim_jobs(3, random() < 0.1, '{"sweep": 60}')`)
          if (rows.length === 0) return
          for (const { id, fence } of rows) {
            taken.push(id)
            await ask('select app.complete_job($1, $2)', [id, fence])
          }
        }
      })
    await Promise.all([runner(), runner(), runner(), runner()])
    expect(taken).toHaveLength(200)
    expect(new Set(taken).size).toBe(200)
    expect(await own('select state, attempts, fence, count(*)::int as n from app.job group by 1, 2, 3')).toEqual([
      { state: 'completed', attempts: 1, fence: 1, n: 200 },
    ])
  })

  it('goes by priority, then by time; one that takes the oldest does not ask for priority', async () => {
    const bulk = await aJob({ priority: 2, run_at: secondsAgo(900) })
    const late = await aJob({ priority: 1, run_at: secondsAgo(10) })
    const early = await aJob({ priority: 1, run_at: secondsAgo(20) })
    const urgent = await aJob({ priority: 0, run_at: secondsAgo(1) })
    const next = async (oldest = false) => (await claim(1, oldest))[0]?.id
    expect([await next(), await next(), await next(true), await next(), await next()]).toEqual([urgent, early, bulk, late, undefined])
  })

  it('waits until a job is due, and leaves a kind it does not know', async () => {
    await aJob({ run_at: secondsAgo(-60), state: 'scheduled' })
    const mail = await aJob({ kind: 'mail', run_at: secondsAgo(5) })
    expect(await claim(9, false, { sweep: 60 })).toEqual([])
    expect((await claim(9)).map(({ id }) => id)).toEqual([mail])
  })

  it('sets the lease of the kind by the clock of the database', async () => {
    const id = await aJob()
    await claim(1, false, { sweep: 90 })
    const [row] = await own<{ left: number }>(`select extract(epoch from lease_until - now())::int as left from app.job where id = $1`, [
      id,
    ])
    expect(row?.left).toBeGreaterThanOrEqual(88)
    expect(row?.left).toBeLessThanOrEqual(90)
  })
})

describe('a lease that ran out', () => {
  it('lets a second runner take over; what the first one then commits changes nothing', async () => {
    const id = await aJob()
    const [first] = await claim()
    await leaseRunsOut(id)
    const [second] = await claim()
    expect([first?.fence, second?.fence, second?.attempts]).toEqual([1, 2, 2])

    expect(await codeOf(complete(id, 1))).toBe('IM409')
    expect(await codeOf(fail(id, 1, 'FAILED', 1000))).toBe('IM409')
    expect(await jobRow(id)).toMatchObject({ state: 'running', fence: 2 })
    await complete(id, 2)
    expect(await codeOf(complete(id, 2))).toBe('IM409')
    expect(await jobRow(id)).toMatchObject({ state: 'completed', attempts: 2 })
  })

  it('is over for its own runner, too, though nobody has taken over', async () => {
    const id = await aJob()
    await claim()
    await leaseRunsOut(id)
    expect(await codeOf(complete(id, 1))).toBe('IM409')
  })

  it('takes the effect of a stale runner with it, so that there is one', async () => {
    const ada = await anOperator('ADMIN', {}, own)
    const id = await aJob({ kind: 'mail' })
    const commit = (fence: number) =>
      connectedTo(place().jobs, async (ask) => {
        await ask('begin')
        await ask('select app.complete_job($1, $2)', [id, fence])
        await ask(`insert into app.kept_mail (key, operator_id, address, subject, letter) values ($1, $2, 'a', 's', 'l')`, [
          `${id}:${fence}`,
          ada.id,
        ])
        await ask('commit')
      })
    await claim()
    // Died after its effect and before the end of its transaction.
    await connectedTo(place().jobs, async (ask) => {
      await ask('begin')
      await ask('select app.complete_job($1, 1)', [id])
      await ask(`insert into app.kept_mail (key, operator_id, address, subject, letter) values ($1, $2, 'a', 's', 'l')`, [
        `${id}:1`,
        ada.id,
      ])
    })
    await leaseRunsOut(id)
    await claim()
    expect(await codeOf(commit(1))).toBe('IM409')
    await commit(2)
    expect(await own('select key from app.kept_mail where operator_id = $1', [ada.id])).toEqual([{ key: `${id}:2` }])
  })

  it('discards a job whose attempts are used up, tells it, and hands it to whoever looked', async () => {
    const id = await aJob({ max_attempts: 1 })
    await claim()
    await leaseRunsOut(id)
    expect(await claim()).toMatchObject([{ id, state: 'discarded', last_error: 'LEASE_EXPIRED' }])
    expect(await claim()).toEqual([])
    expect(await own('select kind, payload from app.outbox where entity_id = $1', [id])).toEqual([
      { kind: 'job.discarded', payload: { kind: 'sweep', code: 'LEASE_EXPIRED', attempts: 1 } },
    ])
  })
})

describe('failing', () => {
  it('waits as long as it is told, and is given up after its last attempt or at once', async () => {
    const id = await aJob({ max_attempts: 2 })
    await claim()
    expect(await fail(id, 1, 'MAIL_SILENT', 20_000)).toEqual([{ state: 'retryable' }])
    const [row] = await own<{ wait: number }>('select extract(epoch from run_at - now())::int as wait from app.job where id = $1', [id])
    expect(row?.wait).toBeGreaterThanOrEqual(18)
    expect(await claim()).toEqual([])
    await own('update app.job set run_at = now() where id = $1', [id])
    await claim()
    expect(await fail(id, 2, 'MAIL_SILENT', 20_000)).toEqual([{ state: 'discarded' }])

    const poison = await aJob({ max_attempts: 9 })
    await claim()
    expect(await fail(poison, 1, 'ARGS_MALFORMED', null)).toEqual([{ state: 'discarded' }])
    expect(await jobRow(poison)).toMatchObject({ state: 'discarded', attempts: 1, last_error: 'ARGS_MALFORMED' })
  })
})

describe('a job of a session', () => {
  async function putInside(dedup = newId('key')) {
    const paul = await anOperator('IMPLEMENTATION', {}, own)
    const tenant = await aPlace(own)
    const session = await aSession(paul, tenant.id, { mode: 'READ_WRITE' }, own)
    const id = newId('job')
    await connectedTo(place().tenantRw, async (ask) => {
      await ask('begin')
      await ask("select from app.enter($1, $2, '{}')", [session.sessionKey, paul.loginKey])
      await ask(
        `insert into audit.trail (act, sentence, outcome, entity_type, entity_ids) values ('case:read', 'Read a case.', 'done', 'case', '{}')`,
      )
      await ask(`insert into app.job (id, kind, tenant_id, max_attempts, dedup) values ($1, 'sweep', $2, 3, $3)`, [id, tenant.id, dedup])
      await ask('commit')
    })
    return { id, paul, tenant, session }
  }
  const ends = (id: string) => own("update app.impersonation_session set ended_at = now(), end_reason = 'MANUAL' where id = $1", [id])

  it('carries that session, which the writer cannot name', async () => {
    const { id, session, tenant } = await putInside()
    expect(await own('select session_id, tenant_id, state from app.job where id = $1', [id])).toEqual([
      { session_id: session.id, tenant_id: tenant.id, state: 'available' },
    ])
    expect(
      await codeOf(by('tenantRw')("insert into app.job (id, kind, max_attempts, session_id) values ('job_x', 'sweep', 1, 'imp_other')")),
    ).toBe('42501')
  })

  it('is cancelled instead of run once the session is over', async () => {
    const { id, session } = await putInside()
    await ends(session.id)
    expect(await claim(9)).toEqual([])
    expect(await jobRow(id)).toMatchObject({ state: 'cancelled', last_error: 'SESSION_ENDED', attempts: 0 })
  })

  it('has no effect when the session ends while it runs', async () => {
    const { id, session } = await putInside()
    await claim()
    await own('update app.impersonation_session set expires_at = now() where id = $1', [session.id])
    expect(await codeOf(complete(id, 1))).toBe('IM401')
    expect(await fail(id, 1, 'FAILED', 1000)).toEqual([{ state: 'cancelled' }])
    expect(await jobRow(id)).toMatchObject({ last_error: 'SESSION_ENDED' })
  })

  it('runs while the session lives', async () => {
    const { id } = await putInside()
    expect((await claim()).map((row) => row.id)).toEqual([id])
    await complete(id, 1)
    expect(await jobRow(id)).toMatchObject({ state: 'completed' })
  })
})

describe('putting in', () => {
  it('is one job however many put in the same at once', async () => {
    const put = () => jobs<{ id: string | null }>(`select app.put_job('sweep', '{}', 3, 'sweep:2026-11-20T15') as id`)
    const answers = (await Promise.all(Array.from({ length: 20 }, put))).flat()
    expect(answers.filter(({ id }) => id !== null)).toHaveLength(1)
    expect(await own("select count(*)::int as n from app.job where dedup = 'sweep:2026-11-20T15'")).toEqual([{ n: 1 }])
  })

  it('is refused to staff without a trail row, and says nothing of state, lease or fence', async () => {
    const ada = await anOperator('ADMIN', {}, own)
    const asAda = (text: string) =>
      codeOf(
        connectedTo(place().staff, async (ask) => {
          await ask('begin')
          await ask("select from app.enter('', $1, '{}')", [ada.loginKey])
          await ask(text)
        }),
      )
    const columns = (more: string, value: string) =>
      `insert into app.job (id, kind, max_attempts${more}) values ('${newId('job')}', 'sweep', 3${value})`
    expect(await asAda(columns('', ''))).toBe('IM500')
    for (const [column, value] of [
      ['state', "'running'"],
      ['attempts', '0'],
      ['fence', '7'],
      ['lease_until', 'now()'],
      ['session_id', "'imp_x'"],
    ])
      expect(await asAda(columns(`, ${column}`, `, ${value}`))).toBe('42501')
    expect(await codeOf(by('staff')(columns('', '')))).toBe('42501') // nobody signed in
  })
})

describe('by hand', () => {
  const asAda = async (
    work: (ask: Parameters<Parameters<typeof connectedTo>[1]>[0]) => Promise<unknown>,
    role: 'ADMIN' | 'SUPPORT_L3' = 'ADMIN',
  ) => {
    const ada = await anOperator(role, {}, own)
    return codeOf(
      connectedTo(place().staff, async (ask) => {
        await ask('begin')
        await ask("select from app.enter('', $1, '{}')", [ada.loginKey])
        await ask(
          `insert into audit.trail (act, sentence, outcome, entity_type, entity_ids) values ('job:replay', 'Tried.', 'done', 'job', '{}')`,
        )
        const rows = await work(ask)
        await ask('commit')
        return rows
      }),
    )
  }

  it('staff cannot claim a job, nor set one running, nor give one up, whatever they write', async () => {
    const id = await aJob()
    for (const set of [
      "state = 'running'",
      "state = 'completed', finished_at = now()",
      "state = 'discarded', finished_at = now()",
      "state = 'available'",
    ])
      expect(await asAda((ask) => ask(`update app.job set ${set} where id = $1`, [id]))).toMatch(/42501|IM409|23514/)
    expect(await asAda((ask) => ask('update app.job set lease_until = now() where id = $1', [id]))).toBe('42501')
    expect(await asAda((ask) => ask("select app.claim_jobs(1, false, '{}')"))).toBe('42501')
    expect(await jobRow(id)).toMatchObject({ state: 'available', fence: 0 })
  })

  it('a running job is not cancelled under its runner, and only administrators move any', async () => {
    const id = await aJob()
    await claim()
    const cancel = "update app.job set state = 'cancelled', finished_at = now() where id = $1"
    expect(await asAda((ask) => ask(cancel, [id]))).toMatch(/IM409|23514/)
    const waiting = await aJob()
    await asAda((ask) => ask(cancel, [waiting]), 'SUPPORT_L3')
    expect(await jobRow(waiting)).toMatchObject({ state: 'available' })
    expect(await asAda((ask) => ask(cancel, [waiting]))).toBeUndefined()
    expect(await jobRow(waiting)).toMatchObject({ state: 'cancelled' })
  })
})

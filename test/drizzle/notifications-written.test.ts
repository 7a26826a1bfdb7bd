import { reachBy } from './reach.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { aPlace, aUser, anOperator } from './content.ts'
import { notificationsPlace } from './notifications-place.ts'

const { own, told, run, rowsOf, unreadOf, lettersTo, waiting, due, tell, mark, noJobs } = notificationsPlace()

beforeEach(async () => {
  await noJobs()
  await own('delete from app.outbox')
  told.length = 0
})

const chooses = (userId: string, category: string, { inApp = true, email = true, digest = 5 } = {}) =>
  own(
    `insert into app.notification_preference (user_id, category, in_app, by_letter, digest_minutes) values ($1, $2, $3, $4, $5)
     on conflict (user_id, category) do update set in_app = excluded.in_app, by_letter = excluded.by_letter, digest_minutes = excluded.digest_minutes`,
    [userId, category, inApp, email, digest],
  )
/** Quiet hours by the clock of UTC, so many minutes from now on. */
const quietFor = (userId: string, from: number, to: number) =>
  own(
    `insert into app.notification_inbox (user_id, quiet_from, quiet_to)
     select $1, (m + $2 + 1440) % 1440, (m + $3 + 1440) % 1440 from (select (extract(hour from now() at time zone 'UTC') * 60 + extract(minute from now() at time zone 'UTC'))::int as m) n
     on conflict (user_id) do update set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`,
    [userId, from, to],
  )

describe('an event', () => {
  it('is told to whoever hears of it, with where to look, and open pages hear of it at once', async () => {
    const [vera, lena] = [await anOperator('SUPPORT_L1', {}, own), await anOperator('SUPPORT_L1', { lead: true }, own)]
    const sessionId = newId('imp')
    await own(`select app.publish('session.killed', 'impersonation', $1, $2)`, [sessionId, JSON.stringify({ operatorId: vera.id })])
    await run()
    expect(await rowsOf(vera.id)).toMatchObject([
      { notice: 'session.killed', category: 'REVOCATION', severity: 'HIGH', link: `/impersonations/${sessionId}`, is_read: false },
    ])
    expect(await rowsOf(lena.id)).toMatchObject([{ notice: 'session.killed_in_team', category: 'SAFETY' }])
    // Told with each of the notices of the event, under one name: the room knows it the second time.
    const toVera = told.filter(({ userId, name }) => userId === vera.id && name === 'notification:new')
    expect(new Set(toVera.map(({ dedup }) => dedup)).size).toBe(1)
    expect(toVera[0]).toMatchObject({
      name: 'notification:new',
      audience: `user:${vera.id}`,
      body: { unread: 1, toast: true, link: `/impersonations/${sessionId}` },
    })
    expect(await unreadOf(vera.id)).toBe(1)
  })

  it('told a hundred times at once, is one row, one number and one name in the rooms', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const event = newId('evt')
    await Promise.all(Array.from({ length: 100 }, () => tell(`person:${vera.id}`, 'role.changed', { event })))
    await Promise.all([run(), run(), run(), run()])
    await run()
    expect(await rowsOf(vera.id)).toHaveLength(1)
    expect(await unreadOf(vera.id)).toBe(1)
    expect(new Set(told.map(({ dedup }) => dedup)).size).toBe(1)
    expect(await lettersTo(vera.id)).toHaveLength(1)
  })

  it('reaches rooms that did not answer at first, and is still told to each of them once by its name', async () => {
    const [vera, hugo] = [await anOperator('HOTLINE_OPS', { lead: true }, own), await anOperator('HOTLINE_OPS', { lead: true }, own)]
    await own("update app.internal_user set status = 'DEACTIVATED', deactivated_at = now() where role = 'HOTLINE_OPS' and id <> all($1)", [
      [vera.id, hugo.id],
    ])
    await tell('role:HOTLINE_OPS')
    const silent = { reach: reachBy(() => ({ publish: () => Promise.reject(new Error('evicted')), revoke: async () => {} })) }
    await run(silent)
    const [job] = await own<{ id: string; last_error: string }>(`select id, last_error from app.job where kind = 'push'`)
    expect(job?.last_error).toBe('ROOM_SILENT')
    await due(job?.id ?? '')
    await run()
    expect(told.map(({ userId }) => userId).toSorted()).toEqual([vera.id, hugo.id].toSorted())
    expect(told.map(({ dedup }) => dedup)).toEqual((await Promise.all(told.map(({ userId }) => rowsOf(userId)))).map(([row]) => row?.id))
  })

  it('for more people than one run tells, is told on by the next', async () => {
    const many = await Promise.all(Array.from({ length: 103 }, () => anOperator('CLIENT_SUCCESS', {}, own)))
    await tell('role:CLIENT_SUCCESS')
    await run()
    expect(new Set(told.map(({ userId }) => userId))).toEqual(new Set(many.map(({ id }) => id)))
    expect(told).toHaveLength(many.length)
  })

  it('is told to those who are meant, as they are now', async () => {
    const { id: tenantId } = await aPlace(own)
    const admin = await aUser(tenantId, 'TENANT_ADMIN', own)
    const employee = await aUser(tenantId, 'EMPLOYEE', own)
    const omar = await anOperator('CLIENT_SUCCESS', {}, own)
    const [lena, imke] = [await anOperator('SUPPORT_L3', { lead: true }, own), await anOperator('SUPPORT_L3', {}, own)]
    const [gone, held] = [await anOperator('SUPPORT_L3', { lead: true, status: 'DEACTIVATED' }, own), await anOperator('ADMIN', {}, own)]
    await own("update app.internal_user set status = 'HELD', held_at = now(), held_reason = 'x' where id = $1", [held.id])
    await own('update tenant set csm_id = $2 where id = $1', [tenantId, omar.id])
    const meant = async (audience: string, among: string[]) =>
      (await own<{ user_id: string }>('select user_id from app.audience($1)', [audience]))
        .map((row) => row.user_id)
        .filter((id) => among.includes(id))
    const all = [admin, employee, omar.id, lena.id, imke.id, gone.id, held.id]
    expect(await meant(`person:${imke.id}`, all)).toEqual([imke.id])
    expect(await meant(`person:${held.id}`, all)).toEqual([held.id])
    expect(await meant(`leads:${imke.id}`, all)).toEqual([lena.id])
    expect(await meant(`leads:${lena.id}`, all)).toEqual([])
    expect(await meant('may:manage_users', all)).toEqual([])
    expect((await meant('may:kill_sessions', all)).toSorted()).toEqual([imke.id, lena.id].toSorted())
    expect(await meant('role:CLIENT_SUCCESS', all)).toEqual([omar.id])
    expect((await meant('staff', all)).toSorted()).toEqual([imke.id, lena.id, omar.id].toSorted())
    expect(await meant(`success:${tenantId}`, all)).toEqual([omar.id])
    expect(await meant(`tenant:${tenantId}`, all)).toEqual([]) // its access is open: it did not ask to hear of it
    await own("update tenant set access_policy = 'notify' where id = $1", [tenantId])
    expect(await meant(`tenant:${tenantId}`, all)).toEqual([admin])
    expect(await meant('nobody:we_know', all)).toEqual([])
  })

  it('is not told to who did it, nor twice to who is meant twice', async () => {
    const omar = await anOperator('IMPLEMENTATION', { lead: true }, own)
    const event = newId('evt')
    await tell(`person:${omar.id}`, 'role.changed', { event })
    await run()
    await tell('role:IMPLEMENTATION', 'role.changed_of_person', { event })
    await run()
    expect(await rowsOf(omar.id)).toMatchObject([{ notice: 'role.changed' }])
    await tell(`person:${omar.id}`, 'config.changed', { except: omar.id })
    await run()
    expect(await rowsOf(omar.id)).toHaveLength(1)
  })
})

describe('what somebody chose', () => {
  it('turns a category off, and never one that they must hear of', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await chooses(vera.id, 'TICKETS', { inApp: false, email: false })
    await tell(`person:${vera.id}`, 'ticket.opened')
    await run()
    expect(await rowsOf(vera.id)).toEqual([])
    for (const category of ['ACCESS', 'REVOCATION', 'SAFETY'])
      await expect(chooses(vera.id, category, { inApp: false })).rejects.toMatchObject({ code: '23514' })
  })

  it('by letter only, is kept in the archive and counts for nothing', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await chooses(vera.id, 'TICKETS', { inApp: false, digest: 0 })
    await tell(`person:${vera.id}`)
    await run()
    expect(await rowsOf(vera.id)).toMatchObject([{ is_read: true, archived_at: expect.any(Date) }])
    expect([await unreadOf(vera.id), told]).toEqual([0, []])
    expect(await lettersTo(vera.id)).toMatchObject([{ subject: 'A tenant of yours opened a ticket' }])
  })
})

describe('letters', () => {
  it('of a category are collected by the first of them, and become one', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await chooses(vera.id, 'TICKETS', { digest: 15 })
    for (let i = 0; i < 3; i++) {
      await tell(`person:${vera.id}`)
      await run()
    }
    const digests = await waiting('digest', vera.id)
    expect(digests.map(({ in_minutes }) => in_minutes)).toEqual([15])
    expect(await lettersTo(vera.id)).toEqual([])
    await due(digests[0]?.id ?? '')
    await run()
    expect(await lettersTo(vera.id)).toMatchObject([
      { subject: 'There are 3 things new for you', letter: expect.stringContaining('https://portal.example/notifications\n') },
    ])
    await tell(`person:${vera.id}`)
    await run()
    expect(await waiting('digest', vera.id)).toHaveLength(1) // the next begins anew
  })

  it('of what was read meanwhile are not sent; of a single thing it is that thing’s own', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await chooses(vera.id, 'TICKETS')
    await tell(`person:${vera.id}`)
    await run()
    await tell(`person:${vera.id}`, 'ticket.opened')
    await run()
    const [first] = await rowsOf(vera.id)
    await mark(vera.loginKey, 'read', [first?.id ?? ''])
    await due((await waiting('digest', vera.id))[0]?.id ?? '')
    await run()
    expect(await lettersTo(vera.id)).toMatchObject([{ subject: 'A tenant of yours opened a ticket' }])
    await tell(`person:${vera.id}`)
    await run()
    await mark(vera.loginKey, 'read', null)
    await due((await waiting('digest', vera.id))[0]?.id ?? '')
    await run()
    expect(await lettersTo(vera.id)).toHaveLength(1)
  })

  it('about what is severe wait for no window', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await chooses(vera.id, 'SAFETY', { digest: 240 })
    await tell(`person:${vera.id}`, 'session.killed')
    await tell(`person:${vera.id}`, 'session.break_glass')
    await run()
    expect((await lettersTo(vera.id)).map(({ subject }) => subject).toSorted()).toEqual([
      'A tenant was entered by break-glass',
      'Your session in a tenant was ended',
    ])
    expect(await waiting('digest', vera.id)).toEqual([])
  })

  it('about a letter that cannot be sent do not exist', async () => {
    const ada = await anOperator('ADMIN', {}, own)
    await own(`select app.publish('job.discarded', 'job', $1, '{"kind": "mail"}')`, [newId('pjob')])
    await own(
      `select app.publish('job.discarded', 'job', $1, '{"kind": "push"}'), app.publish('job.discarded', 'job', $2, '{"kind": "notify"}')`,
      [newId('pjob'), newId('pjob')],
    )
    await run()
    expect(await rowsOf(ada.id)).toMatchObject([{ notice: 'letter.discarded', severity: 'HIGH' }])
    expect(await lettersTo(ada.id)).toEqual([])
  })

  it('wait for the end of the quiet hours, but for what is critical; and nothing shows itself in them either', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await quietFor(vera.id, -60, 120)
    await tell(`person:${vera.id}`, 'session.killed')
    await tell(`person:${vera.id}`, 'session.break_glass')
    await run()
    expect((await lettersTo(vera.id)).map(({ subject }) => subject)).toEqual(['A tenant was entered by break-glass'])
    const [late] = await waiting('mail', vera.id)
    expect(late?.in_minutes).toBeGreaterThanOrEqual(119)
    expect(late?.in_minutes).toBeLessThanOrEqual(120)
    const shown = told.map(({ body }) => [body.severity, body.toast]).toSorted()
    expect(shown).toEqual([
      ['CRITICAL', true],
      ['HIGH', false],
    ])
  })

  it('that were collected wait, too, also when the quiet hours were chosen later', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await chooses(vera.id, 'TICKETS', { digest: 5 })
    await tell(`person:${vera.id}`)
    await run()
    const [first] = await waiting('digest', vera.id)
    await quietFor(vera.id, -60, 120)
    await due(first?.id ?? '')
    await run()
    expect(await lettersTo(vera.id)).toEqual([])
    const [again] = await waiting('digest', vera.id)
    expect(again?.in_minutes).toBeGreaterThanOrEqual(119)
    await quietFor(vera.id, 60, 120)
    await due(again?.id ?? '')
    await run()
    expect(await lettersTo(vera.id)).toHaveLength(1)
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { everyMinute } from '#worker/jobs/jobs/run-due.ts'
import { anOperator } from './content.ts'
import { notificationsPlace } from './notifications-place.ts'

const { own, told, parts, run, rowsOf, unreadOf, tell, asked, mark, noJobs } = notificationsPlace()

beforeEach(async () => {
  await noJobs()
  await own('delete from app.outbox')
  told.length = 0
})

const countUnread = async (userId: string) =>
  (
    await own<{ n: number }>(
      'select count(*)::int as n from app.notification where user_id = $1 and not is_read and snoozed_until is null',
      [userId],
    )
  )[0]?.n

describe('the number on the bell', () => {
  it('is how many there are, whatever is done in whatever order, also at once', { timeout: 60_000 }, async () => {
    const [vera, hugo] = [await anOperator('SUPPORT_L1', {}, own), await anOperator('SUPPORT_L1', {}, own)]
    let chance = 7
    const roll = (sides: number) => {
      chance = (chance * 48_271) % 2_147_483_647
      return chance % sides
    }
    const MARKS = ['read', 'unread', 'archive', 'unarchive', 'snooze', 'unsnooze']
    for (let round = 0; round < 15; round++) {
      await Promise.all(
        Array.from({ length: 4 }, async () => {
          const who = roll(2) === 0 ? vera : hugo
          const rows = await rowsOf(who.id)
          if (rows.length === 0 || roll(4) === 0) {
            await tell(`person:${who.id}`, roll(2) === 0 ? 'ticket.opened' : 'role.changed')
            return run()
          }
          const held = '(select from app.notification_inbox where user_id = $1 for update)' // first of all, as everybody does
          const one = rows[roll(rows.length)]?.id
          if (roll(10) === 0)
            return own(`with held as materialized ${held} delete from app.notification where id = $2 and exists (select from held)`, [
              who.id,
              one,
            ])
          if (roll(10) === 0) {
            await own(
              `with held as materialized ${held}
               update app.notification set snoozed_until = now() - interval '1 s' where user_id = $1 and snoozed_until is not null and exists (select from held)`,
              [who.id],
            )
            return own('select app.wake_notifications(100, 5)')
          }
          const ids = rows.filter(() => roll(3) === 0).map(({ id }) => id)
          return mark(who.loginKey, MARKS[roll(MARKS.length)] ?? '', roll(8) === 0 ? null : ids, { snooze: 'hour' })
        }),
      )
      for (const { id } of [vera, hugo]) expect([round, await unreadOf(id)]).toEqual([round, await countUnread(id)])
    }
    expect((await rowsOf(vera.id)).length + (await rowsOf(hugo.id)).length).toBeGreaterThan(5)
  })

  it('is told with the first statement of every batch', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await tell(`person:${vera.id}`)
    await tell(`person:${vera.id}`)
    await run()
    expect(
      await asked<{ unread: number }>(vera.loginKey, "select app.unread() as unread from app.enter('', $1, '{}')", [vera.loginKey]),
    ).toEqual([{ unread: 2 }])
  })
})

describe('a mark', () => {
  it('is told to the other pages of the same person, with the number as it is then', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await tell(`person:${vera.id}`)
    await tell(`person:${vera.id}`)
    await run()
    const [first] = await rowsOf(vera.id)
    told.length = 0
    expect(await mark(vera.loginKey, 'read', [first?.id ?? ''])).toEqual([{ matched: 1, changed: 1, unread: 1 }])
    await run()
    expect(told).toMatchObject([
      { userId: vera.id, name: 'notification:changed', body: { change: 'read', ids: [first?.id], all: false, unread: 1 } },
    ])
    expect(await mark(vera.loginKey, 'read', null)).toEqual([{ matched: 1, changed: 1, unread: 0 }])
    await run()
    expect(told.at(-1)?.body).toMatchObject({ change: 'read', ids: [], all: true, unread: 0 })
  })

  it('that changes nothing tells nobody, and stands in the trail all the same', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await tell(`person:${vera.id}`)
    await run()
    const [row] = await rowsOf(vera.id)
    told.length = 0
    await mark(vera.loginKey, 'archive', [row?.id ?? ''])
    await mark(vera.loginKey, 'archive', [row?.id ?? ''])
    await mark(vera.loginKey, 'archive', [newId('ntf')])
    await run()
    expect(told).toHaveLength(1)
    expect(await own('select act, outcome, facts from audit.trail where operator_id = $1 order by seq', [vera.id])).toEqual([
      { act: 'notification:archive', outcome: 'done', facts: { found: 1, changed: 1 } },
      { act: 'notification:archive', outcome: 'done', facts: { found: 1, changed: 0 } },
      { act: 'notification:archive', outcome: 'not_found', facts: { found: 0, changed: 0 } },
    ])
  })

  it('on what is somebody else’s finds nothing and changes nothing', async () => {
    const [vera, hugo] = [await anOperator('SUPPORT_L1', {}, own), await anOperator('SUPPORT_L1', {}, own)]
    await tell(`person:${vera.id}`)
    await run()
    const [row] = await rowsOf(vera.id)
    for (const what of ['read', 'archive', 'snooze'])
      expect(await mark(hugo.loginKey, what, [row?.id ?? ''], { snooze: 'hour' })).toMatchObject([{ matched: 0, changed: 0 }])
    expect(await rowsOf(vera.id)).toEqual([row])
  })

  it('puts off until a time that is still to come, and not for ever', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await tell(`person:${vera.id}`)
    await run()
    const ids = (await rowsOf(vera.id)).map(({ id }) => id)
    for (const until of ['2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z', 'infinity'])
      await expect(mark(vera.loginKey, 'snooze', ids, { until })).rejects.toMatchObject({ code: '22023' })
    await expect(mark(vera.loginKey, 'snooze', ids)).rejects.toMatchObject({ code: '22023' })
  })
})

describe('what was put off', () => {
  it('counts for nothing, comes back unread in its minute, and its owner is told', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await tell(`person:${vera.id}`)
    await run()
    const [row] = await rowsOf(vera.id)
    const id = row?.id ?? ''
    await mark(vera.loginKey, 'read', [id])
    await mark(vera.loginKey, 'snooze', [id], { snooze: 'hour' })
    await run()
    expect(await unreadOf(vera.id)).toBe(0)
    await everyMinute(parts())
    expect((await rowsOf(vera.id))[0]?.snoozed_until).not.toBeNull() // not yet
    await own("update app.notification set snoozed_until = now() - interval '1 second' where id = $1", [id])
    told.length = 0
    await everyMinute(parts())
    expect(await rowsOf(vera.id)).toMatchObject([{ snoozed_until: null, is_read: false }])
    expect(await unreadOf(vera.id)).toBe(1)
    expect(told).toMatchObject([{ name: 'notification:changed', body: { change: 'unsnooze', ids: [id], unread: 1 } }])
  })
})

describe('the clock on the wall', () => {
  const quiet = async (zone: string, from: string, to: string, at: string) => {
    const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
    const [row] = await own<{ until: Date | null }>('select app.quiet_until($1, $2, $3, $4) as until', [
      zone,
      minutes(from),
      minutes(to),
      at,
    ])
    return row?.until?.toISOString() ?? null
  }

  it.each([
    // An ordinary night, and the edges of it.
    ['Europe/Berlin', '22:00', '07:00', '2026-01-10T20:59:00Z', null],
    ['Europe/Berlin', '22:00', '07:00', '2026-01-10T21:00:00Z', '2026-01-11T06:00:00.000Z'],
    ['Europe/Berlin', '22:00', '07:00', '2026-01-11T05:59:59Z', '2026-01-11T06:00:00.000Z'],
    ['Europe/Berlin', '22:00', '07:00', '2026-01-11T06:00:00Z', null],
    // The night that is an hour shorter, and the one that is an hour longer.
    ['Europe/Berlin', '22:00', '07:00', '2026-03-28T22:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['Europe/Berlin', '22:00', '07:00', '2026-10-24T21:00:00Z', '2026-10-25T06:00:00.000Z'],
    // An end that the clock leaps over, and one that it passes twice.
    ['Europe/Berlin', '22:00', '02:30', '2026-03-29T00:30:00Z', '2026-03-29T01:30:00.000Z'],
    ['Europe/Berlin', '22:00', '02:30', '2026-10-24T22:30:00Z', '2026-10-25T01:30:00.000Z'],
    // West of Greenwich, by day, with half an hour.
    ['America/New_York', '12:00', '13:00', '2026-07-01T16:30:00Z', '2026-07-01T17:00:00.000Z'],
    ['Asia/Kolkata', '23:00', '06:30', '2026-07-01T18:00:00Z', '2026-07-02T01:00:00.000Z'],
    // A zone that nobody knows is UTC.
    ['Middle/Earth', '22:00', '07:00', '2026-01-10T23:00:00Z', '2026-01-11T07:00:00.000Z'],
  ])('%s, quiet from %s to %s: at %s it is quiet until %s', async (zone, from, to, at, until) => {
    expect(await quiet(zone, from, to, at)).toBe(until)
  })

  it('is never quiet for who chose no hours', async () => {
    expect(await own("select app.quiet_until('UTC', null, null, now()) as until")).toEqual([{ until: null }])
  })

  it.each([
    ['hour', 'Europe/Berlin', '2026-03-29T00:30:00Z', '2026-03-29T01:30:00.000Z'],
    ['tomorrow', 'Europe/Berlin', '2026-03-28T20:00:00Z', '2026-03-29T06:00:00.000Z'],
    ['tomorrow', 'America/Los_Angeles', '2026-06-01T03:00:00Z', '2026-06-01T15:00:00.000Z'],
    ['monday', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-26T07:00:00.000Z'],
    ['monday', 'Europe/Berlin', '2026-10-26T12:00:00Z', '2026-11-02T07:00:00.000Z'],
  ])('puts off by %s in %s at %s until %s', async (word, zone, at, until) => {
    const [row] = await own<{ until: Date }>('select app.snooze_until($1, $2, $3) as until', [word, zone, at])
    expect(row?.until.toISOString()).toBe(until)
  })
})

describe('housekeeping', () => {
  it('removes what is past its time, whatever became of it, and the number follows', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    for (let i = 0; i < 3; i++) await tell(`person:${vera.id}`)
    await run()
    await own(
      "update app.notification set created_at = now() - interval '181 days' where id = (select min(id) from app.notification where user_id = $1)",
      [vera.id],
    )
    await everyMinute(parts({ clock: () => new Date('2026-11-20T15:59:00Z') }))
    expect(await rowsOf(vera.id)).toHaveLength(2)
    expect(await unreadOf(vera.id)).toBe(2)
    expect(await own(`select sentence from audit.trail where act = 'notification:sweep'`)).toEqual([
      { sentence: 'Removed 1 notifications that were past their time.' },
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { aTenant, minutesAgo } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { portalAs, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { Program, programOf, type Said, tenantsOwn, vouchedFor } from '../api/program.ts'
import { aNotification, pushesOf, standingOf, unreadOf } from './facts.ts'

/** Whose inbox it is, where it is found, and how somebody of them comes with a program. */
const WHOSE = {
  'a member of staff': {
    path: '/api/v1/notifications',
    come: async () => {
      const { person, browser } = await portalAs('vera')
      return { person: person as { id: string }, program: await programOf(browser) }
    },
  },
  'a tenant’s own user': {
    path: '/api/v1/tenant/notifications',
    come: tenantsOwn,
  },
}

const idsIn = ({ body }: Said) => (body.items as { id: string }[]).map(({ id }) => id)
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

describe.each(Object.entries(WHOSE))('the inbox of %s', (_, { path: PATH, come }) => {
  it('is its person’s own, by shelf and category, page by page', async () => {
    const { person, program } = await come()
    const ids: string[] = []
    for (let i = 0; i < 5; i++) ids.unshift((await aNotification(person.id, { created_at: minutesAgo(10 - i) })).id)
    const away = await aNotification(person.id, { is_read: true, archived_at: minutesAgo(1), category: 'JOBS' })
    await aNotification((await come()).person.id)
    const first = await program.get(`${PATH}?limit=3`)
    expect(idsIn(first)).toEqual(ids.slice(0, 3))
    expect(idsIn(await program.get(`${PATH}?limit=3&cursor=${String(first.body.next)}`))).toEqual(ids.slice(3))
    expect(idsIn(await program.get(`${PATH}?shelf=archived&category=JOBS`))).toEqual([away.id])
    expect((await program.get(`${PATH}/${ids[0]}`)).body).toMatchObject({ id: ids[0], isRead: false, link: '/impersonations' })
  })

  it('is changed one thing at a time, and says how it is then', async () => {
    const { person, program } = await come()
    const { id } = await aNotification(person.id)
    const until = inAnHour()
    for (const [body, shown] of [
      [{ read: true }, { isRead: true }],
      [{ read: false }, { isRead: false }],
      [{ snoozedUntil: until }, { snoozedUntil: until }],
      [{ snoozedUntil: null }, { snoozedUntil: null }],
      [{ archived: true }, { archivedAt: expect.any(String), isRead: true }],
      [{ archived: false }, { archivedAt: null }],
    ])
      expect(await program.send('PATCH', `${PATH}/${id}`, body)).toMatchObject({ status: 200, body: { id, ...shown } })
    expect(await unreadOf(person.id)).toBe(0)
  })

  it('refuses two things at once, none, and a time that is over; nothing changes', async () => {
    const { person, program } = await come()
    const { id } = await aNotification(person.id)
    for (const [body, field] of [
      [{ read: true, archived: true }, 'body'],
      [{}, 'body'],
      [{ snoozedUntil: minutesAgo(1) }, 'snoozedUntil'],
    ] as const) {
      const said = await program.send('PATCH', `${PATH}/${id}`, body)
      expect(said).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT', errors: [{ field }] } })
    }
    expect(await standingOf(id)).toEqual({ is_read: false, archived: false, snoozed: false })
  })

  it('knows nothing of another’s', async () => {
    const { id } = await aNotification((await come()).person.id)
    for (const { path, come: others } of Object.values(WHOSE)) {
      const { program } = await others()
      expect((await program.get(`${path}/${id}`)).status).toBe(404)
      expect((await program.send('PATCH', `${path}/${id}`, { read: true })).status).toBe(404)
    }
    expect(await standingOf(id)).toMatchObject({ is_read: false })
  })

  it('is read as a whole, once, however often it is asked with one key', async () => {
    const { person, program } = await come()
    await aNotification(person.id)
    await aNotification(person.id, { category: 'JOBS' })
    const key = { 'Idempotency-Key': newId('key') }
    expect((await program.post(`${PATH}/read-all`, { category: 'JOBS' })).body).toEqual({ changed: 1 })
    const [first, second] = [await program.post(`${PATH}/read-all`, {}, key), await program.post(`${PATH}/read-all`, {}, key)]
    expect([first.body, second.body]).toEqual([{ changed: 1 }, { changed: 1 }])
    expect(await unreadOf(person.id)).toBe(0)
    expect((await program.post(`${PATH}/read-all`)).body).toEqual({ changed: 0 })
  })
})

describe.each(Object.entries(WHOSE))('the preferences of %s', (_, { path: PATH, come }) => {
  const wish = { category: 'JOBS', inApp: true, email: false, digestMinutes: 60 }

  it('are changed over the version that was seen; what is not named stays', async () => {
    const { program } = await come()
    const path = `${PATH}/preferences`
    expect((await program.get(path)).body).toMatchObject({ version: 0, quietFrom: null })
    const changed = await program.put(path, { version: 0, quietFrom: '22:00', quietTo: '07:00', categories: [wish] })
    expect(changed).toMatchObject({ status: 200, body: { version: 1, quietFrom: '22:00', quietTo: '07:00' } })
    expect((changed.body.categories as object[])[7]).toEqual({ ...wish, mandatory: false })
    expect((changed.body.categories as object[])[2]).toMatchObject({ category: 'SAFETY', mandatory: true, inApp: true, email: true })
    const late = await program.put(path, { version: 0, quietFrom: null, quietTo: null, categories: [] })
    expect(late).toMatchObject({ status: 409, body: { code: 'VERSION_CONFLICT', current: { version: 1, quietFrom: '22:00' } } })
    const again = await program.put(path, { version: 1, quietFrom: null, quietTo: null, categories: [] })
    expect(again.body).toMatchObject({ version: 2, quietFrom: null })
    expect((again.body.categories as object[])[7]).toEqual({ ...wish, mandatory: false })
  })

  it('cannot turn off what one must hear of', async () => {
    const { program } = await come()
    for (const categories of [[{ ...wish, category: 'SAFETY', inApp: false }], [wish, wish], [{ ...wish, digestMinutes: 7 }]])
      expect(await program.put(`${PATH}/preferences`, { version: 0, quietFrom: null, quietTo: null, categories })).toMatchObject({
        status: 422,
        body: { code: 'INVALID_INPUT' },
      })
    expect((await program.get(`${PATH}/preferences`)).body).toMatchObject({ version: 0 })
  })
})

describe('a tenant’s own user', () => {
  const { path, come } = WHOSE['a tenant’s own user']

  it('leaves what they do in the chain of their tenant, and their other pages are told', async () => {
    const { person, program } = await come()
    await program.put(`${path}/preferences`, { version: 0, quietFrom: null, quietTo: null, categories: [] })
    const { id } = await aNotification(person.id)
    await program.send('PATCH', `${path}/${id}`, { read: true })
    const [{ tenant_id }] = (await owner<{ tenant_id: string }>('select tenant_id from tenant_user where id = $1', [person.id])) as [
      { tenant_id: string },
    ]
    expect(await trailOf(`tenant:${tenant_id}`)).toMatchObject([
      { act: 'notification:prefer', operator_id: person.id, entity_ids: [person.id] },
      { act: 'notification:read', operator_id: person.id, operator_role: null, entity_ids: [id] },
    ])
    expect(await pushesOf(person.id)).toMatchObject([{ args: { to: person.id, change: 'read', ids: [id] } }])
    expect(await owner('select tenant_id from app.notification_inbox where user_id = $1', [person.id])).toEqual([{ tenant_id }])
  })

  it('is nobody here where the tenant has no active user of that name, whatever the product says', async () => {
    const { person, program } = await come()
    const stranger = new Program(await vouchedFor((await aTenant()).id as string, person.id))
    expect((await stranger.get(path)).status).toBe(401)
    await owner("update tenant_user set status = 'DEACTIVATED' where id = $1", [person.id])
    expect((await program.get(path)).status).toBe(401)
    expect((await program.post(`${path}/read-all`)).status).toBe(401)
  })

  it('opens nothing with a token of the staff, nor the staff’s inbox with theirs', async () => {
    const [staffs, theirs] = [await WHOSE['a member of staff'].come(), await come()]
    expect((await staffs.program.get(path)).status).toBe(401)
    expect((await theirs.program.get('/api/v1/notifications')).status).toBe(401)
  })

  it('costs the database one round trip a page', async () => {
    const { program } = await come()
    expect((await program.get(path)).headers.get('Server-Timing')).toContain('1 round trips')
  })
})

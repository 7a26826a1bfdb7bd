import { describe, expect, it } from 'vitest'
import { minutesAgo } from '#test/facts.ts'
import { inside, portalAs, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { aNotification, pushesOf, standingOf, unreadOf } from './facts.ts'

const titlesOn = (page: string) => [...page.matchAll(/name="open" value="(ntf_\w+)"/g)].map(([, id]) => id)
const bellOf = (page: string) => /id="bell-count"[^>]*>([\d+]+)</.exec(page)?.[1]
const marks = async (personId: string) =>
  (await trailOf(`operator:${personId}`)).filter(({ act }) => act.startsWith('notification:')).map(({ act, outcome }) => [act, outcome])

async function vera(count = 1) {
  const { person, browser } = await portalAs('vera')
  const ids: string[] = []
  for (let i = 0; i < count; i++) ids.push((await aNotification(person.id, { created_at: minutesAgo(count - i) })).id)
  return { person, browser, ids }
}

describe('the bell', () => {
  it('stands on every page with what is unread, at no cost of its own', async () => {
    const { browser } = await vera(3)
    for (const path of ['/', '/tenants', '/notifications']) {
      const response = await browser.get(path)
      expect([path, response.headers.get('Server-Timing')]).toEqual([path, expect.stringContaining('1 round trips')])
      expect([path, bellOf(await response.text())]).toEqual([path, '3'])
    }
  })

  it('stands there inside a tenant too, and is the operator’s own', async () => {
    const { person, browser } = await inside('vera')
    await aNotification(person.id)
    expect(bellOf(await (await browser.get('/workspace/cases')).text())).toBe('1')
  })

  it('says no more than that there are many', async () => {
    const { person, browser } = await portalAs('vera')
    for (let i = 0; i < 100; i++) await aNotification(person.id)
    expect(bellOf(await (await browser.get('/')).text())).toBe('99+')
  })

  it('opens the latest few, and without a script the inbox', async () => {
    const { browser, ids } = await vera(10)
    expect(await (await browser.get('/')).text()).toMatch(/<a class="icon-button bell" id="bell" href="\/notifications"/)
    const part = await (await browser.swap('/notifications/latest')).text()
    expect(titlesOn(part)).toEqual(ids.toReversed().slice(0, 8))
    expect(part).not.toContain('<html')
  })

  it('opens them over the inbox, too, where no element is called like another', async () => {
    const { browser } = await vera(3)
    const called = (html: string) => [...html.matchAll(/ id="(ntf_[^"]+)"/g)].map(([, id]) => id)
    const page = called(await (await browser.get('/notifications')).text())
    expect(page.length).toBeGreaterThan(0)
    const part = called(await (await browser.swap('/notifications/latest')).text())
    expect(part.filter((id) => page.includes(id))).toEqual([])
  })
})

describe('the inbox', () => {
  it('keeps each on its shelf, and its filters in the address', async () => {
    const { person, browser, ids } = await vera()
    const read = await aNotification(person.id, { is_read: true, category: 'JOBS' })
    const later = await aNotification(person.id, { snoozed_until: new Date(Date.now() + 3_600_000).toISOString() })
    const away = await aNotification(person.id, { is_read: true, archived_at: minutesAgo(5) })
    const on = async (query: string) => titlesOn(await (await browser.get(`/notifications${query}`)).text())
    expect((await on('')).toSorted()).toEqual([...ids, read.id].toSorted())
    expect(await on('?shelf=unread')).toEqual(ids)
    expect(await on('?shelf=snoozed')).toEqual([later.id])
    expect(await on('?shelf=archived')).toEqual([away.id])
    expect(await on('?category=JOBS')).toEqual([read.id])
    expect(await on('?shelf=unread&category=JOBS')).toEqual([])
    expect((await on('?shelf=nonsense')).length).toBe(2)
  })

  it('is read page by page, and costs the same for ten as for two hundred', async () => {
    const few = await vera(10)
    const many = await vera(0)
    const at = Date.now() - 3_600_000
    for (let i = 0; i < 120; i++) await aNotification(many.person.id, { created_at: new Date(at + i).toISOString() })
    const costOf = async (browser: typeof few.browser) =>
      (await browser.get('/notifications')).headers.get('Server-Timing')?.split('db;')[1]
    expect(await costOf(few.browser)).toBe(await costOf(many.browser))
    const seen: (string | undefined)[] = []
    for (let path: string | undefined = '/notifications'; path; ) {
      const page: string = await (await many.browser.get(path)).text()
      seen.push(...titlesOn(page))
      path = /id="pager-older" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    }
    expect([seen.length, new Set(seen).size]).toEqual([120, 120])
  })

  it('shows nobody else’s, not by its address either', async () => {
    const { ids } = await vera()
    const hugo = await portalAs('hugo')
    expect(titlesOn(await (await hugo.browser.get('/notifications')).text())).toEqual([])
    expect((await hugo.browser.get(`/notifications/${ids[0]}`)).status).toBe(404)
    expect((await hugo.browser.get(`/notifications/${newId('ntf')}`)).status).toBe(404)
  })
})

describe('marking', () => {
  it.each([
    ['read', { is_read: true, archived: false, snoozed: false }, 0],
    ['archive', { is_read: true, archived: true, snoozed: false }, 0],
    ['snooze-hour', { is_read: false, archived: false, snoozed: true }, 0],
    ['snooze-tomorrow', { is_read: false, archived: false, snoozed: true }, 0],
    ['snooze-monday', { is_read: false, archived: false, snoozed: true }, 0],
  ])('%s is done, counted, traced and told to other pages', async (mark, standing, unread) => {
    const { person, browser, ids } = await vera(2)
    const response = await browser.post('/notifications/mark?shelf=unread', { mark, [ids[0] ?? '']: 'yes', [ids[1] ?? '']: 'yes' })
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/notifications?shelf=unread&done=notifications-marked'])
    for (const id of ids) expect(await standingOf(id)).toEqual(standing)
    expect(await unreadOf(person.id)).toBe(unread)
    const act = mark.split('-')[0] ?? ''
    expect(await marks(person.id)).toEqual([[`notification:${act}`, 'done']])
    expect((await pushesOf(person.id)).map(({ args }) => args)).toEqual([{ to: person.id, change: act, ids: ids.toSorted() }])
  })

  it('is taken back', async () => {
    const { person, browser, ids } = await vera(1)
    const id = ids[0] ?? ''
    const press = (mark: string) => browser.post('/notifications/mark', { mark, [id]: 'yes' })
    for (const [mark, standing] of [
      ['read', { is_read: true, archived: false, snoozed: false }],
      ['unread', { is_read: false, archived: false, snoozed: false }],
      ['archive', { is_read: true, archived: true, snoozed: false }],
      ['unarchive', { is_read: true, archived: false, snoozed: false }],
      ['snooze-hour', { is_read: true, archived: false, snoozed: true }],
      ['unsnooze', { is_read: true, archived: false, snoozed: false }],
    ] as const) {
      expect([mark, (await press(mark)).status]).toEqual([mark, 303])
      expect([mark, await standingOf(id)]).toEqual([mark, standing])
    }
    expect(await unreadOf(person.id)).toBe(0)
  })

  it('of all on a page needs no script', async () => {
    const { person, browser, ids } = await vera(3)
    const every = /id="every"[^>]* value="([^"]+)"/.exec(await (await browser.get('/notifications')).text())?.[1] ?? ''
    expect(every.split(',').toSorted()).toEqual(ids.toSorted())
    expect((await browser.post('/notifications/mark', { mark: 'archive', every })).status).toBe(303)
    expect(await unreadOf(person.id)).toBe(0)
  })

  it('of all that is unread keeps to the category that is shown', async () => {
    const { person, browser } = await vera(2)
    const other = await aNotification(person.id, { category: 'JOBS' })
    await browser.post('/notifications/mark?category=PEOPLE', { mark: 'read-all' })
    expect([await unreadOf(person.id), (await standingOf(other.id))?.is_read]).toEqual([1, false])
    await browser.post('/notifications/mark', { mark: 'read-all' })
    expect(await unreadOf(person.id)).toBe(0)
  })

  it('happens on the way to what it is about', async () => {
    const { browser, ids } = await vera(1)
    const response = await browser.post('/notifications/mark', { open: ids[0] ?? '' })
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/impersonations'])
    expect(await standingOf(ids[0] ?? '')).toMatchObject({ is_read: true })
  })

  it('of what is not theirs is refused, and nothing changes', async () => {
    const { person, ids } = await vera(1)
    const hugo = await portalAs('hugo')
    const id = ids[0] ?? ''
    for (const fields of [{ mark: 'read', [id]: 'yes' }, { mark: 'archive', every: id }, { open: id }] as Record<string, string>[])
      expect((await hugo.browser.post('/notifications/mark', fields)).status).toBe(404)
    expect(await standingOf(id)).toEqual({ is_read: false, archived: false, snoozed: false })
    expect(await unreadOf(person.id)).toBe(1)
    expect(await marks(hugo.person.id)).toEqual([
      ['notification:read', 'not_found'],
      ['notification:archive', 'not_found'],
      ['notification:read', 'not_found'],
    ])
  })

  it.each([
    [{}, 'Choose what to do.'],
    [{ mark: 'burn' }, 'Choose what to do.'],
    [{ mark: 'read' }, 'Choose at least one notification.'],
    [{ mark: 'read', every: 'x' }, 'Reload the page.'],
    [{ mark: 'read', every: Array.from({ length: 201 }, () => newId('ntf')).join(',') }, 'At most 200 at once.'],
    [{ mark: 'read', user_id: 'ops_x' }, 'Not a field of this form: user_id.'],
    [{ open: 'x' }, 'Reload the page.'],
  ] as [Record<string, string>, string][])('that is no mark (%j) says so above the list', async (fields, message) => {
    const { person, browser, ids } = await vera(1)
    const response = await browser.post('/notifications/mark', fields)
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(message)
    expect(await standingOf(ids[0] ?? '')).toMatchObject({ is_read: false })
    expect(await marks(person.id)).toEqual([])
  })

  it('by two tabs at once counts once', async () => {
    const { person, browser, ids } = await vera(5)
    const fields = { mark: 'read', every: ids.join(',') }
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.post('/notifications/mark', fields)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 303))
    expect(await unreadOf(person.id)).toBe(0)
    expect(await pushesOf(person.id)).toHaveLength(1)
  })

  it('pressed twice is one act', async () => {
    const { person, browser, ids } = await vera(1)
    const fields = { mark: 'read', [ids[0] ?? '']: 'yes', key: newId('key') }
    const [first, second] = [await browser.post('/notifications/mark', fields), await browser.post('/notifications/mark', fields)]
    expect([first.status, second.status]).toEqual([303, 303])
    expect(await marks(person.id)).toEqual([['notification:read', 'done']])
    expect((await browser.post('/notifications/mark', { ...fields, mark: 'archive' })).status).toBe(422)
  })
})

import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { insert, minutesAgo } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { counting } from '#test/spent.ts'
import { hire, portalAs } from '#test/world.ts'
import { aPortalJob } from './facts.ts'

const idsIn = (page: string) => [...page.matchAll(/<tr role="row" id="(pjob_\w+)"/g)].map((match) => match[1])

describe('the portal’s jobs', () => {
  it('stand in the navigation of an administrator, and of nobody else', async () => {
    expect(await (await (await portalAs('ada')).browser.get('/account/sign-ins')).text()).toContain('href="/portal-jobs"')
    expect(await (await (await portalAs('lena')).browser.get('/account/sign-ins')).text()).not.toContain('href="/portal-jobs"')
    expect((await (await portalAs('lena')).browser.get('/portal-jobs')).status).toBe(403)
  })

  it('are listed with what they are for, where they are and what went wrong, narrowed by state and kind', async () => {
    const { browser } = await portalAs('ada')
    const to = newId('ops')
    const letter = await aPortalJob({
      kind: 'mail',
      args: JSON.stringify({ letter: 'role.changed', to, about: to }),
      last_error: 'MAIL_HTTP_422',
    })
    const sweep = await aPortalJob({ state: 'completed' })
    const shown = async (query: string) => (await browser.get(`/portal-jobs?${query}`)).text()

    const text = await shown('')
    expect(idsIn(text)).toEqual(expect.arrayContaining([letter, sweep]))
    expect(text).toContain('Your role in the portal was changed')
    expect(text).toContain('The mail provider answered 422')
    expect(idsIn(await shown('state=discarded'))).toContain(letter)
    expect(idsIn(await shown('state=discarded'))).not.toContain(sweep)
    expect(idsIn(await shown('kind=sweep'))).toContain(sweep)
    expect(idsIn(await shown('kind=sweep'))).not.toContain(letter)
    expect((await browser.get('/portal-jobs?state=nonsense')).status).toBe(200)
  })

  it('are counted as far as anybody would act on it', async () => {
    const { browser } = await portalAs('ada')
    const figure = async (state: string) =>
      new RegExp(`href="/portal-jobs\\?state=${state}"[^>]*>([^<]*<[^>]*>)*?([\\d,]+\\+?)<`)
        .exec(await (await browser.get('/portal-jobs')).text())
        ?.at(-1)
    const before = Number(await figure('discarded'))
    const some = await Promise.all([aPortalJob(), aPortalJob()])
    expect(await figure('discarded')).toBe(String(before + 2))
    expect(some).toHaveLength(2)

    await owner(`insert into app.job (id, kind, max_attempts, state, finished_at, created_at)
      select 'pjob_counted' || n, 'sweep', 3, 'discarded', now(), '2000-01-01' from generate_series(1, 1001) as n`)
    expect(await figure('discarded')).toBe('1,000+')
    await owner("delete from app.job where created_at = '2000-01-01'")
  })

  it('are read page by page', async () => {
    const { browser } = await portalAs('ada')
    // In the year 2100 nobody else's jobs stand between.
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, n) => aPortalJob({ created_at: new Date(Date.UTC(2100, 0, 1, 0, n % 7)).toISOString() })),
    )
    const first = await (await browser.get('/portal-jobs')).text()
    const older = /id="pager-older" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = idsIn(await (await browser.get(older)).text())
    expect(idsIn(first)).toHaveLength(50)
    expect(new Set([...idsIn(first), ...second.slice(0, 10)])).toEqual(new Set(all))
    await owner("delete from app.job where created_at > '2099-01-01'")
  })

  it('cost one round trip', async () => {
    const { database, costOf } = counting()
    const { browser } = await portalAs('ada', { database })
    expect(await costOf(() => browser.get('/portal-jobs'))).toEqual({ status: 200, roundTrips: 1, statements: 4 })
    const id = await aPortalJob()
    expect(await costOf(() => browser.get(`/portal-jobs/${id}`))).toEqual({ status: 200, roundTrips: 1, statements: 2 })
  })

  it('warn when events wait for longer than five minutes', async () => {
    const { browser } = await portalAs('ada')
    const eventId = newId('key')
    await insert('app.outbox', {
      event_id: eventId,
      entity: 'ticket',
      entity_id: newId('tic'),
      seq: 1,
      kind: 'ticket.opened',
      at: minutesAgo(6),
    })
    expect(await (await browser.get('/portal-jobs')).text()).toContain('id="late-events"')
    await owner('delete from app.outbox where event_id = $1', [eventId])
  })
})

describe('one job', () => {
  it('shows all that is known of it: arguments as ids, its event, and its history once somebody had a hand in it', async () => {
    const { browser } = await portalAs('ada')
    const [imp, to, eventId] = [newId('imp'), newId('ops'), newId('key')]
    await insert('app.outbox', {
      event_id: eventId,
      entity: 'impersonation',
      entity_id: imp,
      seq: 1,
      kind: 'session.killed',
      delivered_at: minutesAgo(1),
    })
    const id = await aPortalJob({
      kind: 'mail',
      args: JSON.stringify({ letter: 'session.killed', to, about: imp }),
      dedup: `${eventId}:session.killed:${to}`,
      last_error: 'READER_GONE',
    })
    const read = async () => (await browser.get(`/portal-jobs/${id}`)).text()

    const text = await read()
    expect(text).toContain(`href="/impersonations/${imp}"`)
    expect(text).toContain('session.killed of')
    expect(text).toContain('Its reader does not work here any more (READER_GONE).')
    expect(text).not.toContain(`/audit/records/${id}`)
    await browser.post(`/portal-jobs/${id}/replay`)
    expect(await read()).toContain(`/audit/records/${id}`)
    await browser.post(`/portal-jobs/${id}/cancel`)
    expect((await browser.get(`/audit/records/${id}`)).status).toBe(200)
  })

  it('is not there when it is not there, and not for Lena', async () => {
    expect((await (await portalAs('ada')).browser.get(`/portal-jobs/${newId('pjob')}`)).status).toBe(404)
    const id = await aPortalJob()
    expect((await (await portalAs('lena')).browser.get(`/portal-jobs/${id}`)).status).toBe(403)
  })
})

describe('kept letters', () => {
  it('are shown, the newest first, as text', async () => {
    const { browser } = await portalAs('vera')
    const hugo = await hire('hugo')
    const keep = (key: string, letter: string) =>
      insert('app.kept_mail', {
        key,
        operator_id: hugo.id,
        address: 'hugo@vendor.example',
        subject: key,
        letter,
        at: new Date().toISOString(),
      })
    const [first, second] = [newId('pjob'), newId('pjob')]
    await keep(first, 'A sentence.\n\nhttps://portal.example/impersonations/imp_1\n')
    await keep(second, '<b>Not bold.</b>')
    const text = await (await browser.get('/dev/mail')).text()
    expect(text.indexOf(second)).toBeLessThan(text.indexOf(first))
    expect(text).toContain('<a href="/impersonations/imp_1">https://portal.example/impersonations/imp_1</a>')
    expect(text).toContain('&lt;b&gt;Not bold.')
    expect((await browser.get('/dev/mail')).status).toBe(200)
  })

  it('say to whom of the staff they went, and of a customer’s only that it was one', async () => {
    const { browser } = await portalAs('ada')
    const hugo = await hire('hugo')
    const keep = async (operatorId: string | null) => {
      const key = newId('pjob')
      await insert('app.kept_mail', {
        key,
        operator_id: operatorId,
        address: `${key}@somewhere.example`,
        subject: 'Our staff entered your data',
        letter: 'A sentence.',
        at: new Date().toISOString(),
      })
      return key
    }
    const [toStaff, toCustomer] = [await keep(hugo.id), await keep(null)]
    const text = await (await browser.get('/dev/mail')).text()
    expect(text).toContain(`${toStaff}@somewhere.example`)
    expect(text).toContain(`id="${toCustomer}"`)
    expect(text).not.toContain(`${toCustomer}@somewhere.example`)
  })
})

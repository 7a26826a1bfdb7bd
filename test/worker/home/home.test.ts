import { describe, expect, it } from 'vitest'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'

const cardsOn = (page: string) => [...page.matchAll(/id="home-(\w+)"/g)].map(([, kind]) => kind)
const keptOf = (id: string) => owner('select kind, width from app.home_card where operator_id = $1 order by position', [id])

describe('home', () => {
  it('shows Vera her work in one round trip and one statement, the most urgent ticket first', async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    await aTicket(tenant.id, person.id, { subject: 'Somebody waits', priority: 'LOW' })
    await aTicket(tenant.id, person.id, { subject: 'Everybody waits', priority: 'URGENT' })
    const response = await browser.get('/')
    const page = await response.text()
    expect(response.headers.get('Server-Timing')).toContain('1 round trips, 1 statements')
    expect(cardsOn(page)).toEqual(['my_session', 'unread', 'recent_sessions', 'my_tickets'])
    expect(page.indexOf('Everybody waits')).toBeLessThan(page.indexOf('Somebody waits'))
    expect(page).toContain('You are in no tenant')
  })

  it.each(['ada', 'imke', 'hugo', 'lena', 'rosa', 'tara'] as const)(
    'costs %s one statement too, however many cards stand there',
    async (name) => {
      const response = await (await portalAs(name)).browser.get('/')
      expect(response.status).toBe(200)
      expect(response.headers.get('Server-Timing')).toContain('1 round trips, 1 statements')
    },
  )

  it('says where tickets come from to somebody who has none', async () => {
    const page = await (await (await portalAs('vera')).browser.get('/')).text()
    expect(page).toContain('No open tickets')
  })

  it('leads back into the tenant one is inside of', async () => {
    const { browser, tenant } = await inside('vera')
    expect(await (await browser.get('/')).text()).toContain(`Continue in ${tenant.name}`)
  })
})

describe('a card', () => {
  it('comes alone when it refreshes, and that is no human act', async () => {
    const { browser, sessionId } = await inside('vera')
    await owner("update app.impersonation_activity set last_act_at = now() - interval '5 minutes' where session_id = $1", [sessionId])
    const response = await browser.swap('/home/cards/my_tickets?width=full')
    expect(response.status).toBe(200)
    const part = await response.text()
    expect(cardsOn(part)).toEqual(['my_tickets'])
    expect(part).toContain('home-card-full')
    const [activity] = await owner<{ rests: boolean }>(
      "select last_act_at < now() - interval '4 minutes' as rests from app.impersonation_activity where session_id = $1",
      [sessionId],
    )
    expect(activity?.rests).toBe(true)
  })

  it('that asks nothing itself knows where one is, and whether one is still signed in', async () => {
    const { browser, tenant, person } = await inside('vera')
    expect(await (await browser.swap('/home/cards/my_session')).text()).toContain(`Continue in ${tenant.name}`)
    await owner('update app.login_session set revoked_at = now() where operator_id = $1', [person.id])
    expect((await browser.swap('/home/cards/my_session')).status).toBe(401)
  })

  it('is not there for whoever may not have it, nor one that does not exist', async () => {
    const { browser } = await portalAs('vera')
    for (const kind of ['portal_jobs', 'open_sessions', 'held_operators', 'nonsense']) {
      expect((await browser.swap(`/home/cards/${kind}`)).status).toBe(404)
    }
  })
})

describe('arranging one’s home', () => {
  it('moves, widens, adds and removes cards, keeps them, and leaves a trace', async () => {
    const { person, browser } = await portalAs('hugo')
    expect((await browser.post('/home/arrange', { wish: 'earlier', kind: 'my_tickets' })).status).toBe(303)
    await browser.post('/home/arrange', { wish: 'remove', kind: 'tenant_errors' })
    await browser.post('/home/arrange', { wish: 'full', kind: 'tenant_jobs' })
    expect(await keptOf(person.id)).toEqual([
      { kind: 'my_session', width: 'half' },
      { kind: 'unread', width: 'half' },
      { kind: 'my_tickets', width: 'full' },
      { kind: 'recent_sessions', width: 'half' },
      { kind: 'tenant_jobs', width: 'full' },
    ])
    expect(cardsOn(await (await browser.get('/')).text())).toEqual(['my_session', 'unread', 'my_tickets', 'recent_sessions', 'tenant_jobs'])
    expect(cardsOn(await (await (await portalAs('hugo')).browser.get('/')).text())).toContain('tenant_errors')
    expect((await trailOf(`operator:${person.id}`)).filter(({ act }) => act === 'home:arrange')).toHaveLength(3)
  })

  it('goes back to the usual cards', async () => {
    const { person, browser } = await portalAs('hugo')
    await browser.post('/home/arrange', { wish: 'remove', kind: 'my_session' })
    await browser.post('/home/arrange', { wish: 'reset' })
    expect(await keptOf(person.id)).toEqual([])
    expect(cardsOn(await (await browser.get('/')).text())).toContain('my_session')
  })

  it('refuses a card one may not have, and changes nothing', async () => {
    const { person, browser } = await portalAs('vera')
    expect((await browser.post('/home/arrange', { wish: 'add', kind: 'portal_jobs' })).status).toBe(404)
    expect(await keptOf(person.id)).toEqual([])
  })

  it('is one act when the same press comes twice', async () => {
    const { person, browser } = await portalAs('hugo')
    const key = newId('key')
    for (const _ of [1, 2]) {
      expect((await browser.post('/home/arrange', { wish: 'later', kind: 'my_session', key })).status).toBe(303)
    }
    expect((await trailOf(`operator:${person.id}`)).filter(({ act }) => act === 'home:arrange')).toHaveLength(1)
    expect((await keptOf(person.id))[1]).toMatchObject({ kind: 'my_session' })
  })

  it('takes turns where two tabs press at once', async () => {
    const { person, browser } = await portalAs('hugo')
    const wishes = ['my_session', 'recent_sessions', 'tenant_jobs', 'tenant_errors', 'my_tickets'] as const
    const answers = await Promise.all(wishes.map((kind) => browser.post('/home/arrange', { wish: 'full', kind })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303])
    expect(await keptOf(person.id)).toHaveLength(6)
  })

  it('shows every card with its buttons, and says whose they are', async () => {
    const page = await (await (await portalAs('imke')).browser.get('/home/arrange')).text()
    expect(page).toContain('Remove<span class="unseen">: My open tickets</span>')
    expect(page).toContain('More cards')
  })
})

import { describe, expect, it } from 'vitest'
import { Browser } from '#test/driver.ts'
import { aCase, aTenant, aTicket, aUser } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portal, portalAs, startFields, trailOf } from '#test/world.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</title><script>alert(1)</script>',
  '{{constructor.constructor("alert(1)")()}}<marquee>',
  'javascript:alert(1)//<blink>',
]
const LIVE = /<script>alert|<img src=x|<svg\/onload|<marquee>|<blink>|href="javascript:/i

describe('words that somebody put into an address', () => {
  const places = [
    (text: string) => `/tenants?q=${text}`,
    (text: string) => `/tenants/${text}`,
    (text: string) => `/nothing/${text}?${text}=${text}`,
    (text: string) => `/?done=${text}`,
    (text: string) => `/impersonations/${text}`,
    (text: string) => `/impersonations?older=${text}`,
    (text: string) => `/sign-in?to=/${text}`,
    (text: string) => `/sign-in?out=${text}`,
    (text: string) => `/workspace/cases?status=${text}&number=${text}&older=${text}&severity=${text}`,
    (text: string) => `/workspace/users?role=${text}&newer=${text}`,
    (text: string) => `/workspace/reports/${text}`,
  ]

  it('never become part of a page', async () => {
    const { browser } = await inside('vera')
    for (const place of places) {
      for (const text of HOSTILE) {
        const response = await browser.get(place(encodeURIComponent(text)))
        expect([place('…'), response.status < 500]).toEqual([place('…'), true])
        expect([place('…'), LIVE.exec(await response.text())]).toEqual([place('…'), null])
      }
    }
  })

  it('never become part of a header', async () => {
    const { browser } = await portalAs('vera')
    for (const text of ['x\r\nSet-Cookie: a=b', 'x\nLocation: https://evil.example']) {
      for (const path of ['/tenants/', '/nothing/', '/sign-in?to=/', '/sign-in/start?to=/', '/tenants?q=']) {
        const response = await browser.get(path + encodeURIComponent(text))
        expect(JSON.stringify(response.headers.getSetCookie())).not.toContain('a=b')
        expect(response.headers.get('Location') ?? '').not.toMatch(/^https:\/\/evil/)
      }
    }
  })

  it('never reach somebody who is signed out either', async () => {
    for (const text of HOSTILE) {
      for (const path of ['/sign-in?to=/', '/nothing/', '/tenants?q=']) {
        expect(LIVE.exec(await (await new Browser(portal()).get(path + encodeURIComponent(text))).text())).toBeNull()
      }
    }
  })
})

describe('words that somebody stored', () => {
  it('are shown as words: names, titles, reasons, user agents', async () => {
    const { browser, tenant, person } = await inside('imke', { tenant: { name: `Acme ${HOSTILE[0]}` } })
    const user = await aUser(tenant.id, { name: HOSTILE[1], org_unit: HOSTILE[2] })
    const found = await aCase(tenant.id, { title: HOSTILE[1], assignee_id: user.id })
    await aTicket(tenant.id, person.id, { subject: HOSTILE[3], requester_name: HOSTILE[1] })
    await owner('update app.login_session set user_agent = $2 where operator_id = $1', [person.id, HOSTILE[0]])
    const paths = [
      '/',
      `/tenants/${tenant.id}`,
      '/workspace/cases',
      `/workspace/cases/${found.id}`,
      '/workspace/users',
      `/workspace/users/${user.id}`,
    ]
    for (const path of [...paths, '/account/sign-ins', '/impersonations', '/tenants?q=Acme', `/tenants/${tenant.id}/enter`]) {
      const response = await browser.get(path)
      expect([path, response.status]).toEqual([path, 200])
      expect([path, LIVE.exec(await response.text())]).toEqual([path, null])
    }
  })
})

describe('words that somebody typed', () => {
  it('come back into their field as words when the form has errors', async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    for (const text of HOSTILE) {
      const response = await browser.post(
        '/impersonations',
        startFields(tenant.id, ticket.id, { reason: text.slice(0, 15), minutes: text, category: text }),
      )
      expect(response.status).toBe(422)
      expect(LIVE.exec(await response.text())).toBeNull()
    }
  })

  it('forge no second line in the trail, and turn no sentence around', async () => {
    const reason = 'The customer asked us\r\nADMIN  done  nothing to see here\u202e\u2066 backwards'
    const { tenant } = await inside('vera', { start: { reason } })
    const [row] = await trailOf(`tenant:${tenant.id}`)
    expect(row?.reason).toBe('The customer asked us ADMIN done nothing to see here backwards')
  })

  it('of a header are cut, not believed', async () => {
    const { person, browser } = await portalAs('vera')
    await browser.get('/nothing', { 'X-Request-Id': 'req_mine', 'X-Forwarded-For': '198.51.100.1', 'CF-Ray': 'x' })
    await browser.get('/workspace/cases')
    const rows = await trailOf(`operator:${person.id}`)
    expect(rows.at(-1)).toMatchObject({ ip: '203.0.113.7', request_id: expect.stringMatching(/^req_[0-9A-Z]{20}$/) })
  })
})

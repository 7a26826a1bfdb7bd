import { describe, expect, it } from 'vitest'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs, startFields } from '#test/world.ts'

async function atTheStart() {
  const { person, browser } = await portalAs('vera')
  const tenant = await aTenant()
  const ticket = await aTicket(tenant.id, person.id)
  const send = (more: Record<string, string>) => browser.post('/impersonations', startFields(tenant.id, ticket.id, more))
  const sessions = () => owner('select 1 from app.impersonation_session where operator_id = $1', [person.id])
  return { person, browser, tenant, ticket, send, sessions }
}

describe('a form', () => {
  it.each(['', 'short', 'x'.repeat(81), 'key with spaces in it', '<script>alert(1)</script>', "'; drop table app.answer; --"])(
    'without a proper key (%j) is told which field is missing, and nothing happens',
    async (key) => {
      const { send, sessions } = await atTheStart()
      const response = await send({ key })
      expect(response.status).toBe(422)
      const page = await response.text()
      expect(page).toContain('The field key is missing')
      expect(page).not.toContain('drop table')
      expect(await sessions()).toEqual([])
    },
  )

  it.each([
    ['operatorId', 'ops_of_somebody_else'],
    ['operator_id', 'ops_of_somebody_else'],
    ['mode', 'READ_WRITE_PLEASE'],
    ['expiresAt', '2099-12-31T23:59:59Z'],
    ['loginKey', 'a-key-that-was-guessed'],
    ['constructor', 'polluted-value'],
    ['__proto__', 'polluted-value'],
  ])('with a field that nobody asked for (%s) is refused by its name, and its value is not repeated', async (name, value) => {
    const { send, sessions } = await atTheStart()
    const response = await send({ [name]: value, ...JSON.parse(`{"${name}":"${value}"}`) })
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain(`Not a field of this form: ${name}.`)
    expect(page).not.toContain(value)
    expect(await sessions()).toEqual([])
  })

  it('repeats no strange name either', async () => {
    const { send } = await atTheStart()
    const page = await (await send({ '<img src=x onerror=alert(1)>': 'y' })).text()
    expect(page).not.toContain('<img')
    expect(page).toContain('imgsrcxonerroralert1')
  })

  it('names the field that is wrong and leaves the value where it was typed, nowhere else', async () => {
    const { send, sessions } = await atTheStart()
    const response = await send({ minutes: '31', category: 'SOMETHING_ELSE', reason: 'too short' })
    const page = await response.text()
    expect(response.status).toBe(422)
    for (const field of ['minutes', 'category', 'reason']) expect(page).toContain(`href="#${field}`)
    expect(page).not.toContain('SOMETHING_ELSE')
    expect(await sessions()).toEqual([])
  })

  it('takes no file for a text', async () => {
    const { browser, sessions } = await atTheStart()
    const { csrf } = await fieldsOf(browser)
    const body = new FormData()
    body.set('csrf', csrf)
    body.set('key', 'key_00000000000000000001')
    body.set('reason', new File(['words of a file'], 'reason.txt'))
    const response = await browser.send('/impersonations', { method: 'POST', body, headers: { Origin: 'https://portal.example' } })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('The field reason is not text.')
    expect(await sessions()).toEqual([])
  })
})

const fieldsOf = async (browser: { get(path: string): Promise<Response> }) => {
  const page = await (await browser.get('/')).text()
  return { csrf: /name="csrf" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? '' }
}

describe('more than a form can hold', () => {
  it.each([
    ['said beforehand', 64 * 1024 + 1],
    ['a megabyte', 1024 * 1024],
  ])('is not read: %s', async (_, size) => {
    const { send, sessions } = await atTheStart()
    const response = await send({ reason: 'x'.repeat(size) })
    expect(response.status).toBe(413)
    expect((await response.text()).length).toBeLessThan(30_000)
    expect(await sessions()).toEqual([])
  })

  it('is noticed while it comes in, when nobody said how much it would be', async () => {
    const { browser } = await inside('vera')
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 16_384
        if (sent > 8 * 1024 * 1024) controller.close()
        else controller.enqueue(new TextEncoder().encode('x'.repeat(16_384)))
      },
    })
    const headers = { Origin: 'https://portal.example', 'Content-Type': 'application/x-www-form-urlencoded' }
    const response = await browser.send('/impersonations', { method: 'POST', body: endless, headers, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(1024 * 1024)
  })

  it('is a form that is just small enough', async () => {
    const { send } = await atTheStart()
    expect((await send({ reason: 'x'.repeat(60 * 1024) })).status).toBe(422)
  })
})

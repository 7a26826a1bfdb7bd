import { describe, expect, it } from 'vitest'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner, settings } from '#test/owner.ts'
import { portalAs, signedIn, trailOf } from '#test/world.ts'
import { csrfOf } from '#worker/http/csrf.ts'
import { newId } from '#worker/rules/ids.ts'
import { tokenOf } from './token.ts'

/** Vera at a ticket that she could take, and what became of it. */
async function atATicket() {
  const { person, browser } = await portalAs('vera')
  const tenant = await aTenant()
  const ticket = await aTicket(tenant.id, null)
  const path = `/tickets/${ticket.id}/take`
  const untouched = async () => {
    const [row] = await owner<{ assignee_id: string | null }>('select assignee_id from ticket where id = $1', [ticket.id])
    const acts = [...(await trailOf(`tenant:${tenant.id}`)), ...(await trailOf(`operator:${person.id}`))].map(({ act }) => act)
    return row?.assignee_id === null && !acts.includes('ticket:take')
  }
  return { person, browser, tenant, ticket, path, untouched }
}

describe('a form from our own page', () => {
  it('passes: Vera takes the ticket', async () => {
    const { browser, path, untouched } = await atATicket()
    expect((await browser.post(path)).status).toBe(303)
    expect(await untouched()).toBe(false)
  })
})

describe('a request that another site makes in Vera’s name', () => {
  it.each([
    ['https://evil.example'],
    ['https://portal.example.evil.example'],
    ['https://sub.portal.example'],
    ['http://portal.example'],
    ['https://portal.example:8443'],
    ['https://portal.example/'],
    ['null'],
    [''],
  ])('changes nothing with the Origin %j, although it knows the token', async (Origin) => {
    const { browser, path, untouched } = await atATicket()
    const response = await browser.post(path, {}, { Origin })
    expect(response.status).toBe(403)
    expect(await untouched()).toBe(true)
  })

  it('changes nothing without an Origin, whatever the Referer and the fetch headers say', async () => {
    const { browser, path, untouched } = await atATicket()
    const body = new URLSearchParams({ csrf: await tokenOf(browser), key: newId('key') })
    const headers = { Referer: 'https://portal.example/', 'Sec-Fetch-Site': 'same-origin' }
    expect((await browser.send(path, { method: 'POST', body, headers })).status).toBe(403)
    expect(await untouched()).toBe(true)
  })

  it.each([
    ['no token', ''],
    ['another token', 'f'.repeat(64)],
    ['the beginning of the token', 'HALF'],
    ['the token and more', 'MORE'],
    ['a token of a sign-in without key', 'EMPTY'],
  ])('changes nothing with %s', async (_, token) => {
    const { browser, path, untouched } = await atATicket()
    const real = await tokenOf(browser)
    const made: Record<string, string> = { HALF: real.slice(0, 32), MORE: `${real}0`, EMPTY: await csrfOf(settings.sessionKey, '') }
    const response = await browser.post(path, { csrf: made[token] ?? token })
    expect(response.status).toBe(403)
    expect(await untouched()).toBe(true)
  })

  it('changes nothing with the token of another sign-in, be it her own of yesterday', async () => {
    const { person, browser, path, untouched } = await atATicket()
    const hugo = await portalAs('hugo')
    const yesterday = await signedIn(person)
    for (const other of [hugo.browser, yesterday]) {
      expect((await browser.post(path, { csrf: await tokenOf(other) })).status).toBe(403)
    }
    expect(await untouched()).toBe(true)
  })

  it.each([
    ['JSON', 'application/json', '{"csrf":"x","key":"key_00000000000000000000"}'],
    ['plain text', 'text/plain', 'csrf=x'],
    ['nothing', '', ''],
  ])('changes nothing as %s', async (_, type, body) => {
    const { browser, path, untouched } = await atATicket()
    const headers = { Origin: 'https://portal.example', ...(type === '' ? {} : { 'Content-Type': type }) }
    expect((await browser.send(path, { method: 'POST', body, headers })).status).toBe(403)
    expect(await untouched()).toBe(true)
  })

  it('changes nothing with the token in the address or in a header', async () => {
    const { browser, path, untouched } = await atATicket()
    const token = await tokenOf(browser)
    const headers = { Origin: 'https://portal.example', 'X-CSRF-Token': token, csrf: token }
    const body = new URLSearchParams({ key: newId('key') })
    expect((await browser.send(`${path}?csrf=${token}`, { method: 'POST', body, headers })).status).toBe(403)
    expect(await untouched()).toBe(true)
  })

  it.each(['PUT', 'PATCH', 'DELETE'])('is refused before anybody looks what it wants: %s', async (method) => {
    const { browser, path, untouched } = await atATicket()
    expect((await browser.send(path, { method, headers: { Origin: 'https://evil.example' } })).status).toBe(403)
    expect(await untouched()).toBe(true)
  })

  it('is never done by following a link', async () => {
    const { browser, path, untouched } = await atATicket()
    expect((await browser.get(`${path}?csrf=${await tokenOf(browser)}&key=${newId('key')}`)).status).toBe(404)
    expect(await untouched()).toBe(true)
  })
})

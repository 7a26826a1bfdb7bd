import { describe, expect, it } from 'vitest'
import type { Browser } from '#test/driver.ts'
import { aCase } from '#test/facts.ts'
import { newId } from '#worker/rules/ids.ts'
import { hire, inside, portalAs, REASON, signedIn, trailOf } from '#test/world.ts'
import { approved, begin, sessionOf } from '../impersonation/asked.ts'

/** The timeline of a page as it is read: no tags, one space between words. */
async function factsOf(browser: Browser, path: string): Promise<string> {
  const page = await (await browser.get(path)).text()
  const start = page.indexOf('<ol class="timeline"')
  return page
    .slice(start, page.indexOf('</ol>', start))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

describe('the timeline of a session', () => {
  it('tells its operator what was seen from start to end, and its closing note', async () => {
    const { browser, tenant, sessionId } = await inside('vera')
    const file = await aCase(tenant.id)
    await browser.get(`/workspace/cases/${file.id}`)
    await browser.post(`/impersonations/${sessionId}/end`)
    expect((await browser.post(`/impersonations/${sessionId}/note`, { note: 'Explained the filter to the customer.' })).status).toBe(303)

    const text = await (await browser.get(`/impersonations/${sessionId}`)).text()
    const places = ['Entered the tenant.', 'Read a case', file.id, 'Left the tenant.', 'Explained the filter to the customer.'].map(
      (words) => text.indexOf(words),
    )
    expect(places.every((place) => place > 0)).toBe(true)
  })

  it.each([
    ['lena', 'hugo', 200, 'a support lead reads everybody’s'],
    ['ada', 'hugo', 200, 'an administrator reads everybody’s'],
    ['rosa', 'paul', 200, 'a lead reads those of her role'],
    ['rosa', 'hugo', 404, 'a lead of another role reads none of support'],
    ['vera', 'hugo', 404, 'a colleague reads none'],
    ['omar', 'hugo', 404, 'client success reads none'],
  ] as const)('%s asking for the session of %s gets %i: %s', async (reader, operator, status, _why) => {
    const { sessionId } = await inside(operator)
    const browser = await signedIn(await hire(reader))
    expect((await browser.get(`/impersonations/${sessionId}`)).status).toBe(status)
    const list = await (await browser.get('/impersonations')).text()
    expect(list.includes(sessionId)).toBe(status === 200)
  })

  it('records who read it, and who tried', async () => {
    const { sessionId } = await inside('hugo')
    const [lena, paul] = [await hire('lena'), await hire('paul')]
    await (await signedIn(lena)).get(`/impersonations/${sessionId}`)
    await (await signedIn(paul)).get(`/impersonations/${sessionId}`)
    expect((await trailOf(`operator:${lena.id}`)).at(-1)).toMatchObject({ act: 'trail:read', outcome: 'read', entity_ids: [sessionId] })
    expect((await trailOf(`operator:${paul.id}`)).at(-1)).toMatchObject({
      act: 'trail:read',
      outcome: 'not_found',
      entity_ids: [sessionId],
    })
  })

  it('names people, not their keys: who approved it, who ended it, and whose request that was', async () => {
    const asking = await approved()
    await begin(asking)
    const session = await sessionOf(asking.person.id)
    const lena = await portalAs('lena')
    await lena.browser.post(`/impersonations/${session?.id}/kill`, { reason: REASON })

    const facts = await factsOf(lena.browser, `/impersonations/${session?.id}`)
    expect(facts).toContain(`Approved by ${asking.ada.person.name}`)
    expect(facts).toContain(`By ${lena.person.name}`)
    expect(facts).not.toContain('ops_')
    const history = await factsOf(lena.browser, `/audit/records/${asking.id}`)
    expect(history).toContain(`Operator ${asking.person.name}`)
    expect(history).not.toContain('ops_')
  })

  it('answers a note by somebody else like one about no session at all', async () => {
    const { sessionId } = await inside('hugo')
    const browser = await signedIn(await hire('vera'))
    const note = { note: 'I was never in there, but I write this.' }
    expect((await browser.post(`/impersonations/${sessionId}/note`, note)).status).toBe(404)
    expect((await browser.post(`/impersonations/${newId('imp')}/note`, note)).status).toBe(404)
  })

  it('wants a note that says something, and keeps what was typed', async () => {
    const { browser, sessionId } = await inside('vera')
    await browser.post(`/impersonations/${sessionId}/end`)
    const response = await browser.post(`/impersonations/${sessionId}/note`, { note: 'done' })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('href="#note"')
  })
})

import { describe, expect, it } from 'vitest'
import { type Page, page, PAUSES, staffClaims } from '#test/durable-objects/sockets.ts'
import { aCase } from '#test/facts.ts'
import { writing } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { placeOf } from '#worker/tenant/rules/news.ts'

const WHY = 'The customer asked us to, on the phone.'
const changes = ({ frames }: Page) => frames.filter((frame) => frame.includes('Somebody has changed this'))
const targets = (client: Page) => changes(client).map((frame) => /hx-target="#([^"]+)"/.exec(frame)?.[1])

/** Somebody changed a case while the page that shows it was on its way to its room. */
async function aChangedCase() {
  const { browser, tenant } = await writing('imke')
  const { id } = await aCase(tenant.id)
  const shown = /id="(was-[^"]+)"/.exec(await (await browser.get(`/workspace/cases/${id}`)).text())?.[1] ?? ''
  await browser.post(`/workspace/cases/${id}/status`, { version: '1', status: 'IN_PROGRESS', reason: WHY })
  const inside = { tenantId: tenant.id, sessionId: newId('imp') }
  return { id, shown, inside }
}

describe.each(Object.entries(PAUSES))('a page that shows a record, the room %s', (_, pause) => {
  it('is told what it missed before it sat down, once it says what it shows', async () => {
    const { id, shown, inside } = await aChangedCase()
    expect(shown).toBe(placeOf({ record: id, version: 1 }))
    const claims = staffClaims({ inside })
    const late = await page(claims)
    await pause(claims)
    // As it is now: nothing is said of that, and the answer to what follows is the first.
    late.send(`!seen ${placeOf({ record: id, version: 2 })}`)
    late.send(`!seen ${shown}`)
    await late.until((client) => changes(client).length > 0)
    expect(targets(late)).toEqual([shown])
    expect(late.place).toMatch(/^\w+\.\d+$/)
  })

  it('hears nothing of another tenant’s record, nor outside of it, nor of what is none', async () => {
    const { shown, inside } = await aChangedCase()
    const elsewhere = await aChangedCase()
    const outside = staffClaims()
    const stranger = await page(outside)
    stranger.send(`!seen ${shown}`)
    const claims = staffClaims({ inside: elsewhere.inside })
    const client = await page(claims)
    await pause(claims)
    for (const said of [shown, 'was-case_x-1', 'was-', placeOf({ record: newId('case'), version: 1 }), elsewhere.shown])
      client.send(`!seen ${said}`)
    await client.until((each) => changes(each).length > 0)
    expect(targets(client)).toEqual([elsewhere.shown])
    expect([changes(stranger), stranger.closed]).toEqual([[], null])
    expect(inside.tenantId).not.toBe(elsewhere.inside.tenantId)
  })
})

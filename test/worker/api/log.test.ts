import { describe, expect, it } from 'vitest'
import { aCase, aReport, aTicket, aUser } from '#test/facts.ts'
import { inside, portal, portalAs, startFields } from '#test/world.ts'
import { doors } from '#worker/doors.ts'
import type { RequestLine } from '#worker/http/log.ts'
import { actorFor, Program, programOf } from './program.ts'

/** A portal whose lines a test reads, as they would be written. */
function overheard() {
  const lines: RequestLine[] = []
  return { lines, text: () => lines.map((line) => JSON.stringify(line)).join('\n'), log: (line: RequestLine) => void lines.push(line) }
}

describe('the log', () => {
  it('has one line per request: which door, how it went, what it cost and who it was', async () => {
    const { lines, log } = overheard()
    const { person, browser } = await portalAs('vera', { log })
    const response = await browser.get('/tenants?q=Zelda')
    expect(lines).toEqual([
      {
        level: 'info',
        requestId: response.headers.get('X-Request-Id'),
        method: 'GET',
        door: 'GET /tenants',
        status: 200,
        ms: expect.any(Number),
        roundTrips: 1,
        statements: 1,
        operatorId: person.id,
      },
    ])
  })

  it('names nobody whom the database did not confirm', async () => {
    const { lines, log } = overheard()
    const program = new Program('made.up.token', portal({ log }))
    await program.get('/api/v1/tenants?q=Zelda')
    await program.raw('GET', '/Zelda/Quist')
    await program.raw('PROPFIND', '/tenants')
    expect(lines.map(({ method, door, status, operatorId }) => [method, door, status, operatorId])).toEqual([
      ['GET', 'GET /api/v1/tenants', 401, undefined],
      ['GET', null, 404, undefined],
      ['OTHER', null, expect.any(Number), undefined],
    ])
  })

  it('holds nothing of a tenant, of a person, of an address or a body after a walk through every door', async () => {
    const { lines, text, log } = overheard()
    const there = await inside('hugo', { parts: { log } })
    const { tenant, person, browser, sessionId } = there
    const user = await aUser(tenant.id)
    const [found, report] = [await aCase(tenant.id), await aReport(tenant.id, null)]
    const app = portal({ log })
    const [program, actor] = [await programOf(browser, app), new Program(await actorFor(there), app)]
    const ticket = await aTicket(tenant.id, person.id)
    const values: Record<string, string> = {
      ...{ tenantId: tenant.id, caseId: found.id, riuId: report.id, userId: user.id, ticketId: ticket.id, sessionId },
      ...{ document: 'retention', entityId: found.id, chain: `tenant:${tenant.id}`, seq: '1' },
    }
    const planted = '?q=Zelda%20Quist&number=zelda.quist@customer.example'
    for (const name of Object.keys(doors)) {
      const [method = '', path = ''] = name.split(' ')
      if (/sign-out|revoke|end$/.test(path)) continue
      const address = path.replace(/:(\w+)/g, (_, parameter: string) => encodeURIComponent(values[parameter] ?? 'Zelda'))
      if (path.startsWith('/api/')) {
        for (const one of [program, actor]) {
          await one.raw(method, address, method === 'GET' ? undefined : { reason: 'Zelda Quist called us', value: 'Zelda-secret' })
          if (method === 'GET') await one.raw(method, address + planted)
        }
      } else if (method === 'GET') await browser.get(address + planted)
      else await browser.post(address, { reason: 'Zelda Quist called us', note: 'Zelda Quist', value: 'Zelda-secret' })
    }
    await browser.post('/impersonations', startFields(tenant.id, ticket.id, { reason: 'Zelda Quist cannot find her case in the list.' }))
    expect(lines.length).toBeGreaterThan(Object.keys(doors).length)
    expect(text()).not.toMatch(/zelda|quist|canary|customer\.example|203\.0\.113|Test (browser|program)|Bearer/i)
    // How a token begins; in capitals it may well stand in the id of a request.
    expect(text()).not.toContain('eyJ')
    for (const secret of [
      tenant.id,
      tenant.name,
      found.id,
      report.id,
      user.id,
      user.name,
      ticket.id,
      ...browser.cookies.values(),
      program.token ?? '',
    ])
      expect(text()).not.toContain(secret)
    for (const line of lines) {
      expect(Object.keys(line).filter((key) => key !== 'operatorId')).toEqual([
        'level',
        'requestId',
        'method',
        'door',
        'status',
        'ms',
        'roundTrips',
        'statements',
      ])
      expect(line.door === null || Object.hasOwn(doors, line.door)).toBe(true)
    }
  })
})

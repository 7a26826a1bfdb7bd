import { describe, expect, it } from 'vitest'
import { aCase } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { recordingRooms } from '#test/rooms.ts'
import { writing } from '#test/world.ts'
import type { Tools } from '#worker/jobs/jobs/kind.ts'
import { pushJob } from '#worker/jobs/jobs/push.ts'
import { following, type Happening } from '#worker/jobs/rules/consumers.ts'
import type { ArgsOf } from '#worker/jobs/rules/limits.ts'
import { roomsOf } from '#worker/live/rules/claims.ts'
import { reachOf } from '#worker/live/rules/places.ts'
import { newId } from '#worker/rules/ids.ts'
import { recordNews } from '#worker/tenant/rules/news.ts'
import { eventFragment } from '#views/live/fragments.tsx'

const WHY = 'The customer asked us to, on the phone.'

describe('that a case was changed', () => {
  it('is told to the staff who are inside its tenant, on the page that shows how it was before', async () => {
    const { browser, tenant } = await writing('imke')
    const file = await aCase(tenant.id)
    const before = await (await browser.get(`/workspace/cases/${file.id}`)).text()
    await browser.post(`/workspace/cases/${file.id}/status`, { version: '1', status: 'IN_PROGRESS', reason: WHY })
    const after = await (await browser.get(`/workspace/cases/${file.id}`)).text()

    const [event] = await owner<Happening>(
      'select event_id as "eventId", entity, entity_id as "entityId", kind, payload from app.outbox where entity_id = $1',
      [file.id],
    )
    const [job, ...none] = following(event as Happening, { endpoints: [], contacts: [] })
    expect(none).toEqual([])
    expect(job).toMatchObject({ kind: 'push', args: { record: file.id, tenantId: tenant.id, version: 2 } })

    const { rooms, audience, board } = recordingRooms()
    const ran = await pushJob.run({ reach: { rooms, audience } } as Tools, job?.args as ArgsOf<'push'>, {} as never)
    expect([ran, board]).toEqual([{ ok: true }, [`inside:${tenant.id}`]])

    const { name, body } = recordNews({ record: file.id, tenantId: tenant.id, version: 2 })
    const place = /hx-target="#([^"]+)"/.exec(eventFragment(name, body, 'e.1'))?.[1]
    expect([before, after].map((page) => page.includes(`id="${place}"`))).toEqual([true, false])
  })

  it('is heard by nobody of the customer, nor by staff who are elsewhere', () => {
    const tenantId = newId('ten')
    const { audience } = recordNews({ record: newId('case'), tenantId, version: 2 })
    const [issuedAt, expiresAt] = [0, 1]
    const user = { kind: 'tenant', userId: newId('usr'), tenantId, role: 'TENANT_ADMIN', issuedAt, expiresAt } as const
    const staff = {
      kind: 'staff',
      userId: newId('ops'),
      role: 'SUPPORT_L1',
      lead: false,
      loginId: 'log',
      familyId: null,
      issuedAt,
      expiresAt,
    } as const
    const there = { ...staff, inside: { tenantId, sessionId: newId('imp') } }
    const elsewhere = { ...staff, inside: { tenantId: newId('ten'), sessionId: newId('imp') } }
    expect([user, { ...staff, inside: null }, elsewhere, there].map((claims) => roomsOf(claims).includes(audience))).toEqual([
      false,
      false,
      false,
      true,
    ])
    expect(reachOf(audience).objects).toContain(tenantId)
  })

  it('is tried again by its job where nobody could be told', async () => {
    const silent = { rooms: () => ({}), audience: () => ({ publish: async () => Promise.reject(new Error('away')) }) }
    const ran = await pushJob.run(
      { reach: silent } as unknown as Tools,
      { record: newId('case'), tenantId: newId('ten'), version: 2 },
      {} as never,
    )
    expect(ran).toEqual({ ok: false, code: 'ROOM_SILENT', again: true })
  })
})

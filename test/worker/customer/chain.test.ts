import { describe, expect, it } from 'vitest'
import { owner, settings } from '#test/owner.ts'
import { trailOf } from '#test/world.ts'
import { publicKeysOf } from '#worker/audit/notary.ts'
import { sealOf, START } from '#worker/audit/rules/chain.ts'
import { isSignedBy, type PublicKey } from '#worker/audit/rules/signing.ts'
import { MOST_ROWS } from '#worker/customer/rules/words.ts'
import { aCheckpoint } from '../audit/checkpoint-facts.ts'
import type { Program } from '../api/program.ts'
import { aDelicateCase, linkOf, stranger, userOf, visited } from './facts.ts'

type Line = {
  chain: string
  seq: number
  prev: string
  hash: string
  canonical?: string
  withheld?: true
  shown?: Record<string, unknown>
}
type Signed = { document: string; keyId: string; signature: string }

async function fileOf(program: Program, query = '') {
  const response = await program.raw('GET', `/api/v1/tenant/trail.ndjson${query}`)
  const text = await response.text()
  const lines = text.trimEnd().split('\n')
  const closing = JSON.parse(lines.at(-1) ?? '{}') as Signed
  const rows = lines.slice(0, -1).map((line) => JSON.parse(line) as Line)
  return { response, rows, closing, lines: text.slice(0, text.length - (lines.at(-1)?.length ?? 0) - 1) }
}

const key = async () => (await publicKeysOf(settings.checkpointKeys))[0] as PublicKey
const sha256 = async (text: string) =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')

describe('the chain that a customer takes', () => {
  it('has every row with its seal, each upon the one before, and what happened; who of the staff and from where it has not', async () => {
    const { browser, person, admin, tenant, ticket, sessionId } = await visited()
    await browser.get('/workspace/cases')
    const { response, rows, closing, lines } = await fileOf(admin.program)
    expect(response.headers.get('Content-Type')).toContain('application/x-ndjson')
    const whole = (await trailOf(`tenant:${tenant.id}`)).slice(0, rows.length)
    expect(rows.map(({ seq }) => seq)).toEqual(whole.map(({ seq }) => Number(seq)))
    let before = START
    for (const row of rows) {
      expect([row.chain, row.prev]).toEqual([`tenant:${tenant.id}`, before])
      before = row.hash
    }
    expect(rows.find(({ shown }) => shown?.act === 'impersonation:start')?.shown).toMatchObject({
      ...{ by: 'staff', operatorRole: 'SUPPORT_L1', outcome: 'done', sessionId, sentence: 'Entered the tenant.' },
      facts: { mode: 'READ_ONLY', ticket: ticket.number, category: 'TROUBLESHOOTING' },
    })
    for (const personal of [person.id, person.name, '203.0.113', 'Test browser', 'customer cannot find'])
      expect(lines).not.toContain(personal)
    expect(await isSignedBy(await key(), closing.document, closing.signature)).toBe(true)
    expect(JSON.parse(closing.document)).toMatchObject({
      ...{ kind: 'portal-customer-trail', chain: `tenant:${tenant.id}`, after: 0, to: rows.at(-1)?.seq, rows: rows.length },
      sha256: await sha256(lines),
    })
    expect((await trailOf(`tenant:${tenant.id}`)).at(-1)).toMatchObject({ act: 'customer:export', operator_id: admin.id })
  })

  it('has the sealed text where nobody is in it, so that anybody can make the hash', async () => {
    const { admin, sessionId } = await visited()
    await owner("update app.impersonation_activity set last_act_at = now() - interval '11 minutes' where session_id = $1", [sessionId])
    await owner("set role portal_jobs; select app.enter('', '', '{}'); select app.end_overdue($1)", [sessionId]).catch(() => {})
    await admin.program.post(`/api/v1/tenant/sessions/${sessionId}/end`)
    const { rows } = await fileOf(admin.program)
    const sealed = rows.filter(({ canonical }) => canonical !== undefined)
    for (const { prev, canonical, hash } of sealed) expect(await sealOf({ prev, canonical: canonical ?? '' })).toBe(hash)
    for (const { shown, canonical } of rows) if (shown?.by !== 'system') expect(canonical).toBeUndefined()
  })

  it('withholds what is about a case of which the reader is a party, as it does what colleagues read; no number is missing', async () => {
    const { browser, admin, tenant } = await visited()
    const { delicate, report, other } = await aDelicateCase(tenant.id, admin.id)
    const colleague = await userOf(tenant.id, 'COMPLIANCE_OFFICER')
    await browser.get(`/workspace/cases/${delicate.id}`)
    await colleague.program.get('/api/v1/tenant/sessions')
    await browser.get(`/workspace/cases/${other.id}`)

    const theirs = await fileOf(admin.program)
    expect(theirs.rows.map(({ seq }) => seq)).toEqual(theirs.rows.map((_, i) => i + 1))
    for (const id of [delicate.id, report.id]) expect(theirs.lines).not.toContain(id)
    expect(theirs.lines).toContain(other.id)
    const withheld = theirs.rows.filter((row) => row.withheld)
    expect(withheld).toHaveLength(2)
    for (const row of withheld) expect(Object.keys(row)).toEqual(['chain', 'seq', 'prev', 'hash', 'withheld'])
    expect((await fileOf(colleague.program)).lines).toContain(delicate.id)
  })

  it('comes in parts where it is long, each part behind the one before', async () => {
    const { admin, tenant } = await visited()
    const whole = await fileOf(admin.program)
    const half = whole.rows[0]?.seq ?? 0
    const { rows, closing } = await fileOf(admin.program, `?after=${half}`)
    expect(rows[0]).toMatchObject({ seq: half + 1, prev: whole.rows[0]?.hash })
    expect(JSON.parse(closing.document)).toMatchObject({ after: half })
    expect(whole.response.headers.get('Link')).toBeNull()
    await owner(
      `insert into audit.trail (operator_id, tenant_id, act, sentence, outcome) select 'system', $1, 'webhook:effect', 'A sentence.', 'done' from generate_series(1, ${MOST_ROWS})`,
      [tenant.id],
    )
    const long = await fileOf(admin.program)
    expect([long.rows.length, long.response.headers.get('Link')]).toEqual([
      MOST_ROWS,
      `</api/v1/tenant/trail.ndjson?after=${long.rows.at(-1)?.seq}>; rel="next"`,
    ])
    expect((await fileOf(admin.program, '?after=99999999')).rows).toEqual([])
    for (const wrong of ['x', '-1', '1e9', "1'"])
      expect((await fileOf(admin.program, `?after=${encodeURIComponent(wrong)}`)).response.status).toBe(422)
  })
})

describe('a checkpoint of a customer', () => {
  it('says, signed, where their chain stood, and names no other', async () => {
    const { admin, tenant } = await visited()
    expect((await admin.program.get('/api/v1/tenant/checkpoint')).body).toEqual({ checkpoint: null })
    const number = await aCheckpoint()
    const { rows } = await fileOf(admin.program)
    const { checkpoint } = (await admin.program.get('/api/v1/tenant/checkpoint')).body as { checkpoint: Signed }
    expect(await isSignedBy(await key(), checkpoint.document, checkpoint.signature)).toBe(true)
    const said = JSON.parse(checkpoint.document) as { seq: number; hash: string; number: number; chain: string }
    expect(said).toMatchObject({ kind: 'portal-chain-checkpoint', chain: `tenant:${tenant.id}` })
    expect(said.number).toBeLessThanOrEqual(number)
    expect(rows.find(({ seq }) => seq === said.seq)?.hash).toBe(said.hash)
    expect(checkpoint.document.match(/tenant:ten_/g)).toHaveLength(1)
  })

  it('is had by a link, too, as is the chain', async () => {
    const { admin } = await visited()
    const { path } = await linkOf(admin)
    const browser = stranger()
    const file = await browser.get(`${path}/trail.ndjson`)
    expect([file.status, file.headers.get('Content-Disposition')]).toEqual([200, 'attachment; filename="access-trail-after-0.ndjson"'])
    expect((await browser.get(`${path}/checkpoint.json`)).status).toBe(200)
  })
})

import { describe, expect, it } from 'vitest'
import { aCase, aNote, anInvestigation, aParticipant, aReport, aUser } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { MOST_REVEALS, REVEAL_SECONDS, REVEALABLE } from '#worker/tenant/rules/reveals.ts'
import { actorFor, Program } from '../api/program.ts'

const WHY = 'The customer says that the report names another site.'
type There = Awaited<ReturnType<typeof inside>>

async function furnished({ tenant }: There) {
  const user = await aUser(tenant.id, { name: 'Ignatius Canary', email: `${newId('key').toLowerCase()}@canary.example` })
  const file = await aCase(tenant.id)
  return {
    user,
    file,
    report: await aReport(tenant.id, file.id),
    note: await aNote(tenant.id, file.id, user.id),
    step: (await anInvestigation(tenant.id, file.id)).step,
    person: await aParticipant(tenant.id, file.id),
    reporter: await aParticipant(tenant.id, file.id, { role: 'REPORTER', name: 'Rosamund Canary' }),
  }
}
const fields = (record: string, field: string, more: Record<string, string> = {}) => ({
  record,
  field,
  from: '/workspace/cases',
  reason: WHY,
  ...more,
})
const reveal = ({ browser }: There, record: string, field: string, more: Record<string, string> = {}) =>
  browser.post('/workspace/reveals', fields(record, field, more))
const acts = async ({ tenant }: There) => (await trailOf(`tenant:${tenant.id}`)).filter(({ act }) => act === 'field:reveal')
const proved = ({ person }: There, minutesAgo: number) =>
  owner(`update app.login_session set proved_at = now() - $2 * interval '1 minute' where operator_id = $1`, [person.id, minutesAgo])

describe('revealing a field', () => {
  it('shows one value for a minute, on record by the name of the field and never by what it says', async () => {
    const vera = await inside('vera')
    const { report } = await furnished(vera)
    const page = await (await vera.browser.get(`/workspace/reports/${report.id}`)).text()
    expect(page).not.toContain('Benedikt Canary')
    const way = /href="(\/workspace\/reveals\/new[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(await (await vera.browser.get(way)).text()).toContain(`Show it for ${REVEAL_SECONDS} seconds`)

    const shown = await reveal(vera, report.id, 'narrative', { from: `/workspace/reports/${report.id}` })

    const text = await shown.text()
    expect([shown.status, shown.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    expect(text).toContain('Benedikt Canary')
    expect(text).toMatch(/hx-get="\/workspace\/reveals\/over" hx-trigger="load delay:(5\d|60)\d{3}ms"/)
    expect(text).toContain(`href="/workspace/reports/${report.id}"`)
    const over = await (await vera.browser.swap('/workspace/reveals/over')).text()
    expect(over).toContain('Hidden again')
    const [row, ...none] = await acts(vera)
    expect(none).toEqual([])
    expect(row).toMatchObject({ outcome: 'done', entity_type: 'riu', entity_ids: [report.id], reason: WHY, session_id: vera.sessionId })
    expect(row?.facts).toMatchObject({ field: 'narrative', number: 1 })
    const [kept] = await owner<{ rows: string }>('select jsonb_agg(t)::text as rows from audit.trail t where chain = $1', [
      `tenant:${vera.tenant.id}`,
    ])
    expect(kept?.rows).not.toContain('Canary')
    expect(await (await vera.browser.get(`/workspace/reports/${report.id}`)).text()).not.toContain('Benedikt Canary')
  })

  it('opens every field that may be hidden', async () => {
    const vera = await inside('vera')
    const { report, note, step, person, user } = await furnished(vera)
    const records = { riu: report.id, note: note.id, investigation_step: step.id, participant: person.id, tenant_user: user.id }
    for (const [kind, names] of Object.entries(REVEALABLE))
      for (const field of Object.keys(names)) {
        const shown = await reveal(vera, records[kind as keyof typeof records], field)
        expect([kind, field, shown.status]).toEqual([kind, field, 200])
        if (field !== 'employeeNumber') expect(await shown.text()).toMatch(/canary/i)
      }
  })

  it('sent again within its minute is one reveal with what is left of it, and later shows a bar', async () => {
    const vera = await inside('vera')
    const { report } = await furnished(vera)
    const key = newId('key')
    expect(await (await reveal(vera, report.id, 'narrative', { key })).text()).toContain('Benedikt Canary')
    expect(await (await reveal(vera, report.id, 'narrative', { key })).text()).toContain('Benedikt Canary')
    expect(await acts(vera)).toHaveLength(1)
    // The minute is over: rows of the trail cannot be moved, so the key is given the answer of an hour ago.
    await owner(
      `with earlier as (
         insert into audit.trail (operator_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts)
         select operator_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts || jsonb_build_object('shownUntil', now() - interval '1 hour')
         from audit.trail where chain = $1 and act = 'field:reveal' returning chain, seq)
       update app.answer a set chain = e.chain, seq = e.seq from earlier e where a.key = $2`,
      [`tenant:${vera.tenant.id}`, key],
    )
    const later = await (await reveal(vera, report.id, 'narrative', { key })).text()
    expect(later).not.toContain('Benedikt Canary')
    expect(later).toContain('Hidden again')
  })

  it('needs a reason, a field that can be revealed, and a record that is there for this session', async () => {
    const [vera, other] = [await inside('vera'), await inside('vera')]
    const [{ report, person }, foreign] = [await furnished(vera), await furnished(other)]
    const short = await reveal(vera, report.id, 'narrative', { reason: 'why' })
    expect([short.status, await short.text()]).toEqual([422, expect.stringContaining('Say why you need to see it')])
    for (const [record, field] of [
      [report.id, 'category'],
      [person.id, 'identityHash'],
      [newId('riu'), 'narrative'],
      [foreign.report.id, 'narrative'],
    ] as const)
      expect([field, (await reveal(vera, record, field)).status]).toEqual([field, 404])
    expect((await acts(vera)).map(({ outcome }) => outcome)).toEqual(['not_found', 'not_found'])
  })

  it('never opens who reported, whatever the role', async () => {
    const ada = await inside('ada')
    const { reporter } = await furnished(ada)
    const refused = await reveal(ada, reporter.id, 'name')
    const text = await refused.text()
    expect([refused.status, text]).toEqual([403, expect.stringContaining('This is sealed')])
    expect(text).not.toContain('Rosamund')
    expect(await acts(ada)).toMatchObject([{ outcome: 'refused', facts: { because: 'SEALED' } }])
  })

  it(`is refused after ${MOST_REVEALS} in one session, with what to do then; two at once are counted one after the other`, async () => {
    const vera = await inside('vera')
    const { report, note } = await furnished(vera)
    for (let n = 1; n < MOST_REVEALS; n++) expect((await reveal(vera, report.id, 'narrative')).status).toBe(200)
    const two = await Promise.all([reveal(vera, report.id, 'narrative'), reveal(vera, note.id, 'body')])
    expect(two.map(({ status }) => status).toSorted()).toEqual([200, 403])
    const refused = two.find(({ status }) => status === 403)
    expect(await refused?.text()).toContain('More of them take a colleague’s yes')
    expect((await acts(vera)).filter(({ outcome }) => outcome === 'done')).toHaveLength(MOST_REVEALS)
    expect((await acts(vera)).at(-1)).toMatchObject({ outcome: 'refused', facts: { because: 'REVEALS_USED_UP' } })
  })

  it('asks for a fresh sign-in the first time in a session, keeps what was typed, and not again', async () => {
    const vera = await inside('vera')
    const { report } = await furnished(vera)
    await proved(vera, 20)
    const asked = await reveal(vera, report.id, 'narrative')
    const text = await asked.text()
    expect(asked.status).toBe(403)
    expect(text).not.toContain('Benedikt')
    const draft = /draft%3D([\w-]{43})/.exec(text)?.[1]
    const form = await (await vera.browser.get(`/workspace/reveals/new?draft=${draft}`)).text()
    expect(form).toContain(WHY)
    expect(form).toContain(`value="${report.id}"`)
    await proved(vera, 1)
    expect((await reveal(vera, report.id, 'narrative')).status).toBe(200)
    await proved(vera, 20)
    expect((await reveal(vera, report.id, 'narrative')).status).toBe(200)
  })

  it('is over with the session', async () => {
    const vera = await inside('vera')
    const { report } = await furnished(vera)
    const session = vera.browser.cookies.get('__Host-session') ?? ''
    await vera.browser.post(`/impersonations/${vera.sessionId}/end`)
    vera.browser.cookies.set('__Host-session', session)
    expect((await reveal(vera, report.id, 'narrative')).status).toBe(401)
    expect(await acts(vera)).toEqual([])
  })

  it('is answered to a program as a value with its time, or a code', async () => {
    const vera = await inside('vera')
    const { report, reporter } = await furnished(vera)
    const program = new Program(await actorFor(vera))
    const body = { record: report.id, field: 'narrative', reason: WHY }
    expect(await program.post('/api/v1/workspace/reveals', body)).toMatchObject({
      status: 200,
      body: { record: report.id, field: 'narrative', value: expect.stringContaining('Benedikt Canary'), hiddenInMs: expect.any(Number) },
    })
    expect(await program.post('/api/v1/workspace/reveals', { ...body, record: reporter.id, field: 'name' })).toMatchObject({
      status: 403,
      body: { code: 'SEALED' },
    })
  })

  it.each([
    '/workspace/cases?sort=title',
    '/workspace/users?name=Ignatius',
    '/workspace/users?email=a',
    '/workspace/reports?narrative=invoice',
  ])('is the only way: what is hidden is neither sorted nor filtered by (%s)', async (path) => {
    const vera = await inside('vera')
    await furnished(vera)
    const strip = (text: string) =>
      text.replace(/\w+_[0-9A-Z]{20}[\w-]*|nonce="[^"]*"|data-[\w-]*remaining-ms="\d+"|PT\d+S|\d+:\d\d|value="[^"]*"|href="[^"]*"/g, '·')
    const [asked, plain] = await Promise.all(
      [path, path.split('?')[0] ?? ''].map(async (each) => strip(await (await vera.browser.get(each)).text())),
    )
    expect(asked).toBe(plain)
  })
})

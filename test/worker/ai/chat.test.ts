import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { tenantClaims } from '#test/durable-objects/sockets.ts'
import { aCase, aNote, anInvestigation, aParticipant, aReport, aTenant, aUser } from '#test/facts.ts'
import { owner, settings } from '#test/owner.ts'
import { inside, portalAs, trailOf } from '#test/world.ts'
import type { Bindings } from '#worker/env.ts'
import { newId } from '#worker/rules/ids.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'
import { letSpeak, roomOf, Script, Talker } from './talk.ts'

/** A case in which every name and text is findable as "Canary". */
async function furnished(tenantId: string) {
  const author = await aUser(tenantId, { name: 'Ignatius Canary' })
  const file = await aCase(tenantId, { assignee_id: author.id })
  const report = await aReport(tenantId, file.id)
  await anInvestigation(tenantId, file.id)
  await aParticipant(tenantId, file.id)
  await aNote(tenantId, file.id, author.id)
  return { file, report }
}

describe('a program inside a tenant', () => {
  it('loads a case and is told which skills there are', async () => {
    const vera = await inside('vera')
    const { file } = await furnished(vera.tenant.id)
    const talker = await Talker.inside(vera)
    expect(await talker.load(file.id)).toEqual({
      success: true,
      context: { entityType: 'case', entityId: file.id, label: `C-${file.number}`, model: 'offline model' },
      availableSkills: ['summarize', 'note-cleanup', 'translate', 'risk-triage', 'timeline', 'draft-response'],
    })
  })

  it('asks a question for Hugo (L2) and watches the answer arrive, without a name and without a text of the case', async () => {
    const hugo = await inside('hugo')
    const { file } = await furnished(hugo.tenant.id)
    const talker = await Talker.inside(hugo)
    await talker.load(file.id)
    const { runId } = await talker.ask('ai:chat', {
      message: 'Where does this case stand, what is missing, and what should I look at first?',
    })
    await talker.heard('ai:chat-complete')
    expect(talker.chunks.length).toBeGreaterThanOrEqual(20)
    expect(talker.chunks.map(({ i }) => i)).toEqual(talker.chunks.map((_, i) => i))
    const text = talker.chunks.map((chunk) => chunk.text).join('')
    expect(text).toContain(`Case C-${file.number} is open`)
    expect(text).not.toMatch(/canary/i)
    const again = await Talker.inside(hugo)
    await again.ask('ai:resume', { runId, from: 0 })
    await again.heard('ai:chat-complete')
    expect(again.chunks).toEqual(talker.chunks)
    const asked = (await trailOf(`tenant:${hugo.tenant.id}`)).find(({ act }) => act === 'ai:ask')
    expect(asked).toMatchObject({
      operator_id: hugo.person.id,
      outcome: 'read',
      facts: { run: runId, task: 'chat', model: 'offline-extractive' },
    })
    expect(asked?.entity_ids).toContain(file.id)
    await expect
      .poll(async () => (await trailOf(`tenant:${hugo.tenant.id}`)).filter(({ act }) => act === 'ai:run'), { timeout: 5_000 })
      .toMatchObject([
        { outcome: 'done', facts: { by: hugo.person.id, session: hugo.sessionId, state: 'complete', chunks: talker.chunks.length } },
      ])
  })

  it('puts no name and no text of the case into the prompt, whoever asks', async () => {
    for (const who of ['vera', 'hugo', 'ada'] as const) {
      const somebody = await inside(who)
      const { file, report } = await furnished(somebody.tenant.id)
      const script = new Script(['So it is.']).let()
      await letSpeak(somebody.person.id, script)
      const talker = await Talker.inside(somebody)
      for (const [type, id] of [
        ['case', file.id],
        ['riu', report.id],
      ] as const) {
        expect(await talker.load(id, type)).toMatchObject({ success: true })
        await talker.ask('ai:chat', { message: 'Who is concerned, and what did they say?' })
        await talker.until(() => talker.named('ai:chat-complete').length === script.prompts.length)
      }
      expect(script.prompts.map(({ record }) => record?.label)).toEqual([`C-${file.number}`, `R-${report.number}`])
      expect(JSON.stringify(script.prompts)).not.toMatch(/canary/i)
    }
  })

  it('goes on from what was asked and answered before about the same record, in the same session', async () => {
    const vera = await inside('vera')
    const [{ file }, other] = [await furnished(vera.tenant.id), await aCase(vera.tenant.id)]
    const script = new Script(['It ', 'is ', 'open.']).let()
    await letSpeak(vera.person.id, script)
    const talker = await Talker.inside(vera)
    const ask = async (message: string) => {
      const { length } = talker.named('ai:chat-complete')
      await talker.ask('ai:chat', { message })
      await talker.until(() => talker.named('ai:chat-complete').length > length)
    }
    await talker.load(file.id)
    await ask('How does it stand?')
    await ask('Since when?')
    await talker.load(other.id)
    await ask('And this one?')
    expect(script.prompts.map(({ before }) => before)).toEqual([
      { turns: [], leftOut: 0 },
      { turns: [{ asked: 'How does it stand?', answer: 'It is open.' }], leftOut: 0 },
      { turns: [], leftOut: 0 },
    ])
    const html = await (await vera.browser.get(`/workspace/cases/${file.id}`)).text()
    expect(html).toContain('You asked: Since when?')
    expect(html).toMatch(/Goes on from one earlier question.*You asked: How does it stand\?.*It is open\./s)
  })

  it('finds another tenant’s case as little as one that nobody has', async () => {
    const vera = await inside('vera')
    const { file } = await furnished((await aTenant()).id)
    const talker = await Talker.inside(vera)
    expect(await talker.load(file.id)).toEqual({ success: false, error: 'not found' })
    expect(await talker.load(`${file.id.slice(0, -4)}ZZZZ`)).toEqual({ success: false, error: 'not found' })
    talker.tell('ai:chat', { message: 'What is in it?' })
    expect(await talker.heard('ai:chat-error')).toMatchObject({ code: 'NO_CONTEXT' })
    expect(talker.chunks).toEqual([])
  })

  it('has notes turned into prose, and is told of a skill that nobody knows', async () => {
    const vera = await inside('vera')
    const talker = await Talker.inside(vera)
    talker.tell('ai:execute-skill', { skill: 'note-cleanup', input: { text: '- spoke with the site lead\n- ledger comes Monday' } })
    expect(await talker.heard('ai:skill-result')).toMatchObject({
      success: true,
      skill: 'note-cleanup',
      output: 'Spoke with the site lead. Ledger comes Monday.',
    })
    talker.tell('ai:execute-skill', { skill: 'conjure', input: {} })
    expect(await talker.heard('ai:skill-error')).toMatchObject({ code: 'UNKNOWN_SKILL' })
  })
})

/** A user at home in a tenant, as their program comes, and a case of somebody else there. */
async function atHome(role: TenantRole, more: Parameters<typeof tenantClaims>[0] = {}, tenant: Record<string, unknown> = {}) {
  const { id: tenantId } = await aTenant(tenant)
  const user = await aUser(tenantId, { role })
  const { file, report } = await furnished(tenantId)
  const script = new Script(['So ', 'it ', 'is.']).let()
  await letSpeak(user.id, script)
  const talker = await Talker.with(tenantClaims({ tenantId, userId: user.id, role, ...more }))
  return { tenantId, user, file, report, script, talker }
}

describe('a tenant’s own user', () => {
  it('asks about a case that they may see, is told neither names nor words, and stands in the trail under their own name', async () => {
    const { tenantId, user, file, report, script, talker } = await atHome('COMPLIANCE_OFFICER')
    expect(await talker.load(file.id)).toMatchObject({ success: true, context: { label: `C-${file.number}` } })
    await talker.ask('ai:chat', { message: 'How does it stand?' })
    await talker.heard('ai:chat-complete')
    expect(await talker.load(report.id, 'riu')).toMatchObject({ success: true, context: { label: `R-${report.number}` } })
    await talker.ask('ai:execute-skill', { skill: 'summarize' })
    await talker.heard('ai:skill-result')
    expect(script.prompts.map(({ record }) => record?.label)).toEqual([`C-${file.number}`, `R-${report.number}`])
    expect(JSON.stringify(script.prompts[0]?.record)).toContain(`is about`)
    expect(JSON.stringify(script.prompts)).not.toMatch(/canary/i)
    const [loaded, asked] = (await trailOf(`tenant:${tenantId}`)).filter(({ act }) => act.startsWith('ai:'))
    for (const row of [loaded, asked]) expect(row).toMatchObject({ operator_id: user.id, session_id: null, outcome: 'read' })
    expect(asked?.entity_ids).toContain(file.id)
  })

  it('finds what is not theirs as little as what nobody has, and no word of it is told later', async () => {
    const { tenantId, user, file, report, script, talker } = await atHome('INVESTIGATOR')
    const foreign = await aCase((await aTenant()).id, { title: 'Foreign canary' })
    const own = await aCase(tenantId, { assignee_id: user.id, title: 'Their own' })
    const missing = { success: false, error: 'not found' }
    expect(await talker.load(own.id)).toMatchObject({ success: true })
    for (const [id, type] of [
      [foreign.id, 'case'],
      [file.id, 'case'],
      [report.id, 'riu'],
      [own.id.replace(/.{4}$/, 'ZZZZ'), 'case'],
      [own.id, 'project'],
    ] as const)
      expect(await talker.load(id, type)).toEqual(missing)
    await talker.ask('ai:chat', { message: 'What is in the case that I was not shown?' })
    await talker.heard('ai:chat-complete')
    expect(script.prompts.map(({ record }) => record?.label)).toEqual([`C-${own.number}`])
    expect(JSON.stringify(script.prompts)).not.toMatch(/canary/i)
    const tries = (await trailOf(`tenant:${tenantId}`)).filter(({ act, outcome }) => act === 'ai:load' && outcome === 'not_found')
    expect(tries.map(({ entity_ids }) => entity_ids[0])).toContain(foreign.id)
  })

  it.each([
    ['their token is for other things', { readsNothing: true } as const, {}],
    ['the product says that they lead nobody any more', { role: 'EMPLOYEE' } as const, {}],
    ['their tenant is closed to the vendor', {}, { access_policy: 'closed' }],
    ['their tenant is suspended', {}, { status: 'SUSPENDED' }],
    ['nobody here knows them', { userId: newId('usr') }, {}],
  ])('has no record read where %s; their own words are worked on all the same', async (_, more, tenant) => {
    const { tenantId, file, talker } = await atHome('COMPLIANCE_OFFICER', more, tenant)
    expect(await talker.load(file.id)).toEqual({ success: false, error: 'not found' })
    talker.tell('ai:chat', { message: 'What is in it?' })
    expect(await talker.heard('ai:chat-error')).toMatchObject({ code: 'NO_CONTEXT' })
    const { runId } = await talker.ask('ai:execute-skill', { skill: 'note-cleanup', input: '- seen by the user' })
    await talker.heard('ai:skill-result')
    // How the run ended may stand there as well by now.
    expect((await trailOf(`tenant:${tenantId}`)).filter(({ act }) => act === 'ai:ask')).toMatchObject([
      { act: 'ai:ask', facts: { run: runId, task: 'note-cleanup' } },
    ])
  })

  it('who was deactivated since they loaded it has nothing read any more', async () => {
    const { user, file, script, talker } = await atHome('COMPLIANCE_OFFICER')
    await talker.load(file.id)
    await owner("update tenant_user set status = 'DEACTIVATED' where id = $1", [user.id])
    talker.tell('ai:chat', { message: 'And now?' })
    expect(await talker.heard('ai:chat-error')).toMatchObject({ code: 'NOT_FOUND' })
    expect(script.prompts).toEqual([])
  })
})

describe('so much may be asked', () => {
  it('in an hour, by one person, however many their programs are; then they are told when it may be again', async () => {
    const vera = await inside('vera')
    const { file } = await furnished(vera.tenant.id)
    const talker = await Talker.inside(vera)
    await talker.load(file.id)
    await letSpeak(vera.person.id, new Script(['So it is.']).let())
    await talker.ask('ai:chat', { message: 'Question 7?', commandId: 'question-7' })
    await talker.heard('ai:chat-complete')
    // Twenty-nine more like it, all in this hour.
    await runInDurableObject(roomOf(vera.person.id), (_, { storage: { sql } }) => {
      const columns = sql.exec('SELECT * FROM run').columnNames.filter((name) => name !== 'id' && name !== 'command')
      for (let n = 0; n < 29; n++)
        sql.exec(`INSERT INTO run (id, ${columns}) SELECT id || ?, ${columns} FROM run WHERE command IS NOT NULL`, n)
    })
    const refused = { code: 'RATE_LIMITED', retryAfter: expect.any(Number) }
    expect(await (await Talker.inside(vera)).ask('ai:execute-skill', { skill: 'note-cleanup', input: '- one more' })).toMatchObject(refused)
    // What was asked before is answered again, and asks nobody.
    expect(await talker.ask('ai:chat', { message: 'Question 7?', commandId: 'question-7' })).toMatchObject({ success: true })
  })

  it('in a day, by all who are at home in a tenant or inside it', async () => {
    const vera = await inside('vera')
    const { file } = await furnished(vera.tenant.id)
    const purse = (env as unknown as Bindings).AI_PURSE.getByName(vera.tenant.id)
    for (const runId of ['run_a', 'run_a', 'run_b']) await purse.spend({ runId, tokens: settings.ai.tenantBudget / 2 })
    const talker = await Talker.inside(vera)
    await talker.load(file.id)
    talker.tell('ai:chat', { message: 'And now?' })
    const { code, retryAfter } = (await talker.heard('ai:chat-error')) as { code: string; retryAfter: number }
    expect([code, retryAfter > 23 * 60 * 60]).toEqual(['RATE_LIMITED', true])
  })

  it('costs what it cost, told once', async () => {
    const vera = await inside('vera')
    const { file } = await furnished(vera.tenant.id)
    const talker = await Talker.inside(vera)
    await talker.load(file.id)
    await letSpeak(vera.person.id, new Script(['So ', 'it ', 'is.']).let())
    await talker.ask('ai:chat', { message: 'Is it?' })
    await talker.heard('ai:chat-complete')
    const purse = (env as unknown as Bindings).AI_PURSE.getByName(vera.tenant.id)
    await expect.poll(async () => (await purse.may({ most: 13 })).ok, { timeout: 5_000 }).toBe(false)
    expect((await purse.may({ most: 14 })).ok).toBe(true)
    const page = await (await (await portalAs('ada')).browser.get('/audit/models')).text()
    const row = page.slice(page.indexOf(`href="/tenants/${vera.tenant.id}"`)).split('</tr>')[0] ?? ''
    expect([...row.matchAll(/data-label="([^"]+)"[^>]*>([^<]*)</g)].map(([, name, value]) => [name, value])).toEqual([
      ['Asked for', 'chat'],
      ['Model', 'script'],
      ['Answers', '1'],
      ['Not whole', '0'],
      ['Tokens in', '10'],
      ['Tokens out', '3'],
    ])
  })
})

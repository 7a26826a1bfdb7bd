import { describe, expect, it } from 'vitest'
import { aCase, aNote, anInvestigation, aParticipant, aReport, aTenant, aUser } from '#test/facts.ts'
import { inside, trailOf } from '#test/world.ts'
import { Talker } from './talk.ts'

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

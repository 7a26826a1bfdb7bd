import { describe, expect, it } from 'vitest'
import { aCase, aTenant, aUser } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, trailOf, writing } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { placeOf } from '#worker/tenant/rules/news.ts'
import { letSpeak, Script } from '../ai/talk.ts'
import { actorFor, Program } from '../api/program.ts'

const WORDS = 'The ledger comes on Monday.'
const note = (more: Record<string, string> = {}) => ({ body: WORDS, visibility: 'INTERNAL', ...more })
const notesOf = (caseId: string) =>
  owner<{ id: string; author_id: string | null; written_by: string | null; drafted_by: string | null; visibility: string; body: string }>(
    'select id, author_id, written_by, drafted_by, visibility, body from note where case_id = $1',
    [caseId],
  )
const acts = async (tenantId: string, act: string) => (await trailOf(`tenant:${tenantId}`)).filter((row) => row.act === act)

/** Imke in a session that writes, looking as somebody, with a case before her. */
async function imkeForSomebody() {
  const there = await writing('imke', { seen_as: 'COMPLIANCE_OFFICER' })
  const user = await aUser(there.tenant.id, { name: 'Ottokar Behalf' })
  await owner('update app.impersonation_session set target_user_id = $2 where id = $1', [there.sessionId, user.id])
  return { ...there, user, file: await aCase(there.tenant.id) }
}

describe('a note, in a session that writes', () => {
  it('is written by Imke on behalf of whoever she looks as, and the case says so; its words are not in the trail', async () => {
    const { browser, person, tenant, sessionId, user, file } = await imkeForSomebody()
    const response = await browser.post(`/workspace/cases/${file.id}/notes`, note())
    expect([response.status, response.headers.get('Location')]).toEqual([303, `/workspace/cases/${file.id}?done=note-added#notes`])
    const [written] = await notesOf(file.id)
    expect(written).toMatchObject({ author_id: user.id, written_by: person.id, drafted_by: null, visibility: 'INTERNAL', body: WORDS })
    const [added] = await acts(tenant.id, 'note:add')
    expect(added).toMatchObject({
      ...{ outcome: 'done', session_id: sessionId, operator_id: person.id, entity_type: 'note', entity_ids: [written?.id, file.id] },
      facts: { before: null, after: { [written?.id ?? '']: { case_id: file.id, written_by: person.id, author_id: user.id } } },
    })
    expect(JSON.stringify(await trailOf(`tenant:${tenant.id}`))).not.toContain('ledger')
    const html = await (await browser.get(`/workspace/cases/${file.id}`)).text()
    expect(html).toMatch(/You on behalf of <[^>]*>Ottokar Behalf|You on behalf of Ottokar Behalf/)
    expect(html).not.toContain('Drafted by')
  })

  it('is part of its case: its history tells of it, other pages of it are told, and nobody changes it over a note they have not seen', async () => {
    const { browser, tenant } = await writing('imke')
    const file = await aCase(tenant.id)
    const before = await (await browser.get(`/workspace/cases/${file.id}`)).text()
    await browser.post(`/workspace/cases/${file.id}/notes`, note())

    expect(await owner('select kind, payload from app.outbox where entity_id = $1', [file.id])).toEqual([
      { kind: 'case.changed', payload: { tenantId: tenant.id, version: 2 } },
    ])
    const after = await (await browser.get(`/workspace/cases/${file.id}`)).text()
    const shows = (version: number) => `id="${placeOf({ record: file.id, version })}"`
    expect([before.includes(shows(1)), after.includes(shows(2))]).toEqual([true, true])
    const history = await (await browser.get(`/audit/records/${file.id}?tenant=${tenant.id}`)).text()
    expect(history).toContain('Wrote a note about a case.')
    const late = await browser.post(`/workspace/cases/${file.id}/priority`, {
      version: '1',
      priority: '1',
      reason: 'They asked us to hurry.',
    })
    expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('Somebody changed this case while you did')])
  })

  it('stands under nobody else’s name where she looks with a whole role', async () => {
    const { browser, person, tenant } = await writing('imke')
    const file = await aCase(tenant.id)
    expect((await browser.post(`/workspace/cases/${file.id}/notes`, note({ visibility: 'CASE' }))).status).toBe(303)
    expect(await notesOf(file.id)).toMatchObject([{ author_id: null, written_by: person.id, visibility: 'CASE' }])
    const colleague = await writing('paul')
    await owner('update app.impersonation_session set tenant_id = $2 where id = $1', [colleague.sessionId, tenant.id])
    expect(await (await colleague.browser.get(`/workspace/cases/${file.id}`)).text()).toContain(`Staff …${person.id.slice(-6)}`)
  })

  it('is one note, however often the button was pressed', async () => {
    const { browser, tenant } = await writing('imke')
    const file = await aCase(tenant.id)
    const key = newId('key')
    for (let n = 0; n < 2; n++) expect((await browser.post(`/workspace/cases/${file.id}/notes`, note({ key }))).status).toBe(303)
    expect(await notesOf(file.id)).toHaveLength(1)
    expect(await owner('select version from "case" where id = $1', [file.id])).toEqual([{ version: 2 }])
  })

  it('says what is wrong with it, with what was typed, and is not written', async () => {
    const { browser, tenant } = await writing('imke')
    const file = await aCase(tenant.id)
    for (const [fields, message] of [
      [{ body: ' ' }, 'Write the note.'],
      [{ visibility: 'ALL' }, 'Choose who reads it.'],
      [{ body: 'x'.repeat(10_001) }, 'At most 10000 characters.'],
      [{ draft: newId('run') }, 'The answer that this began as is gone.'],
      [{ writtenBy: 'ops_1' }, 'Not a field of this form'],
    ] as const) {
      const refused = await browser.post(`/workspace/cases/${file.id}/notes`, note(fields))
      expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(message)])
    }
    expect(await notesOf(file.id)).toEqual([])
  })

  it('is not written about another tenant’s case, and the try is on record', async () => {
    const { browser, tenant } = await writing('imke')
    const foreign = await aCase((await aTenant()).id)
    expect((await browser.post(`/workspace/cases/${foreign.id}/notes`, note())).status).toBe(404)
    expect(await notesOf(foreign.id)).toEqual([])
    expect(await acts(tenant.id, 'note:add')).toMatchObject([{ outcome: 'refused', entity_ids: [foreign.id] }])
  })

  it('is not written as an employee, and the page says as whom it could be', async () => {
    const { browser, tenant } = await writing('imke', { seen_as: 'EMPLOYEE' })
    const file = await aCase(tenant.id)
    const refused = await browser.post(`/workspace/cases/${file.id}/notes`, note())
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('Start a session as investigator or higher')])
    expect(await notesOf(file.id)).toEqual([])
  })

  it('begins as the answer of a model, is edited, and says for good who drafted it', async () => {
    const { browser, person, tenant } = await writing('imke')
    const file = await aCase(tenant.id)
    await letSpeak(person.id, new Script(['It is ', 'open.']).let())
    const asked = await browser.post(`/workspace/cases/${file.id}/runs`, { task: 'chat', text: 'How does it stand?' })
    const [runId = ''] = /run_\w+/.exec(asked.headers.get('Location') ?? '') ?? []
    const panel = await (await browser.get(`/workspace/runs/${runId}`)).text()
    const [, href = ''] = /href="([^"]*draft=[^"]*)"/.exec(panel) ?? []
    expect(href).toBe(`/workspace/cases/${file.id}?draft=${runId}#new-note`)
    const html = await (await browser.get(href.replace(/#.*/, ''))).text()
    expect(html).toMatch(/<textarea[^>]*id="note-body"[^>]*>It is open\.</)
    expect(html).toContain('Drafted by a script')
    expect((await browser.post(`/workspace/cases/${file.id}/notes`, note({ body: 'It is open still.', draft: runId }))).status).toBe(303)
    expect(await notesOf(file.id)).toMatchObject([{ body: 'It is open still.', drafted_by: 'a script', written_by: person.id }])
    expect(await (await browser.get(`/workspace/cases/${file.id}`)).text()).toContain('Drafted by a script')
  })
})

describe('a session that reads', () => {
  it('keeps the way to a note in sight with its reason, and refuses one that is sent all the same', async () => {
    const { browser, person, tenant } = await inside('imke')
    const file = await aCase(tenant.id)
    await letSpeak(person.id, new Script(['Open.']).let())
    const asked = await browser.post(`/workspace/cases/${file.id}/runs`, { task: 'chat', text: 'How does it stand?' })
    const panel = await (await browser.get(asked.headers.get('Location') ?? '')).text()
    expect(panel).toMatch(/id="insert"[^>]*aria-disabled="true"/)
    expect(panel).toContain('This session only reads')
    expect((await browser.post(`/workspace/cases/${file.id}/notes`, note())).status).toBe(403)
    expect(await notesOf(file.id)).toEqual([])
  })
})

describe('a program, in a session that writes', () => {
  it('adds a note under the same rules, and names the answer that drafted it', async () => {
    const there = await writing('imke')
    const program = new Program(await actorFor(there))
    const file = await aCase(there.tenant.id)
    const address = `/api/v1/workspace/cases/${file.id}/notes`
    const added = await program.post(address, { body: WORDS, visibility: 'CASE' })
    expect(added).toMatchObject({ status: 201, body: { caseId: file.id, writtenBy: there.person.id, authorId: null, draftedBy: null } })
    expect(added.body).not.toHaveProperty('body')
    expect((await program.post(address, { body: WORDS, visibility: 'CASE', runId: newId('run') })).status).toBe(404)
    expect((await program.get(`/api/v1/workspace/cases/${file.id}`)).body.caseNotes).toMatchObject([
      { writtenBy: there.person.id, authorId: null, draftedBy: null, visibility: 'CASE' },
    ])
    const employee = await writing('imke', { seen_as: 'EMPLOYEE' })
    const theirs = await aCase(employee.tenant.id)
    expect(
      await new Program(await actorFor(employee)).post(`/api/v1/workspace/cases/${theirs.id}/notes`, { body: WORDS, visibility: 'CASE' }),
    ).toMatchObject({ status: 403, body: { code: 'WRITE_BEYOND_VIEW' } })
    expect(await notesOf(theirs.id)).toEqual([])
  })
})

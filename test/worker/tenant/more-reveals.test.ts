import { describe, expect, it } from 'vitest'
import { aCase, aReport } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { MOST_REVEALS } from '#worker/tenant/rules/reveals.ts'
import { actorFor, Program } from '../api/program.ts'

const WHY = 'The other half of the thread has to be compared as well.'
const NOTE = 'I know about it, go on with care.'
type There = Awaited<ReturnType<typeof inside>>

/** Vera has revealed as much as everybody may: the rows of the trail are there, nobody had to be asked for each. */
async function usedUp() {
  const there = await inside('vera')
  const file = await aCase(there.tenant.id)
  const report = await aReport(there.tenant.id, file.id)
  await owner(
    `insert into audit.trail (operator_id, operator_role, session_id, tenant_id, act, sentence, outcome)
     select $1, 'SUPPORT_L1', $2, $3, 'field:reveal', 'Revealed one hidden field of a record.', 'done' from generate_series(1, $4::integer)`,
    [there.person.id, there.sessionId, there.tenant.id, MOST_REVEALS],
  )
  return { ...there, report, path: `/impersonations/${there.sessionId}/reveals` }
}
const reveal = ({ browser }: There, record: string) =>
  browser.post('/workspace/reveals', { record, field: 'narrative', from: '/workspace/cases', reason: WHY })
const wishesOf = (sessionId: string) =>
  owner<{ id: string; state: string; answerer_id: string | null }>(
    'select id, state, answerer_id from app.reveal_request where session_id = $1 order by asked_at',
    [sessionId],
  )
/** Vera has asked for more. */
async function asked() {
  const there = await usedUp()
  const answer = await there.browser.post(there.path, { reason: WHY })
  const [wish] = await wishesOf(there.sessionId)
  if (!wish) throw new Error(`nothing was asked: ${answer.status}`)
  return { ...there, wish, answer }
}
const actsOf = async ({ tenant }: Pick<There, 'tenant'>) =>
  (await trailOf(`tenant:${tenant.id}`)).filter(({ act }) => act.startsWith('reveals:')).map(({ act, outcome }) => [act, outcome])

describe('more reveals', () => {
  it('are asked for where the refusal is shown, told to whoever may approve, and waited for', async () => {
    const vera = await usedUp()
    const refused = await (await reveal(vera, vera.report.id)).text()
    expect(refused).toContain(`href="${vera.path}"`)
    expect(await (await vera.browser.get(vera.path)).text()).toContain(`Ask for ${MOST_REVEALS} more`)

    const answer = await vera.browser.post(vera.path, { reason: WHY })

    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${vera.path}?done=reveals-asked`])
    const [wish] = await wishesOf(vera.sessionId)
    expect(wish).toMatchObject({ state: 'WAITING' })
    expect(await owner('select kind, payload from app.outbox where entity_id = $1', [wish?.id])).toMatchObject([
      { kind: 'reveals.requested', payload: { operatorId: vera.person.id, sessionId: vera.sessionId } },
    ])
    const page = await (await vera.browser.get(vera.path)).text()
    expect(page).toContain('Waiting')
    expect(page).not.toContain('Ask for')
    expect(await actsOf(vera)).toEqual([['reveals:ask', 'done']])
  })

  it('wait at home and above the list of approvals of whoever may answer, for as long as they wait', async () => {
    const vera = await asked()
    // Cards and lists show what lapses first: those of other tests come behind it.
    await owner(
      "update app.reveal_request set asked_at = asked_at - interval '26 minutes', answer_by = answer_by - interval '26 minutes' where id = $1",
      [vera.wish.id],
    )
    const [ada, imke, nils] = [await portalAs('ada'), await portalAs('imke'), await portalAs('nils')]
    const waits = async ({ browser }: typeof ada, path: string) => (await (await browser.get(path)).text()).includes(`card-${vera.wish.id}`)
    for (const path of ['/home/cards/approvals', '/access-requests']) {
      const page = await (await imke.browser.get(path)).text()
      expect(page).toContain(`id="card-${vera.wish.id}"`)
      expect(page).toContain(`href="${vera.path}"`)
      expect(page).toContain(`${MOST_REVEALS} reveals`)
    }
    expect(await waits(nils, '/access-requests')).toBe(false)
    expect(await waits(vera, '/access-requests')).toBe(false)

    await ada.browser.post(`${vera.path}/${vera.wish.id}/deny`, { note: NOTE })
    for (const path of ['/home/cards/approvals', '/access-requests']) expect(await waits(imke, path)).toBe(false)

    const again = await asked()
    await owner("update app.impersonation_session set ended_at = now(), end_reason = 'MANUAL' where id = $1", [again.sessionId])
    const list = await (await imke.browser.get('/access-requests')).text()
    expect(list).not.toContain(again.wish.id)
  })

  it('open with a colleague’s yes, as many again and no more', async () => {
    const vera = await asked()
    const ada = await portalAs('ada')
    expect(await (await ada.browser.get(vera.path)).text()).toContain(WHY)

    const yes = await ada.browser.post(`${vera.path}/${vera.wish.id}/approve`, { note: NOTE })

    expect([yes.status, yes.headers.get('Location')]).toEqual([303, `${vera.path}?done=reveals-approved`])
    const shown = await reveal(vera, vera.report.id)
    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('Benedikt Canary')])
    const page = await (await vera.browser.get(vera.path)).text()
    expect(page).toContain(`${MOST_REVEALS - 1} reveals are left`)
    expect(page).toContain(NOTE)
    expect(await actsOf(vera)).toEqual([
      ['reveals:ask', 'done'],
      ['reveals:approve', 'done'],
    ])
  })

  it('stay closed with a no; then one may ask anew', async () => {
    const vera = await asked()
    const ada = await portalAs('ada')
    await ada.browser.post(`${vera.path}/${vera.wish.id}/deny`, { note: NOTE })
    expect((await reveal(vera, vera.report.id)).status).toBe(403)
    expect((await vera.browser.post(vera.path, { reason: WHY })).status).toBe(303)
    expect((await wishesOf(vera.sessionId)).map(({ state }) => state)).toEqual(['DENIED', 'WAITING'])
  })

  it('are asked for once, however often the form is sent', async () => {
    const vera = await usedUp()
    const key = newId('key')
    for (let n = 0; n < 2; n++) expect((await vera.browser.post(vera.path, { reason: WHY, key })).status).toBe(303)
    expect(await wishesOf(vera.sessionId)).toHaveLength(1)
    const again = await vera.browser.post(vera.path, { reason: WHY })
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('You have asked already')])
  })

  it('are not asked for while there are some left, nor without a reason', async () => {
    const vera = await inside('vera')
    const path = `/impersonations/${vera.sessionId}/reveals`
    const early = await vera.browser.post(path, { reason: WHY })
    expect([early.status, await early.text()]).toEqual([409, expect.stringContaining(`${MOST_REVEALS} reveals are left`)])
    const late = await usedUp()
    const short = await late.browser.post(late.path, { reason: 'why' })
    expect([short.status, await short.text()]).toEqual([422, expect.stringContaining('Say what you still have to compare')])
    expect([await wishesOf(vera.sessionId), await wishesOf(late.sessionId)]).toEqual([[], []])
  })

  it('are answered by one: whoever is slower is told, and it stands', async () => {
    const vera = await asked()
    const [ada, imke] = [await portalAs('ada'), await portalAs('imke')]
    const at = `${vera.path}/${vera.wish.id}`
    const both = await Promise.all([ada.browser.post(`${at}/approve`, { note: NOTE }), imke.browser.post(`${at}/deny`, { note: NOTE })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect(await both.find(({ status }) => status === 409)?.text()).toContain('This is decided already')
    expect((await actsOf(vera)).filter(([, outcome]) => outcome === 'refused')).toHaveLength(1)
  })

  it('are shown and answered to nobody whom they do not concern', async () => {
    const vera = await asked()
    const at = `${vera.path}/${vera.wish.id}`
    const hugo = await portalAs('hugo')
    expect((await hugo.browser.get(vera.path)).status).toBe(404)
    expect((await hugo.browser.post(`${at}/approve`, { note: NOTE })).status).toBe(403)
    expect((await hugo.browser.post(vera.path, { reason: WHY })).status).toBe(404)
    const ada = await portalAs('ada')
    expect((await ada.browser.post(`${vera.path}/${newId('rvq')}/approve`, { note: NOTE })).status).toBe(404)
    expect(await wishesOf(vera.sessionId)).toMatchObject([{ state: 'WAITING', answerer_id: null }])
  })

  it('lapse with their session', async () => {
    const vera = await asked()
    await vera.browser.post(`/impersonations/${vera.sessionId}/end`)
    const ada = await portalAs('ada')
    const late = await ada.browser.post(`${vera.path}/${vera.wish.id}/approve`, { note: NOTE })
    expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('Lapsed')])
  })

  it('are asked for and answered by programs with the same codes', async () => {
    const vera = await usedUp()
    const program = new Program(await actorFor(vera))
    const path = `/api/v1${vera.path}`
    const { status, body } = await program.post(path, { reason: WHY })
    expect([status, body]).toEqual([201, { id: expect.stringMatching(/^rvq_/) }])
    expect(await program.post(path, { reason: WHY })).toMatchObject({ status: 409, body: { code: 'REVEALS_ASKED' } })
    expect(await program.get(path)).toMatchObject({ status: 200, body: { left: 0, items: [{ id: body.id, state: 'WAITING' }] } })
    expect(await program.post(`${path}/${body.id}/deny`, { note: NOTE })).toMatchObject({ status: 403, body: { code: 'NOT_PERMITTED' } })
  })
})

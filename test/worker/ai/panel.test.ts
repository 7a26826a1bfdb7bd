import { beforeEach, describe, expect, it } from 'vitest'
import { aCase, aReport, aTenant } from '#test/facts.ts'
import { inside, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { letSpeak, Script } from './talk.ts'

type Vera = Awaited<ReturnType<typeof inside>> & { caseId: string }
let vera: Vera
beforeEach(async () => {
  const world = await inside('vera')
  const { id } = await aCase(world.tenant.id)
  await aReport(world.tenant.id, id)
  vera = { ...world, caseId: id }
})

const ask = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  vera.browser.post(`/workspace/cases/${vera.caseId}/runs`, fields, headers)
const HTMX = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
const runIn = (response: Response) => response.headers.get('Location') ?? ''
const textOf = async (path: string) => (await vera.browser.get(path)).text()
const answerIn = (html: string) => /id="answer"[^>]*>([^<]*)</.exec(html)?.[1]
const asked = async () => (await trailOf(`tenant:${vera.tenant.id}`)).filter(({ act }) => act === 'ai:ask')

describe('the panel on the page of a case', () => {
  it('takes a question without a script, and the next page shows the whole answer with the name of the model', async () => {
    expect(await textOf(`/workspace/cases/${vera.caseId}`)).toContain('Ask a model')
    const response = await ask({ task: 'summarize', text: '' })
    expect(response.status).toBe(303)
    const html = await textOf(runIn(response))
    expect(answerIn(html)).toMatch(/^Case C-\d+ is open, severity high/)
    expect(html).toContain('The answer is complete.')
    expect(html).toContain('offline model')
    expect(html).not.toMatch(/canary/i)
    expect(await asked()).toMatchObject([{ operator_id: vera.person.id, session_id: vera.sessionId, facts: { task: 'summarize' } }])
  })

  it('streams to whoever has a script, goes on after a reload, and shows it on the case in another tab', async () => {
    const script = new Script(['One ', 'two ', 'three.'])
    await letSpeak(vera.person.id, script)
    const address = runIn(await ask({ task: 'chat', text: 'How does it stand?' }, HTMX))
    script.let(1)
    await expect.poll(async () => answerIn(await textOf(address))).toBe('One ')
    const html = await textOf(`/workspace/cases/${vera.caseId}`)
    expect(html).toContain(`data-stream="${address}/text?from=1"`)
    expect(html).toMatch(/id="answer" aria-busy="true"/)
    const rest = textOf(`${address}/text?from=1`)
    script.let()
    expect(await rest).toBe('two three.')
    expect(answerIn(await textOf(address))).toBe('One two three.')
  })

  it('stops from any tab, and says so', async () => {
    const script = new Script(['One ', 'two ', 'three.'])
    await letSpeak(vera.person.id, script)
    const address = runIn(await ask({ task: 'chat', text: 'How does it stand?' }, HTMX))
    script.let(1)
    await expect.poll(async () => answerIn(await textOf(address))).toBe('One ')
    const rest = textOf(`${address}/text?from=0`)
    expect((await vera.browser.post(`${address}/cancel`)).status).toBe(303)
    expect(await rest).toBe('One ')
    expect(await textOf(address)).toContain('The answer was stopped.')
    expect(script.isAborted).toBe(true)
  })

  it('asks once, however often the button was pressed', async () => {
    const key = newId('key')
    const [first, second] = [await ask({ task: 'timeline', text: '', key }), await ask({ task: 'timeline', text: '', key })]
    expect(runIn(first)).toBe(runIn(second))
    expect(await asked()).toHaveLength(1)
  })

  it('leaves the answer before in sight when a form comes back', async () => {
    await ask({ task: 'summarize', text: '' })
    const refused = await ask({ task: 'chat', text: ' ' })
    expect(answerIn(await refused.text())).toMatch(/^Case C-\d+ is open/)
  })

  it.each([
    ['note-cleanup', '- the ledger comes Monday', 'The ledger comes Monday.'],
    ['translate en', 'Der Bericht kommt am Montag.', 'The offline model cannot translate.'],
  ])('works on what is typed (%s), and shows it on the case that it was asked on', async (task, text, answer) => {
    const response = await ask({ task, text })
    for (const path of [runIn(response), `/workspace/cases/${vera.caseId}`]) expect(answerIn(await textOf(path))).toContain(answer)
    expect(await asked()).toMatchObject([{ outcome: 'done', entity_ids: [] }])
  })

  it('says what is missing, in the same form, and asks nobody', async () => {
    const response = await ask({ task: 'chat', text: ' ' })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('Write what it is about.')
    expect((await ask({ task: 'conjure', text: 'x' })).status).toBe(422)
    expect(await asked()).toEqual([])
  })

  it('knows no case of another tenant and no answer of another session', async () => {
    const foreign = await aCase((await aTenant()).id)
    expect((await vera.browser.post(`/workspace/cases/${foreign.id}/runs`, { task: 'summarize' })).status).toBe(404)
    const address = runIn(await ask({ task: 'summarize', text: '' }))
    const hugo = await inside('hugo')
    for (const path of [address, `${address}/text`]) expect((await hugo.browser.get(path)).status).toBe(404)
    expect((await hugo.browser.post(`${address}/cancel`)).status).toBe(404)
  })

  it('stops at so many questions at once, and says when it may be again', async () => {
    await letSpeak(vera.person.id, new Script(['One ']))
    for (const text of ['one', 'two']) expect((await ask({ task: 'chat', text }, HTMX)).status).toBe(303)
    const third = await ask({ task: 'chat', text: 'three' }, HTMX)
    expect(third.status).toBe(422)
    expect(await third.text()).toContain('It may be again in 5 seconds.')
    expect(await asked()).toHaveLength(2)
  })

  it('shows the case all the same when the answers cannot be had', async () => {
    const { browser, tenant } = await inside('vera', {
      parts: {
        ai: () => {
          throw new Error('away')
        },
      },
    })
    const { id, number } = await aCase(tenant.id)
    expect(await (await browser.get(`/workspace/cases/${id}`)).text()).toContain(`C-${number}`)
  })
})

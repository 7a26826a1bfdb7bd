import type { Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { leaveAll, letWrite } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { next } from './sockets/client.ts'
import { insideAcme } from './sockets/inside.ts'

type Chunk = { runId: string; i: number; text: string }
type Answer = { success: boolean; runId?: string; error?: string; availableSkills?: string[] }

const open: Socket[] = []
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect()
})

const connected = async ({ connect }: Awaited<ReturnType<typeof insideAcme>>) => {
  const socket = connect()
  open.push(socket)
  await next(socket, 'connect')
  return socket
}
const ask = (socket: Socket, name: string, body: object): Promise<Answer> => socket.timeout(20_000).emitWithAck(name, body)
const listen = (socket: Socket) => {
  const chunks: Chunk[] = []
  socket.on('ai:chat-chunk', (chunk: Chunk) => chunks.push(chunk))
  return chunks
}

describe('the stock client in the namespace of models', () => {
  it('loads a case, asks, watches the answer arrive, and stops the next one from another connection', async () => {
    const vera = await insideAcme()
    const socket = await connected(vera)
    const loaded = await ask(socket, 'ai:load-context', { entityType: 'case', entityId: vera.caseId })
    expect(loaded).toMatchObject({ success: true, context: { entityType: 'case', entityId: vera.caseId } })
    expect(loaded.availableSkills).toContain('summarize')
    const chunks = listen(socket)
    const complete = next<{ runId: string; usage: object }>(socket, 'ai:chat-complete')
    socket.emit('ai:chat', { message: 'Where does this case stand, what happened so far, and what is still missing in it?' })
    const { runId } = await complete
    expect(chunks.length).toBeGreaterThanOrEqual(20)
    expect(chunks.map(({ i }) => i)).toEqual(chunks.map((_, i) => i))

    const other = await connected(vera)
    const again = listen(other)
    const whole = next(other, 'ai:chat-complete')
    other.emit('ai:resume', { runId, from: 0 })
    await whole
    expect(again).toEqual(chunks)

    chunks.length = 0
    const cancelled = next<{ i: number }>(socket, 'ai:chat-cancelled')
    socket.emit('ai:chat', { message: 'And once more?' })
    await expect.poll(() => chunks.length, { interval: 5 }).toBeGreaterThanOrEqual(3)
    expect(await ask(other, 'ai:cancel', {})).toMatchObject({ success: true, state: 'cancelled' })
    const atAck = chunks.length
    expect((await cancelled).i).toBe(chunks.length)
    expect(chunks.length - atAck).toBeLessThanOrEqual(1)
  }, 40_000)

  it('turns notes into prose and is told of an unknown skill', async () => {
    const vera = await insideAcme()
    const socket = await connected(vera)
    const result = next<{ output: string }>(socket, 'ai:skill-result')
    socket.emit('ai:execute-skill', { skill: 'note-cleanup', input: { text: '- called the site\n- nobody answered' } })
    expect((await result).output).toBe('Called the site. Nobody answered.')
    const refused = next<{ code: string }>(socket, 'ai:skill-error')
    socket.emit('ai:execute-skill', { skill: 'nothing-of-the-kind', input: {} })
    expect((await refused).code).toBe('UNKNOWN_SKILL')
  })
})

describeInBrowser('the panel on the page of a case', (opened) => {
  beforeEach(() => leaveAll(CAST.vera.id))

  it('shows the words as they come, stops when it is told to, and is met again after a reload', async () => {
    const page = await signInAs('vera', await opened())
    await enter(page)
    await page.locator('.row-link').first().click()
    const panel = page.locator('#ask')
    await panel.getByLabel('What do you want?').selectOption('summarize')
    await panel.getByRole('button', { name: 'Ask' }).click()
    const text = panel.locator('#answer')
    const lengths = new Set<number>()
    await expect
      .poll(
        async () => {
          if ((await text.count()) > 0) lengths.add((await text.innerText({ timeout: 1_000 })).length)
          return panel.getByText('The answer is complete.').count()
        },
        { interval: 40 },
      )
      .toBe(1)
    expect(lengths.size).toBeGreaterThan(3)
    expect(await panel.getByText('offline model').count()).toBe(1)

    // On a slow machine an answer is complete before the page is back: then another is asked for.
    const stopped = async () => {
      await panel.getByLabel('Your question or notes').fill('What is missing in this case, and who should do what about it first?')
      await panel.getByLabel('What do you want?').selectOption('chat')
      await panel.getByRole('button', { name: 'Ask' }).click()
      await panel.getByRole('button', { name: 'Stop' }).waitFor()
      await page.reload()
      const pressed = await panel
        .getByRole('button', { name: 'Stop' })
        .click({ timeout: 2_000 })
        .catch(() => 'too late')
      return pressed ?? panel.getByText(/^The answer (was stopped|is complete)\./).textContent()
    }
    await expect.poll(stopped, { timeout: 45_000 }).toContain('The answer was stopped.')
    await page.reload()
    expect(await panel.getByText('The answer was stopped.').count()).toBe(1)
  }, 60_000)

  it.each(walked)(
    'shows an answer that goes into a note by one press, $name',
    async (size) => {
      const { viewport, colorScheme } = size
      const page = await signInAs('imke', await opened({ viewport, colorScheme }))
      await leaveAll(CAST.imke.id)
      await enter(page)
      await page.locator('.row-link').first().click()
      const panel = page.locator('#ask')
      const ask = async (words: string) => {
        await panel.getByLabel('Your question or notes').fill(words)
        await panel.getByRole('button', { name: 'Ask' }).click()
      }
      await ask('What is missing in this case, and who should do what about it first?')
      await panel.getByRole('button', { name: 'Stop' }).waitFor()
      await panel.getByText('The answer is complete.').waitFor({ timeout: 20_000 })
      await panel.locator('#insert').waitFor()
      await ask(' ')
      await panel.locator('#form-errors').waitFor()
      await letWrite(CAST.imke.id)
      await page.reload()
      await ask('And since when is that so?')
      await panel.getByRole('button', { name: 'Stop' }).waitFor()
      await expect.poll(() => panel.locator('#answer').innerText()).not.toBe('')
      await panel.getByRole('button', { name: 'Stop' }).click()
      await panel.getByText('The answer was stopped.').waitFor()
      await panel.getByText('Goes on from one earlier question').click()
      await picture(page, size, 'ask-03-stopped', true)
      await panel.getByRole('link', { name: 'Insert as note' }).click()
      const note = page.locator('#new-note')
      await note.getByText('Drafted by offline model').waitFor()
      await picture(page, size, 'ask-04-note', true)
      await note.getByRole('textbox', { name: 'Note', exact: true }).fill('Nothing is missing, as far as one can see.')
      await note.getByRole('button', { name: 'Add the note' }).click()
      await page.getByText('The note was added.').waitFor()
      expect(await page.locator('#notes').innerText()).toMatch(/You.*Drafted by offline model/s)
      await leaveAll(CAST.imke.id)
    },
    120_000,
  )

  it('works without a script: the next page shows the answer', async () => {
    const context = await opened({ javaScriptEnabled: false })
    const page = await signInAs('vera', context)
    await enter(page)
    await page.locator('.row-link').first().click()
    await page.getByLabel('What do you want?').selectOption('timeline')
    await page.getByRole('button', { name: 'Ask' }).click()
    await page.waitForURL(/\/workspace\/runs\//)
    expect(await page.locator('#answer').innerText()).toMatch(/^\d{4}-\d\d-\d\d: /)
  }, 60_000)
})

import type { Model, Said } from '#worker/ai/rules/model.ts'
import { type Prompt, textOf } from '#worker/ai/rules/prompt.ts'
import { tokensOf } from '#worker/ai/rules/tokens.ts'
import { drafted, prosed, summed, told, triaged } from '#worker/ai/providers/offline/extracts.ts'

/** A few words, this often, in ms: it streams, is stopped and is paid for as the others are. */
const EVERY = 50
const WORDS = 3

/** The model of a portal that has no other: it picks sentences of the record and puts notes in order. It runs here and sends nothing. */
export function offlineModel(): Model {
  return {
    name: 'offline-extractive',
    label: 'offline model',
    async *stream(prompt, signal): AsyncGenerator<Said> {
      const answer = answerTo(prompt)
      let tokensOut = 0
      for (const text of piecesOf(answer)) {
        await passes(EVERY, signal)
        if (signal.aborted) return
        tokensOut += tokensOf(text)
        yield { text }
      }
      const { system, user } = textOf(prompt, '')
      yield { usage: { tokensIn: tokensOf(system) + tokensOf(user), tokensOut } }
    },
  }
}

export function answerTo({ task, words, record }: Prompt): string {
  const lines = record?.lines ?? []
  const rest = record && record.leftOut > 0 ? ` The record is longer: ${record.leftOut} further lines did not fit and were not read.` : ''
  switch (task) {
    case 'note-cleanup':
      return prosed(words)
    case 'translate':
      return `The offline model cannot translate. The text is unchanged: ${words}`
    case 'timeline':
      return told(lines) + rest
    case 'risk-triage':
      return triaged(lines) + rest
    case 'draft-response':
      return drafted(record?.label ?? 'this record', lines) + rest
    case 'summarize':
    case 'project-status':
      return summed(lines, words) + rest
    case 'chat':
      return `${summed(lines, words)} This is what the record holds on it; the offline model picks sentences and draws no conclusions.${rest}`
  }
}

/** A few words each, with the space that follows, so that together they are the text. */
export function piecesOf(text: string): string[] {
  return text.match(new RegExp(`(?:\\S+\\s*){1,${WORDS}}`, 'g')) ?? []
}

function passes(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((go) => {
    const timer = setTimeout(go, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), go()), { once: true })
  })
}

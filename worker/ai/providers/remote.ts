import { guardedFetch } from '#worker/ai/providers/guarded-fetch.ts'
import {
  APICallError,
  createAnthropic,
  createOpenAICompatible,
  createWorkersAI,
  type LanguageModel,
  streamLanguageModelCall,
} from '#worker/ai/providers/packages.gen.js'
import { type Model, ModelFault, type Said } from '#worker/ai/rules/model.ts'
import { textOf } from '#worker/ai/rules/prompt.ts'
import type { AiSettings } from '#worker/ai/rules/settings.ts'
import { newSecret } from '#worker/rules/ids.ts'

/** The most that an answer may cost, in tokens. */
const MOST_TOKENS = 2_000
const TOO_MANY_REQUESTS = 429

type Remote = Exclude<AiSettings['provider'], { kind: 'offline' }>

/** A model that is asked over the line. It has no tools: all it can do is speak. */
export function remoteModel(provider: Remote, binding: unknown): Model {
  const model = modelOf(provider, binding)
  return {
    name: provider.model,
    label: provider.model,
    async *stream(prompt, signal): AsyncGenerator<Said> {
      const { system, user } = textOf(prompt, newSecret().slice(0, 16))
      try {
        // One call and no more: whoever wants a run again, asks again. Nothing of it is written to the console, warnings neither.
        const { stream } = await streamLanguageModelCall({
          model,
          system,
          prompt: user,
          maxOutputTokens: MOST_TOKENS,
          abortSignal: signal,
        })
        let isWhole = false
        for await (const part of partsOf(stream, signal)) {
          if (part.type === 'text-delta') yield { text: part.text }
          if (part.type === 'error') throw faultOf(part.error)
          if (part.type === 'model-call-end') {
            if (part.finishReason !== 'stop' && part.finishReason !== 'length') throw new ModelFault('PROVIDER')
            isWhole = true
            const { inputTokens, outputTokens } = part.usage
            if (inputTokens !== undefined && outputTokens !== undefined) yield { usage: { tokensIn: inputTokens, tokensOut: outputTokens } }
          }
        }
        if (!isWhole) throw new ModelFault('PROVIDER')
      } catch (error) {
        throw faultOf(error)
      }
    },
  }
}

/** What is said, until the signal is aborted: then the line is hung up, also on somebody who is silent. */
async function* partsOf<T>(stream: ReadableStream<T>, signal: AbortSignal): AsyncGenerator<T> {
  const reader = stream.getReader()
  const hangUp = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', hangUp, { once: true })
  if (signal.aborted) hangUp()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } finally {
    signal.removeEventListener('abort', hangUp)
    hangUp()
  }
}

function modelOf(provider: Remote, binding: unknown): LanguageModel {
  switch (provider.kind) {
    case 'workers-ai':
      return createWorkersAI({ binding: binding as never })(provider.model as never) as LanguageModel
    case 'openai-compatible':
      return createOpenAICompatible({
        name: 'configured',
        baseURL: provider.url,
        fetch: guardedFetch,
        includeUsage: true,
        ...(provider.key !== undefined && { apiKey: provider.key }),
      }).chatModel(provider.model)
    case 'anthropic':
      return createAnthropic({
        apiKey: provider.key,
        fetch: guardedFetch,
        ...(provider.url !== undefined && { baseURL: provider.url }),
      })(provider.model)
  }
}

/** However deep: the package wraps what went wrong on the line. */
function faultOf(error: unknown): ModelFault {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (each instanceof ModelFault) return each
    if (APICallError.isInstance(each) && each.statusCode === TOO_MANY_REQUESTS) return new ModelFault('BUSY')
  }
  return new ModelFault('PROVIDER')
}

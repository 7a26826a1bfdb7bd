import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, type LanguageModel, streamText } from 'ai'
import { createWorkersAI } from 'workers-ai-provider'
import { guardedFetch } from '#worker/ai/providers/guarded-fetch.ts'
import { type Model, ModelFault, type Said } from '#worker/ai/rules/model.ts'
import { textOf } from '#worker/ai/rules/prompt.ts'
import type { AiSettings } from '#worker/ai/rules/settings.ts'
import { newSecret } from '#worker/rules/ids.ts'

/** The most that an answer may cost, in tokens. */
const MOST_TOKENS = 2_000
const TOO_MANY_REQUESTS = 429

// The package writes warnings about models and settings to the console, with what it was given.
;(globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false

type Remote = Exclude<AiSettings['provider'], { kind: 'offline' }>

/** A model that is asked over the line. It has no tools: all it can do is speak. */
export function remoteModel(provider: Remote, binding: unknown): Model {
  const model = modelOf(provider, binding)
  return {
    name: provider.model,
    label: provider.model,
    async *stream(prompt, signal): AsyncGenerator<Said> {
      const { system, user } = textOf(prompt, newSecret().slice(0, 16))
      // A run is asked for once: whoever wants it again, asks again.
      const { fullStream } = streamText({
        model,
        system,
        prompt: user,
        maxOutputTokens: MOST_TOKENS,
        maxRetries: 0,
        abortSignal: signal,
        onError: () => {}, // it would write to the console what it was asked
      })
      try {
        for await (const part of fullStream) {
          if (part.type === 'text-delta') yield { text: part.text }
          if (part.type === 'error') throw faultOf(part.error)
          if (part.type === 'finish') {
            if (part.finishReason !== 'stop' && part.finishReason !== 'length') throw new ModelFault('PROVIDER')
            const { inputTokens, outputTokens } = part.totalUsage
            if (inputTokens !== undefined && outputTokens !== undefined) yield { usage: { tokensIn: inputTokens, tokensOut: outputTokens } }
          }
        }
      } catch (error) {
        throw faultOf(error)
      }
    },
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

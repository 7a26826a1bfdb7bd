/** What is taken of the packages that speak with providers. `dev/build/packages.ts` makes one module of it, without what else they bring. */
export { createAnthropic } from '@ai-sdk/anthropic'
export { createOpenAICompatible } from '@ai-sdk/openai-compatible'
export {
  APICallError,
  experimental_streamLanguageModelCall as streamLanguageModelCall,
  type LanguageModel,
} from 'ai'
export { createWorkersAI } from 'workers-ai-provider'

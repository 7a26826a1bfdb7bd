import * as z from 'zod/mini'
import { typed } from '#worker/ai/skills/inputs.ts'
import { ENTITY_TYPES } from '#worker/ai/rules/words.ts'
import { KEY } from '#worker/rules/ids.ts'

/** What a client may say, by shape. Fields that nobody knows are left aside, as socket.io clients send them. */
const id = z.string().check(z.regex(KEY))
const commandId = z.optional(z.string().check(z.regex(/^[\w-]{1,80}$/)))

export const shapes = {
  'ai:load-context': z.object({ entityType: z.enum(ENTITY_TYPES), entityId: id }),
  'ai:execute-skill': z.object({ skill: z.string(), input: z.optional(z.unknown()), commandId }),
  'ai:chat': z.object({ message: typed, commandId }),
  'ai:cancel': z.object({ runId: z.optional(id) }),
  'ai:resume': z.object({ runId: id, from: z.int().check(z.minimum(0)) }),
} as const
export type CommandName = keyof typeof shapes

export const isCommand = (name: unknown): name is CommandName => typeof name === 'string' && Object.hasOwn(shapes, name)

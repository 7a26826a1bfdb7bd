import * as z from 'zod/mini'
import { line } from '#worker/rules/line.ts'
import { CONFIG, type ConfigBody, type ConfigField, documentFrom } from '#worker/support/rules/config-documents.ts'
import { CONFIG_DOCUMENTS, type ConfigDocument } from '#worker/support/rules/register-words.ts'

/** A document as a program sends it, whole: numbers are numbers, lists are lists. What the form of the page would refuse is refused. */
export function configBody(document: ConfigDocument): z.ZodMiniType<ConfigBody> {
  const shape = Object.fromEntries(CONFIG[document].fields.map((field) => [field.name, schemaOf(field)]))
  return z.strictObject(shape) as unknown as z.ZodMiniType<ConfigBody>
}

function schemaOf(field: ConfigField): z.ZodMiniType {
  switch (field.kind) {
    case 'yes-no':
      return z.boolean()
    case 'text':
    case 'long-text':
      return z.string().check(z.trim(), z.minLength(1), z.maxLength(field.most))
    case 'number':
      return z.int().check(z.minimum(field.least), z.maximum(field.most))
    case 'choice':
      return z.enum(field.words as [string, ...string[]])
    case 'words':
      return z.array(z.enum(field.words as [string, ...string[]])).check(
        z.minLength(1),
        z.refine((words) => new Set(words).size === words.length, 'Each word once.'),
      )
    case 'colour':
      return z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/))
    case 'address':
      return z.string().check(z.regex(/^https:\/\/[\w.-]+(:\d+)?(\/[^\s"'<>]*)?$/), z.maxLength(300))
  }
}

const bodies = CONFIG_DOCUMENTS.map(configBody) as unknown as [z.ZodMiniType<ConfigBody>, ...z.ZodMiniType<ConfigBody>[]]

/** A new version of a document: over which one, why, and what it says. */
export const configChange = z.strictObject({
  version: z.int().check(z.minimum(0), z.maximum(999_999)),
  reason: line('Say why it changes.', 300),
  body: z.union(bodies),
})

/** Which document it is, the address says. */
export const configBodyAt = (at: Record<string, string>) => ({
  field: 'body',
  schema: configBody(documentFrom(at.document ?? '') ?? 'intake'),
})

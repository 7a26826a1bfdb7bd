import * as z from 'zod/mini'
import { line } from '#worker/rules/line.ts'
import { CONFIG_DOCUMENTS, type ConfigDocument } from '#worker/support/rules/register-words.ts'
import { LANGUAGES, TENANT_ROLES } from '#worker/tenant/rules/words.ts'

export type ConfigValue = string | number | boolean | string[]
export type ConfigBody = Record<string, ConfigValue>

export type ConfigField = { name: string; label: string; hint?: string } & (
  | { kind: 'yes-no' }
  | { kind: 'text'; most: number }
  | { kind: 'long-text'; most: number }
  | { kind: 'words'; words: readonly string[] }
  | { kind: 'number'; least: number; most: number }
  | { kind: 'choice'; words: readonly string[] }
  | { kind: 'colour' }
  | { kind: 'address' }
)

/** The settings a tenant has, by document. What is not named here is neither shown nor taken. */
export const CONFIG: Record<ConfigDocument, { title: string; about: string; fields: readonly ConfigField[] }> = {
  intake: {
    title: 'Intake',
    about: 'How people report.',
    fields: [
      { name: 'anonymousAllowed', label: 'Anonymous reports are accepted', kind: 'yes-no' },
      {
        name: 'languages',
        label: 'Languages',
        kind: 'words',
        words: LANGUAGES,
        hint: `Codes with commas between: ${LANGUAGES.join(', ')}.`,
      },
      { name: 'openingText', label: 'Opening text', kind: 'long-text', most: 500, hint: 'What a reporter reads first.' },
    ],
  },
  routing: {
    title: 'Routing',
    about: 'Who gets a report, and when it goes up.',
    fields: [
      { name: 'defaultAssigneeRole', label: 'New cases go to', kind: 'choice', words: TENANT_ROLES },
      { name: 'escalateAfterDays', label: 'Escalate after, in days', kind: 'number', least: 1, most: 90 },
      { name: 'criticalToOfficer', label: 'Critical reports go to the compliance officer at once', kind: 'yes-no' },
    ],
  },
  retention: {
    title: 'Retention',
    about: 'How long what is kept.',
    fields: [
      { name: 'closedCasesMonths', label: 'Closed cases, in months', kind: 'number', least: 6, most: 120 },
      { name: 'auditYears', label: 'Audit trail, in years', kind: 'number', least: 7, most: 15 },
    ],
  },
  notifications: {
    title: 'Notifications',
    about: 'What is sent to whom, and how often.',
    fields: [
      { name: 'digest', label: 'Digest', kind: 'choice', words: ['DAILY', 'WEEKLY', 'NONE'] },
      { name: 'remindAfterDays', label: 'Remind after, in days', kind: 'number', least: 1, most: 60 },
    ],
  },
  branding: {
    title: 'Branding',
    about: 'What the reporting site looks like.',
    fields: [
      { name: 'displayName', label: 'Display name', kind: 'text', most: 80 },
      { name: 'accentColor', label: 'Accent colour', kind: 'colour', hint: 'As #rrggbb.' },
      { name: 'logoUrl', label: 'Logo', kind: 'address', hint: 'An address that begins with https://.' },
    ],
  },
}

/** A document by its name in the address. */
export const documentFrom = (name: string) => CONFIG_DOCUMENTS.find((each) => each === name)

/** The form of a document: its fields as typed text, the version that was seen, and the reason. */
export function configForm(document: ConfigDocument) {
  const shape = Object.fromEntries(CONFIG[document].fields.map((field) => [field.name, schemaOf(field)]))
  return z.strictObject({
    ...(shape as Record<string, z.ZodMiniType<ConfigValue>>),
    version: z.pipe(z.string('Reload the page.').check(z.regex(/^\d{1,6}$/, 'Reload the page.')), z.transform(Number)),
    reason: line('Say why it changes.', 300),
  })
}

function schemaOf(field: ConfigField): z.ZodMiniType {
  const missing = `Fill in "${field.label}".`
  switch (field.kind) {
    case 'yes-no':
      return z.pipe(
        z.optional(z.enum(['yes'], missing)),
        z.transform((text) => text === 'yes'),
      )
    case 'text':
    case 'long-text':
      return z.string(missing).check(z.trim(), z.minLength(1, missing), z.maxLength(field.most, `At most ${field.most} characters.`))
    case 'number': {
      const message = `"${field.label}" takes a whole number from ${field.least} to ${field.most}.`
      return z.pipe(
        z.string(message).check(z.regex(/^\d{1,4}$/, message)),
        z.pipe(z.transform(Number), z.number().check(z.minimum(field.least, message), z.maximum(field.most, message))),
      )
    }
    case 'choice':
      return z.enum(field.words as [string, ...string[]], missing)
    case 'words': {
      const message = `"${field.label}" takes codes from the list, with commas between.`
      return z.pipe(
        z.pipe(z.string(missing).check(z.maxLength(200, message)), z.transform(listed)),
        z.array(z.enum(field.words as [string, ...string[]], message)).check(z.minLength(1, message)),
      )
    }
    case 'colour':
      return z.string(missing).check(z.regex(/^#[0-9a-fA-F]{6}$/, 'A colour is written as #rrggbb.'))
    case 'address':
      return z
        .string(missing)
        .check(z.regex(/^https:\/\/[\w.-]+(:\d+)?(\/[^\s"'<>]*)?$/, 'An address begins with https://.'), z.maxLength(300))
  }
}

const listed = (text: string) => [...new Set(text.split(/[,\s]+/).filter(Boolean))]

/** A value as it stands in a form. */
export function typedFrom(body: ConfigBody): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      if (typeof value === 'boolean') return value ? [[name, 'yes']] : []
      return [[name, Array.isArray(value) ? value.join(', ') : String(value)]]
    }),
  )
}

/** What one version made of another, field by field; all of it where there was none before. */
export function changesBetween(document: ConfigDocument, before: ConfigBody | undefined, after: ConfigBody) {
  return CONFIG[document].fields.flatMap((field) => {
    const [was, is] = [before?.[field.name], after[field.name]]
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, was, is }]
  })
}

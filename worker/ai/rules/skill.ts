import type * as z from 'zod/mini'
import type { Role } from '#worker/auth/rules/roles.ts'
import type { RecordText } from '#worker/ai/rules/record.ts'
import type { EntityType, SkillName } from '#worker/ai/rules/words.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** What somebody gives along: their own words, and a language where one is asked for. */
export type Given = { text: string; language: string }

/** Something a model can be asked for by name. */
export type Skill = {
  name: SkillName
  /** On the button. */
  title: string
  entityTypes: readonly EntityType[]
  /** Undefined: everybody who may look at the record. */
  roles?: readonly (Role | TenantRole)[]
  /** It would change something: not in a session that only reads. */
  writes: boolean
  /** Whether it works on the record, or only on what is given. */
  needs: 'record' | 'text'
  input: z.ZodMiniType<Given>
  instructions: (given: Given) => string
  /** Whether an answer is what was asked for. */
  fits: (output: string, given: Given) => boolean
  example: { record: Pick<RecordText, 'label' | 'lines'> | null; given: Given; output: string }
}

export type Asker = { role: Role | TenantRole; mayWrite: boolean }

export function isFor(skill: Skill, entityType: EntityType, { role, mayWrite }: Asker): boolean {
  const isTheirs = skill.roles === undefined || skill.roles.includes(role)
  return skill.entityTypes.includes(entityType) && isTheirs && (mayWrite || !skill.writes)
}

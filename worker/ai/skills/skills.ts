import { type Asker, isFor, type Skill } from '#worker/ai/rules/skill.ts'
import type { EntityType, SkillName } from '#worker/ai/rules/words.ts'
import { draftResponse } from '#worker/ai/skills/draft-response.ts'
import { noteCleanup } from '#worker/ai/skills/note-cleanup.ts'
import { projectStatus } from '#worker/ai/skills/project-status.ts'
import { riskTriage } from '#worker/ai/skills/risk-triage.ts'
import { summarize } from '#worker/ai/skills/summarize.ts'
import { timeline } from '#worker/ai/skills/timeline.ts'
import { translate } from '#worker/ai/skills/translate.ts'

/** All of them, by name. */
export const SKILLS: Readonly<Record<SkillName, Skill>> = {
  summarize,
  'note-cleanup': noteCleanup,
  translate,
  'risk-triage': riskTriage,
  timeline,
  'draft-response': draftResponse,
  'project-status': projectStatus,
}

export const skillNamed = (name: unknown): Skill | undefined =>
  typeof name === 'string' && Object.hasOwn(SKILLS, name) ? SKILLS[name as SkillName] : undefined

/** What this person may ask for of such a record, in the order of the list. */
export const skillsFor = (entityType: EntityType, asker: Asker): Skill[] =>
  Object.values(SKILLS).filter((skill) => isFor(skill, entityType, asker))

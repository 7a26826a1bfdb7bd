import type { CaseStatus, PARTICIPANT_ROLES } from '#worker/tenant/rules/words.ts'
import { CASE_NOTES, INTERNAL_NOTES } from './casework.ts'
import { languageOf } from './countries.ts'
import { along, latest } from './instants.ts'
import { investigationOf } from './investigations.ts'
import { someName } from './names.ts'
import type { People } from './people.ts'
import { odds, type Weighted } from './random.ts'
import type { Row } from './rows.ts'
import type { Scene } from './scene.ts'
import { slotsFor } from './slots.ts'

/** A case with all that is filed under it. Dates are shares of its lifetime, so that they are in order however short it was. */
export type CaseFile = {
  case: Row<'cases'>
  investigations: Row<'investigations'>[]
  investigationSteps: Row<'investigationSteps'>[]
  notes: Row<'notes'>[]
  participants: Row<'participants'>[]
}

export type Lifetime = { status: CaseStatus; createdAt: Date; end: Date }

/** Sets `updatedAt` of the case to the last thing that happened in it. */
export function caseFile(scene: Scene, people: People, row: Row<'cases'>, life: Lifetime): CaseFile {
  const { random } = scene
  const looked = random.chance(life.status === 'OPEN' ? 0.3 : life.status === 'IN_PROGRESS' ? 0.8 : 0.36)
  const { investigations, investigationSteps } = looked ? investigationOf(scene, row, life) : { investigations: [], investigationSteps: [] }
  const notes = notesOf(scene, people, row, life)
  const happened = [
    ...notes.map((note) => note.createdAt),
    ...investigations.map((one) => one.startedAt),
    ...investigationSteps.map((step) => step.doneAt),
  ]
  row.updatedAt = happened.reduce<Date>((last, at) => (at ? latest(last, at) : last), row.updatedAt)
  return { case: row, investigations, investigationSteps, notes, participants: participantsOf(scene, people, row) }
}

function notesOf(
  { random, keys, tenant, write }: Scene,
  { handlers }: People,
  row: Row<'cases'>,
  { createdAt, end }: Lifetime,
): Row<'notes'>[] {
  if (handlers.length === 0) return []
  const instants = Array.from({ length: random.weighted(NOTE_COUNTS) }, () => along(createdAt, end, random.next())).sort(
    (a, b) => a.getTime() - b.getTime(),
  )
  return instants.map((at) => {
    const id = keys('note', at)
    const visibility = random.chance(0.65) ? 'INTERNAL' : 'CASE'
    const author = row.assigneeId && random.chance(0.6) ? row.assigneeId : random.pick(handlers).id
    const body = write(
      [random.pick(visibility === 'INTERNAL' ? INTERNAL_NOTES : CASE_NOTES)],
      slotsFor(random, 'en', tenant.setting),
      ' ',
      'note',
      id,
      'body',
    )
    const who = { authorId: author, writtenBy: null, draftedBy: null }
    return { id, tenantId: tenant.row.id, caseId: row.id, ...who, visibility, body, createdAt: at }
  })
}

function participantsOf({ random, keys, tenant }: Scene, { users }: People, row: Row<'cases'>): Row<'participants'>[] {
  const count = random.weighted(PARTICIPANT_COUNTS)
  return Array.from({ length: count }, (_, i) => {
    const user = users.length > 0 && random.chance(0.35) ? random.pick(users) : null
    return {
      id: keys('par', row.createdAt),
      tenantId: tenant.row.id,
      caseId: row.id,
      role: i === 0 ? 'SUBJECT' : random.weighted(PARTS),
      name: user ? user.name : someName(random, languageOf(tenant.setting.locale)).latin,
      tenantUserId: user && user.id,
      internalUserId: null,
      identityHash: null,
    }
  })
}

const NOTE_COUNTS: Weighted<number> = [
  [0, 30],
  [1, 30],
  [2, 20],
  [3, 12],
  [5, 6],
  [9, 2],
]
const PARTICIPANT_COUNTS: Weighted<number> = [
  [0, 22],
  [1, 32],
  [2, 26],
  [3, 13],
  [4, 7],
]
const PARTS: Weighted<(typeof PARTICIPANT_ROLES)[number]> = odds({ WITNESS: 45, SUBJECT: 15, VICTIM: 18, REPORTER: 12, MANAGER: 10 })

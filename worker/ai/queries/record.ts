import {
  caseForModel,
  investigationForModel,
  reportForModel,
  type ToldCase,
  type ToldInvestigation,
  type ToldNote,
  type ToldReport,
  type ToldStep,
} from '#worker/ai/queries/reading.ts'
import { counted, dayOf, inWords, type Line, type RecordText } from '#worker/ai/rules/record.ts'
import type { EntityType } from '#worker/ai/rules/words.ts'
import type { ActName } from '#worker/audit/rules/acts.ts'
import type { Role } from '#worker/auth/rules/roles.ts'
import { readTogetherWithTrail } from '#worker/db/read.ts'
import type { Scope } from '#worker/db/scope.ts'
import { caseLabel, reportLabel } from '#worker/tenant/rules/numbers.ts'

/** Were there more in what is read for a model, it would be shown as to the least of the staff, whoever asks. */
const MODEL: { role: Role } = { role: 'SUPPORT_L1' }

/** `facts` stand in the trail beside the ids of everything that was read. */
export type Telling = { act: Extract<ActName, `ai:${string}`>; facts?: Record<string, string | number>; now: Date }

/** A record as it is told to a model, read with a trail row through the asker's own session, or as the tenant's own user they are;
 *  undefined where they find nothing. */
export async function recordText(
  scope: Scope,
  { entityType, entityId }: { entityType: EntityType; entityId: string },
  telling: Telling,
): Promise<RecordText | undefined> {
  const about = { entityType, entityId }
  const act = { act: telling.act, about: entityId, ...(telling.facts && { facts: telling.facts }) }
  const who = { scope, operator: MODEL }
  switch (entityType) {
    case 'case': {
      const { case: found, ...rest } = await readTogetherWithTrail(who, act, caseForModel(entityId))
      return found[0] && { ...about, label: caseLabel(found[0].number), lines: linesOfCase({ case: found[0], ...rest }, telling.now) }
    }
    case 'riu': {
      const { report: found, itsCase } = await readTogetherWithTrail(who, act, reportForModel(entityId))
      return found[0] && { ...about, label: reportLabel(found[0].number), lines: linesOfReport(found[0], itsCase[0]) }
    }
    case 'investigation': {
      const { investigation: found, steps } = await readTogetherWithTrail(who, act, investigationForModel(entityId))
      return found[0] && { ...about, label: found[0].title, lines: linesOfInvestigation(found[0], steps) }
    }
    case 'project':
      // Nobody keeps projects here yet; whoever asks for one is told as for anything that is not there.
      await readTogetherWithTrail(who, act, { case: caseForModel(entityId).case })
      return undefined
  }
}

type WholeCase = {
  case: ToldCase
  reports: ToldReport[]
  investigations: ToldInvestigation[]
  steps: ToldStep[]
  people: unknown[]
  notes: ToldNote[]
}

function linesOfCase({ case: whole, reports, investigations: opened, steps, people, notes }: WholeCase, now: Date): Line[] {
  const label = caseLabel(whole.number)
  const isOpen = whole.status !== 'CLOSED'
  return [
    { kind: 'state', text: `Case ${label} is ${inWords(whole.status)}, severity ${inWords(whole.severity)}, priority ${whole.priority}.` },
    { kind: 'state', text: `It is about ${inWords(whole.category)}; its title is "${whole.title}".` },
    moment(`The case was opened on`, whole.createdAt),
    moment(`The last change was made on`, whole.updatedAt),
    whole.closedAt ? moment('The case was closed on', whole.closedAt) : missing('The case has not been closed.'),
    whole.outcome ? { kind: 'state', text: `Its outcome is ${inWords(whole.outcome)}.` } : missing('No outcome has been recorded.'),
    ...due(whole.dueAt, isOpen, now),
    whole.assigneeId === null ? missing('Nobody is assigned to it.') : { kind: 'state', text: 'Somebody is assigned to it.' },
    {
      kind: 'count',
      text: `There are ${[
        counted(reports.length, 'report'),
        counted(opened.length, 'investigation'),
        counted(people.length, 'person', 'people'),
        counted(notes.length, 'note'),
      ].join(', ')} on it.`,
    },
    ...(reports.length === 0 ? [missing('No report is linked to it.')] : []),
    ...(opened.length === 0 ? [missing('No investigation has been begun.')] : []),
    ...(notes.length === 0 ? [missing('Nobody has written a note about it.')] : []),
    ...reports.map(
      ({ number, type, status, createdAt }): Line => ({
        kind: 'part',
        text: `Report ${reportLabel(number)} came by ${inWords(type)} on ${dayOf(createdAt)} and is ${inWords(status)}.`,
        at: createdAt,
      }),
    ),
    ...opened.flatMap((each) =>
      investigationLines(
        each,
        steps.filter(({ investigationId }) => investigationId === each.id),
      ),
    ),
    ...notes.map(
      ({ visibility, createdAt }): Line => ({
        kind: 'part',
        text: `A note${visibility === 'INTERNAL' ? ' for internal use' : ''} was written on ${dayOf(createdAt)}.`,
        at: createdAt,
      }),
    ),
  ]
}

function linesOfReport(whole: ToldReport, itsCase: { number: number } | undefined): Line[] {
  const label = reportLabel(whole.number)
  return [
    { kind: 'state', text: `Report ${label} is ${inWords(whole.status)}, severity ${inWords(whole.severity)}.` },
    { kind: 'state', text: `It came by ${inWords(whole.type)}, in the language "${whole.language}", about ${inWords(whole.category)}.` },
    { kind: 'state', text: whole.anonymous ? 'Whoever reported stayed anonymous.' : 'Whoever reported gave a name, which is sealed.' },
    moment('The report arrived on', whole.createdAt),
    moment('The last change was made on', whole.updatedAt),
    itsCase === undefined
      ? missing('It is not linked to a case.')
      : { kind: 'state', text: `It belongs to case ${caseLabel(itsCase.number)}.` },
    missing('What the report itself says is not shown to a model.'),
  ]
}

function linesOfInvestigation(whole: ToldInvestigation, steps: ToldStep[]): Line[] {
  return [
    ...investigationLines(whole, steps).map((line, place): Line => (place === 0 ? { ...line, kind: 'state' } : line)),
    moment('It was set up on', whole.createdAt),
    whole.startedAt ? moment('It was started on', whole.startedAt) : missing('It has not been started.'),
    whole.closedAt ? moment('It was closed on', whole.closedAt) : missing('It has not been closed.'),
    ...(steps.length === 0 ? [missing('No step has been planned.')] : []),
  ]
}

type Investigation = { title: string; status: string; startedAt: Date | null }

function investigationLines({ title, status, startedAt }: Investigation, steps: Pick<ToldStep, 'title' | 'doneAt'>[]): Line[] {
  const done = steps.filter(({ doneAt }) => doneAt !== null).length
  return [
    {
      kind: 'part',
      text: `The investigation "${title}" is ${inWords(status)}, with ${done} of ${steps.length} steps done.`,
      at: startedAt ?? undefined,
    },
    ...steps.map(
      (each): Line =>
        each.doneAt === null
          ? { kind: 'part', text: `The step "${each.title}" is open.` }
          : { kind: 'part', text: `The step "${each.title}" was done on ${dayOf(each.doneAt)}.`, at: each.doneAt },
    ),
  ]
}

function due(dueAt: Date | null, isOpen: boolean, now: Date): Line[] {
  if (dueAt === null) return [missing('No due date has been set.')]
  const line = moment(`It is due on`, dueAt)
  return isOpen && dueAt < now ? [line, { kind: 'state', text: 'It is overdue.' }] : [line]
}

const moment = (sentence: string, at: Date): Line => ({ kind: 'moment', text: `${sentence} ${dayOf(at)}.`, at })
const missing = (text: string): Line => ({ kind: 'missing', text })

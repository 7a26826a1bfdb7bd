import { eq } from 'drizzle-orm'
import { cases, investigations, investigationSteps, notes, participants, rius } from '#drizzle/schema/cases.ts'
import { look, reading } from '#worker/db/read.ts'
import { selectionOf, type Shown } from '#worker/db/shown.ts'
import { MOST } from '#worker/tenant/queries/cases.ts'

/** What a model is told of, and not a column more: no name and nobody's own words are read for it. The login of tenants' own users has a
 *  right to these columns and to no others. */
const aCase = {
  id: cases.id,
  number: cases.number,
  title: cases.title,
  status: cases.status,
  priority: cases.priority,
  severity: cases.severity,
  category: cases.category,
  outcome: cases.outcome,
  assigneeId: cases.assigneeId,
  createdAt: cases.createdAt,
  updatedAt: cases.updatedAt,
  dueAt: cases.dueAt,
  closedAt: cases.closedAt,
}
const report = {
  id: rius.id,
  number: rius.number,
  type: rius.type,
  status: rius.status,
  category: rius.category,
  severity: rius.severity,
  language: rius.language,
  anonymous: rius.anonymous,
  createdAt: rius.createdAt,
  updatedAt: rius.updatedAt,
}
const itsCase = { id: cases.id, number: cases.number }
const investigation = {
  id: investigations.id,
  title: investigations.title,
  status: investigations.status,
  createdAt: investigations.createdAt,
  startedAt: investigations.startedAt,
  closedAt: investigations.closedAt,
}
const step = {
  id: investigationSteps.id,
  investigationId: investigationSteps.investigationId,
  title: investigationSteps.title,
  doneAt: investigationSteps.doneAt,
}
const person = { id: participants.id, role: participants.role }
const note = { id: notes.id, visibility: notes.visibility, createdAt: notes.createdAt }

export type ToldCase = Shown<typeof aCase>
export type ToldReport = Shown<typeof report>
export type ToldInvestigation = Shown<typeof investigation>
export type ToldStep = Shown<typeof step>
export type ToldNote = Shown<typeof note>

/** A case with what hangs on it, one statement. */
export const caseForModel = (id: string) => ({
  case: reading('case', aCase, look.select(selectionOf(aCase)).from(cases).where(eq(cases.id, id))),
  reports: reading(
    'riu',
    report,
    look.select(selectionOf(report)).from(rius).where(eq(rius.caseId, id)).orderBy(rius.createdAt).limit(MOST.reports),
  ),
  investigations: reading(
    'investigation',
    investigation,
    look
      .select(selectionOf(investigation))
      .from(investigations)
      .where(eq(investigations.caseId, id))
      .orderBy(investigations.createdAt)
      .limit(MOST.investigations),
  ),
  steps: reading(
    'investigation_step',
    step,
    look
      .select(selectionOf(step))
      .from(investigationSteps)
      .innerJoin(investigations, eq(investigations.id, investigationSteps.investigationId))
      .where(eq(investigations.caseId, id))
      .orderBy(investigationSteps.investigationId, investigationSteps.position)
      .limit(MOST.steps),
  ),
  people: reading(
    'participant',
    person,
    look.select(selectionOf(person)).from(participants).where(eq(participants.caseId, id)).orderBy(participants.id).limit(MOST.people),
  ),
  notes: reading(
    'note',
    note,
    look.select(selectionOf(note)).from(notes).where(eq(notes.caseId, id)).orderBy(notes.createdAt, notes.id).limit(MOST.notes),
  ),
})

/** Parts are named within one statement: one that had a table's name would stand in its place for the next. */
export const reportForModel = (id: string) => ({
  report: reading('riu', report, look.select(selectionOf(report)).from(rius).where(eq(rius.id, id))),
  itsCase: reading(
    'case',
    itsCase,
    look.select(selectionOf(itsCase)).from(cases).innerJoin(rius, eq(rius.caseId, cases.id)).where(eq(rius.id, id)),
  ),
})

export const investigationForModel = (id: string) => ({
  investigation: reading(
    'investigation',
    investigation,
    look.select(selectionOf(investigation)).from(investigations).where(eq(investigations.id, id)),
  ),
  steps: reading(
    'investigation_step',
    step,
    look
      .select(selectionOf(step))
      .from(investigationSteps)
      .where(eq(investigationSteps.investigationId, id))
      .orderBy(investigationSteps.position)
      .limit(MOST.steps),
  ),
})

import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { cases, investigationSteps, investigations, notes, participants, rius } from '#drizzle/schema/cases.ts'
import { tenantUsers } from '#drizzle/schema/tenant.ts'
import { look, reading, readings } from '#worker/db/read.ts'
import { joined, reckoned, selectionOf, type Shown } from '#worker/db/shown.ts'
import { canBeAssigned, writesAs } from '#worker/tenant/queries/changes.ts'
import { mayExport } from '#worker/tenant/queries/export.ts'
import { investigated, isOwn, pageOfKinds, seesEvery, seesOwn } from '#worker/tenant/queries/kinds.ts'
import { inOrder, type Turn } from '#worker/tenant/queries/place.ts'
import type { CaseFilter } from '#worker/tenant/rules/case-filter.ts'

const listed = {
  id: cases.id,
  number: cases.number,
  title: cases.title,
  status: cases.status,
  priority: cases.priority,
  severity: cases.severity,
  category: cases.category,
  assigneeId: cases.assigneeId,
  assignee: joined('assignee', tenantUsers.name),
  reports: reckoned('reports', 'internal', sql<number>`(select count(*)::integer from ${rius} where ${rius.caseId} = ${cases.id})`),
  notes: reckoned('notes', 'internal', sql<number>`(select count(*)::integer from ${notes} where ${notes.caseId} = ${cases.id})`),
  createdAt: cases.createdAt,
  updatedAt: cases.updatedAt,
}
export type ListedCase = Shown<typeof listed>

type Asked = { filter: CaseFilter; turn: Turn; most: number }

/** A page of the tenant's cases, newest first. Row-level security decides which exist for this session. */
export function listCases(filter: CaseFilter, turn: Turn, most: number) {
  return pageOfCases({ filter, turn, most })
}
const pageOfCases = readings('case', listed, (asked: Asked) => casesWhere(asked))

/** The same to be taken out of the tenant, from the top; none where the session may not. */
export function exportedCases(filter: CaseFilter, most: number) {
  return reading('case', listed, casesWhere({ filter, turn: {}, most }, mayExport))
}

function casesWhere({ filter, turn, most }: Asked, leave?: SQL) {
  const only = and(
    leave,
    filter.status && eq(cases.status, filter.status),
    filter.severity && eq(cases.severity, filter.severity),
    filter.priority === undefined ? undefined : eq(cases.priority, filter.priority),
    filter.number === undefined ? undefined : eq(cases.number, filter.number),
  )
  const kinds = [seesEvery, and(seesOwn, isOwn) as SQL, sql`${seesOwn} and ${cases.id} = ${investigated.besides()}`]
  return look
    .select(selectionOf(listed))
    .from(pageOfKinds(cases, kinds, { only, turn, most }))
    .leftJoin(tenantUsers, eq(tenantUsers.id, cases.assigneeId))
    .orderBy(...inOrder(turn, cases.createdAt, cases.id))
    .limit(most)
}

const whole = {
  ...listed,
  outcome: cases.outcome,
  dueAt: cases.dueAt,
  closedAt: cases.closedAt,
  version: cases.version,
}

const report = {
  id: rius.id,
  number: rius.number,
  type: rius.type,
  status: rius.status,
  language: rius.language,
  anonymous: rius.anonymous,
  createdAt: rius.createdAt,
}

const investigation = {
  id: investigations.id,
  title: investigations.title,
  status: investigations.status,
  assignee: joined('assignee', tenantUsers.name),
  startedAt: investigations.startedAt,
  closedAt: investigations.closedAt,
}

const step = {
  id: investigationSteps.id,
  investigationId: investigationSteps.investigationId,
  position: investigationSteps.position,
  title: investigationSteps.title,
  doneAt: investigationSteps.doneAt,
  finding: investigationSteps.finding,
}

/** Who reported is sealed from the vendor's staff, whatever their role: of a reporter only the part is shown. */
const person = {
  id: participants.id,
  role: participants.role,
  name: reckoned(
    'name',
    'personal',
    sql<string | null>`case when ${participants.role} = 'REPORTER' then null else ${participants.name} end`,
  ),
}

const note = {
  id: notes.id,
  author: joined('author', tenantUsers.name),
  authorId: notes.authorId,
  writtenBy: notes.writtenBy,
  draftedBy: notes.draftedBy,
  visibility: notes.visibility,
  body: notes.body,
  createdAt: notes.createdAt,
}

const assignable = { id: tenantUsers.id, name: tenantUsers.name, role: tenantUsers.role }

/** The most of each that one page shows. */
export const MOST = { reports: 50, investigations: 20, steps: 200, people: 100, notes: 100, assignable: 100 } as const

/** A case with everything that hangs on it: six lists, one statement. */
export function readCase(caseId: string) {
  return {
    case: reading(
      'case',
      whole,
      look.select(selectionOf(whole)).from(cases).leftJoin(tenantUsers, eq(tenantUsers.id, cases.assigneeId)).where(eq(cases.id, caseId)),
    ),
    reports: reading(
      'riu',
      report,
      look.select(selectionOf(report)).from(rius).where(eq(rius.caseId, caseId)).orderBy(rius.createdAt).limit(MOST.reports),
    ),
    investigations: reading(
      'investigation',
      investigation,
      look
        .select(selectionOf(investigation))
        .from(investigations)
        .leftJoin(tenantUsers, eq(tenantUsers.id, investigations.assigneeId))
        .where(eq(investigations.caseId, caseId))
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
        .where(eq(investigations.caseId, caseId))
        .orderBy(investigationSteps.investigationId, investigationSteps.position)
        .limit(MOST.steps),
    ),
    people: reading(
      'participant',
      person,
      look
        .select(selectionOf(person))
        .from(participants)
        .where(eq(participants.caseId, caseId))
        .orderBy(participants.role, participants.id)
        .limit(MOST.people),
    ),
    notes: reading(
      'note',
      note,
      look
        .select(selectionOf(note))
        .from(notes)
        .leftJoin(tenantUsers, eq(tenantUsers.id, notes.authorId))
        .where(eq(notes.caseId, caseId))
        .orderBy(notes.createdAt, notes.id)
        .limit(MOST.notes),
    ),
    // To whom it can go; nobody, where this session does not assign. Not by name: what is hidden must not show in an order.
    assignable: reading(
      'tenant_user',
      assignable,
      look
        .select(selectionOf(assignable))
        .from(tenantUsers)
        .where(and(canBeAssigned, writesAs('assignee')))
        .orderBy(desc(tenantUsers.createdAt), desc(tenantUsers.id))
        .limit(MOST.assignable),
    ),
  }
}

export type WholeCase = {
  case: Shown<typeof whole>
  reports: Shown<typeof report>[]
  investigations: Shown<typeof investigation>[]
  steps: Shown<typeof step>[]
  people: Shown<typeof person>[]
  notes: Shown<typeof note>[]
  assignable: Shown<typeof assignable>[]
}

import * as z from 'zod/mini'
import { instant, key, maybe, named, page, shown } from '#worker/api/schemas/shared.ts'
import {
  CASE_STATUSES,
  INVESTIGATION_STATUSES,
  NOTE_VISIBILITIES,
  OUTCOMES,
  PARTICIPANT_ROLES,
  RIU_STATUSES,
  RIU_TYPES,
  SEVERITIES,
  TENANT_ROLES,
  TENANT_USER_STATUSES,
} from '#worker/tenant/rules/words.ts'

/** What the API promises of a tenant's content. Where a value may be hidden from a reader, it says so. */
const text = shown(z.string())

const listedCase = {
  id: key,
  number: z.int(),
  title: text,
  status: z.enum(CASE_STATUSES),
  priority: z.int(),
  severity: z.enum(SEVERITIES),
  category: z.string(),
  assigneeId: maybe(key),
  assignee: maybe(text),
  reports: z.int(),
  notes: z.int(),
  createdAt: instant,
  updatedAt: instant,
}
export const CasePage = page('CasePage', named('ListedCase', z.object(listedCase)))

export const Case = named(
  'Case',
  z.object({
    ...listedCase,
    outcome: maybe(z.enum(OUTCOMES)),
    dueAt: maybe(instant),
    closedAt: maybe(instant),
    version: z.int(),
    linkedReports: z.array(
      z.object({
        id: key,
        number: z.int(),
        type: z.enum(RIU_TYPES),
        status: z.enum(RIU_STATUSES),
        language: z.string(),
        anonymous: z.boolean(),
        createdAt: instant,
      }),
    ),
    investigations: z.array(
      z.object({
        id: key,
        title: text,
        status: z.enum(INVESTIGATION_STATUSES),
        assignee: maybe(text),
        startedAt: maybe(instant),
        closedAt: maybe(instant),
      }),
    ),
    steps: z.array(
      z.object({
        id: key,
        investigationId: key,
        position: z.int(),
        title: text,
        doneAt: maybe(instant),
        finding: maybe(text),
      }),
    ),
    assignable: z.array(z.object({ id: key, name: text, role: z.enum(TENANT_ROLES) })),
    people: z.array(z.object({ id: key, role: z.enum(PARTICIPANT_ROLES), name: maybe(text) })),
    caseNotes: z.array(
      z.object({
        id: key,
        author: maybe(text),
        authorId: maybe(key),
        writtenBy: maybe(key),
        draftedBy: maybe(z.string()),
        visibility: z.enum(NOTE_VISIBILITIES),
        body: text,
        createdAt: instant,
      }),
    ),
  }),
)

const listedReport = {
  id: key,
  number: z.int(),
  type: z.enum(RIU_TYPES),
  status: z.enum(RIU_STATUSES),
  category: z.string(),
  severity: z.enum(SEVERITIES),
  language: z.string(),
  anonymous: z.boolean(),
  caseId: maybe(key),
  caseNumber: maybe(z.int()),
  createdAt: instant,
  updatedAt: instant,
}
export const ReportPage = page('ReportPage', named('ListedReport', z.object(listedReport)))
export const Report = named('Report', z.object({ ...listedReport, caseTitle: maybe(text), narrative: maybe(text) }))

const listedUser = {
  id: key,
  name: text,
  email: text,
  role: z.enum(TENANT_ROLES),
  status: z.enum(TENANT_USER_STATUSES),
  orgUnit: maybe(text),
  openCases: z.int(),
  lastLoginAt: maybe(instant),
  createdAt: instant,
}
export const UserPage = page('UserPage', named('ListedUser', z.object(listedUser)))
export const User = named(
  'User',
  z.object({
    ...listedUser,
    employeeNumber: maybe(text),
    managerId: maybe(key),
    invitedAt: maybe(instant),
    version: z.int(),
    cases: z.array(
      z.object({
        id: key,
        number: z.int(),
        title: text,
        status: z.enum(CASE_STATUSES),
        priority: z.int(),
        severity: z.enum(SEVERITIES),
        createdAt: instant,
      }),
    ),
  }),
)

/** A record after a change of it: what can be changed there, and the version that the next change must have seen. */
export const ChangedCase = named(
  'ChangedCase',
  z.object({
    id: key,
    status: z.enum(CASE_STATUSES),
    priority: z.int(),
    assigneeId: maybe(key),
    closedAt: maybe(instant),
    updatedAt: instant,
    version: z.int(),
  }),
)
/** A note that was added; its words stay with who wrote it. */
export const AddedNote = named(
  'AddedNote',
  z.object({
    id: key,
    caseId: key,
    authorId: maybe(key),
    writtenBy: maybe(key),
    draftedBy: maybe(z.string()),
    visibility: z.enum(NOTE_VISIBILITIES),
    createdAt: instant,
  }),
)
export const ChangedUser = named(
  'ChangedUser',
  z.object({ id: key, status: z.enum(TENANT_USER_STATUSES), invitedAt: maybe(instant), version: z.int() }),
)

/** `value` is null when the same key comes again after its minute. */
export const RevealedField = named(
  'RevealedField',
  z.object({ record: key, field: z.string(), value: maybe(z.string()), hiddenInMs: z.int() }),
)

/** A list as a file: `text` as UTF-8 is what `sha256` was made of, and the trail holds that. */
export const ExportedFile = named(
  'ExportedFile',
  z.object({ file: z.string(), sessionId: key, rows: z.int(), sha256: z.string(), text: z.string() }),
)

import type { Mode } from '#worker/impersonation/rules/words.ts'
import type { ErrorLevel, TenantJobState } from '#worker/support/rules/register-words.ts'
import type { TicketPriority, TicketStatus } from '#worker/support/rules/ticket-words.ts'
import type { AccessPolicy, CaseStatus, RiuStatus, Severity, TenantStatus } from '#worker/tenant/rules/words.ts'
import { Badge, type Tone } from '#views/ui/badge.tsx'
import type { IconName } from '#views/ui/icon.tsx'

/** A word list's face: the word as people say it, its tone, and an icon where colour alone would not do. */
type Face = { word: string; tone: Tone; icon?: IconName }

const CASE: Record<CaseStatus, Face> = {
  OPEN: { word: 'Open', tone: 'info' },
  IN_PROGRESS: { word: 'In progress', tone: 'accent' },
  CLOSED: { word: 'Closed', tone: 'neutral' },
}
const SEVERITY: Record<Severity, Face> = {
  LOW: { word: 'Low', tone: 'neutral' },
  MEDIUM: { word: 'Medium', tone: 'info' },
  HIGH: { word: 'High', tone: 'warn' },
  CRITICAL: { word: 'Critical', tone: 'bad', icon: 'warning' },
}
const RIU: Record<RiuStatus, Face> = {
  NEW: { word: 'New', tone: 'info' },
  IN_QA: { word: 'In QA', tone: 'warn' },
  RELEASED: { word: 'Released', tone: 'good' },
  LINKED: { word: 'Linked', tone: 'accent' },
  VOIDED: { word: 'Voided', tone: 'neutral' },
}
const TENANT: Record<TenantStatus, Face> = {
  PROVISIONING: { word: 'Provisioning', tone: 'info' },
  ACTIVE: { word: 'Active', tone: 'good' },
  SUSPENDED: { word: 'Suspended', tone: 'bad' },
  CHURNED: { word: 'Churned', tone: 'neutral' },
}
const TICKET: Record<TicketStatus, Face> = {
  OPEN: { word: 'Open', tone: 'info' },
  PENDING: { word: 'Pending', tone: 'warn' },
  CLOSED: { word: 'Closed', tone: 'neutral' },
}
const TICKET_PRIORITY: Record<TicketPriority, Face> = {
  LOW: { word: 'Low', tone: 'neutral' },
  HIGH: { word: 'High', tone: 'warn' },
  URGENT: { word: 'Urgent', tone: 'bad', icon: 'warning' },
}
const ERROR_LEVEL: Record<ErrorLevel, Face> = {
  WARNING: { word: 'Warning', tone: 'neutral' },
  ERROR: { word: 'Error', tone: 'warn' },
  FATAL: { word: 'Fatal', tone: 'bad', icon: 'warning' },
}
const JOB: Record<TenantJobState, Face> = {
  SCHEDULED: { word: 'Scheduled', tone: 'neutral' },
  AVAILABLE: { word: 'Available', tone: 'info' },
  RUNNING: { word: 'Running', tone: 'accent' },
  RETRYABLE: { word: 'Retryable', tone: 'warn' },
  COMPLETED: { word: 'Completed', tone: 'good' },
  CANCELLED: { word: 'Cancelled', tone: 'neutral' },
  DISCARDED: { word: 'Discarded', tone: 'bad', icon: 'warning' },
}
const USER: Record<'INVITED' | 'ACTIVE' | 'DEACTIVATED', Face> = {
  INVITED: { word: 'Invited', tone: 'info' },
  ACTIVE: { word: 'Active', tone: 'good' },
  DEACTIVATED: { word: 'Deactivated', tone: 'neutral' },
}
const POLICY: Record<AccessPolicy, Face> = {
  open: { word: 'Open access', tone: 'neutral', icon: 'unlock' },
  notify: { word: 'Notifies customer', tone: 'info', icon: 'bell' },
  approve: { word: 'Customer approves', tone: 'warn', icon: 'shield' },
  closed: { word: 'Closed to staff', tone: 'bad', icon: 'lock' },
}
const MODE: Record<Mode, Face> = {
  READ_ONLY: { word: 'Read-only', tone: 'warn', icon: 'eye' },
  READ_WRITE: { word: 'Read-write', tone: 'bad', icon: 'pencil' },
}
const OUTCOME: Record<'done' | 'refused' | 'failed', Face> = {
  done: { word: 'Done', tone: 'good', icon: 'check' },
  refused: { word: 'Refused', tone: 'warn', icon: 'lock' },
  failed: { word: 'Failed', tone: 'bad', icon: 'alert' },
}

function Shows({ face }: { face: Face }) {
  return (
    <Badge tone={face.tone} icon={face.icon} dot={face.icon === undefined}>
      {face.word}
    </Badge>
  )
}

export const CaseStatusBadge = ({ status }: { status: CaseStatus }) => <Shows face={CASE[status]} />
export const SeverityBadge = ({ severity }: { severity: Severity }) => <Shows face={SEVERITY[severity]} />
export const RiuStatusBadge = ({ status }: { status: RiuStatus }) => <Shows face={RIU[status]} />
export const TenantStatusBadge = ({ status }: { status: TenantStatus }) => <Shows face={TENANT[status]} />
export const TicketStatusBadge = ({ status }: { status: TicketStatus }) => <Shows face={TICKET[status]} />
export const TicketPriorityBadge = ({ priority }: { priority: TicketPriority }) => <Shows face={TICKET_PRIORITY[priority]} />
export const ErrorLevelBadge = ({ level }: { level: ErrorLevel }) => <Shows face={ERROR_LEVEL[level]} />
export const JobStateBadge = ({ state }: { state: TenantJobState }) => <Shows face={JOB[state]} />
export const UserStatusBadge = ({ status }: { status: keyof typeof USER }) => <Shows face={USER[status]} />
export const PolicyBadge = ({ policy }: { policy: AccessPolicy }) => <Shows face={POLICY[policy]} />
export const OutcomeBadge = ({ outcome }: { outcome: keyof typeof OUTCOME }) => <Shows face={OUTCOME[outcome]} />

export function ModeBadge({ mode, breakGlass = false }: { mode: Mode; breakGlass?: boolean | undefined }) {
  return <Shows face={breakGlass ? { word: 'Break-glass', tone: 'bad', icon: 'break-glass' } : MODE[mode]} />
}

/** Priority 1 is the most urgent. The bars are decoration, the word says it. */
export function PriorityMark({ priority }: { priority: number }) {
  return (
    <span class={`priority priority-${priority}`}>
      <span>P{priority}</span>
    </span>
  )
}

/** `CONFLICT_OF_INTEREST` as a person writes it: "Conflict of interest". */
export function inWords(code: string): string {
  const text = code.toLowerCase().replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

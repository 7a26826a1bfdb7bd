import * as z from 'zod/mini'
import { type Role, ROLES } from '#worker/auth/rules/roles.ts'
import { line } from '#worker/rules/line.ts'
import { KEY } from '#worker/rules/ids.ts'

/** Whose sessions a lead may end at once; a single one is ended on its own page. `app.kill_sessions` knows the same words. */
export const KILL_SCOPES = ['operator', 'tenant', 'role', 'all'] as const
export type KillScope = (typeof KILL_SCOPES)[number]

export const KILL_SCOPE_NAMES: Record<KillScope, string> = {
  operator: 'One operator',
  tenant: 'One tenant',
  role: 'One role',
  all: 'All',
}

export const KILL_REASON_LENGTH = { least: 10, most: 300 } as const

export const reason = line('Say why it is ended.', KILL_REASON_LENGTH.most)

export const killOneForm = z.strictObject({ reason })

export const killForm = z.strictObject({
  scope: z.enum(KILL_SCOPES, 'Choose whose sessions end.'),
  subject: z._default(z.string().check(z.regex(/^\w{0,60}$/, 'Choose one from the list.')), ''),
  confirm: z._default(z.string(), ''),
  reason,
})

/** The word that must be typed before many are put out at once; for one operator or tenant the button is enough. */
export function confirmationOf(scope: KillScope, subject: string): string | null {
  if (scope === 'all') return 'ALL'
  return scope === 'role' ? subject : null
}

type Open = { operatorId: string; operatorRole: Role; tenantId: string }

/** The open sessions that an end of this kind concerns. */
export function concernedBy<S extends Open>(open: S[], scope: KillScope, subject: string): S[] {
  switch (scope) {
    case 'operator':
      return open.filter((session) => session.operatorId === subject)
    case 'tenant':
      return open.filter((session) => session.tenantId === subject)
    case 'role':
      return open.filter((session) => session.operatorRole === subject)
    case 'all':
      return open
  }
}

/** Whether the subject can be one of its scope at all: what somebody typed there is not put on record. */
export function namesOne(scope: KillScope, subject: string): boolean {
  if (scope === 'all') return true
  return scope === 'role' ? isRole(subject) : KEY.test(subject)
}

export const isRole = (word: string): word is Role => (ROLES as readonly string[]).includes(word)

import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** "Compliance officer" for the view of a role, "one investigator" for a person's: who it is stays out. */
export function asWhom({ seenAs, targetUserId }: { seenAs: TenantRole; targetUserId: string | null }): string {
  const role = TENANT_ROLE_NAMES[seenAs]
  return targetUserId === null ? role : `One ${role.toLowerCase()}`
}

/** `a investigator` would be wrong. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
}

/** The last characters of a key: enough to tell people on one page apart, and to say aloud. */
export const tailOf = (id: string) => id.slice(-6)

/** `24 min`, `1 h 05 min`, `less than a minute`. */
export function lasted(from: Date, until: Date): string {
  const minutes = Math.floor(Math.max(0, until.getTime() - from.getTime()) / 60_000)
  if (minutes === 0) return 'less than a minute'
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** What the database answers when it refuses, as SQLSTATE (drizzle/migrations/0002_scope.sql). */
export const REFUSALS = {
  IM400: 'signed_out',
  IM401: 'impersonation_ended',
  IM402: 'overlay_of_another_sign_in',
  IM403: 'read_only_session',
  IM404: 'no_such_reader',
  IM409: 'too_late',
  IM428: 'sign_in_not_fresh',
  IM500: 'untraced_change',
  IM510: 'trail_not_as_signed',
  IK409: 'repeated',
  IK422: 'another_question',
} as const
export type RefusalCode = keyof typeof REFUSALS

/** The SQLSTATE behind an error, however deep: drizzle wraps the driver's error as its cause. Nothing of its message is ever used,
 *  because it holds the statement's parameters. */
export function sqlState(error: unknown): string | undefined {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const code = (each as { code?: unknown }).code
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code
  }
  return undefined
}

/** The trail could not be written: then nothing may be shown or changed, and nothing was. */
export function isTrailFault(error: unknown): boolean {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { schema, where } = each as { schema?: unknown; where?: unknown }
    if (schema === 'audit' || (typeof where === 'string' && where.includes('audit.seal'))) return true
  }
  return false
}

/** PostgreSQL is there and cannot serve now: starting, stopping, out of connections, memory or disk. */
export function isOverloaded(state: string | undefined): boolean {
  return state !== undefined && /^(08|53|57P)/.test(state)
}

/** Whether the statements ran is not known: nobody answered, or somebody between (`08`: Neon's proxy speaks of itself in PostgreSQL's
 *  words), or a server that went away with the question in its hands (`57P`). */
export function isUnknown(state: string | undefined): boolean {
  return state === undefined || /^(08|57P)/.test(state)
}

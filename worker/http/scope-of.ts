import type { Operator } from '#worker/auth/rules/operator.ts'
import type { Duty } from '#worker/db/driver.ts'
import type { Scope } from '#worker/db/scope.ts'
import type { PortalContext } from '#worker/http/portal.ts'

/** Who asks with this request, for one login of the database. */
export function scopeOf(c: PortalContext, operator: Operator, duty: Duty): Scope {
  const { parts, who, context, spent } = c.var
  return {
    database: parts.database,
    duty,
    loginKey: who.loginKey,
    sessionKey: who.sessionKey,
    context: {
      ...context,
      operator: operator.id,
      operatorVersion: operator.version,
      ...(who.familyId !== undefined && { family: who.familyId }),
    },
    spent,
  }
}

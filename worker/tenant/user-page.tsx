import { may } from '#worker/auth/rules/roles.ts'
import { readTogetherWithTrail } from '#worker/db/read.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { readUser } from '#worker/tenant/queries/users.ts'
import { lookOnly, statusOf, writerOf } from '#worker/tenant/writing.ts'
import type { SentChange } from '#views/tenant/changes.tsx'
import { UserPage } from '#views/tenant/user.tsx'

/** One of the customer's people, and a form of theirs that came back. */
export async function userPage(c: PortalContext, userId: string, sent?: SentChange) {
  lookOnly(c)
  const { user, cases } = await readTogetherWithTrail(c.var, { act: 'tenant_user:read', about: userId }, readUser(userId))
  const found = user[0]
  if (!found) return c.notFound()
  return show(
    c,
    { title: 'User', nav: 'workspace', status: statusOf(sent) },
    <UserPage
      user={found}
      cases={cases}
      writer={writerOf(c)}
      revealFrom={may(c.var.operator, 'reveal') ? `/workspace/users/${userId}` : undefined}
      sent={sent}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      tenantId={c.var.scope.entered?.session?.tenantId}
      zone={c.var.operator.zone}
      now={c.var.now}
    />,
  )
}

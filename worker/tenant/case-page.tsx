import { askPanel, draftOf } from '#worker/ai/panel.tsx'
import { may } from '#worker/auth/rules/roles.ts'
import { readTogetherWithTrail } from '#worker/db/read.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { readCase } from '#worker/tenant/queries/cases.ts'
import { caseLabel } from '#worker/tenant/rules/numbers.ts'
import { lookOnly, statusOf, writerOf } from '#worker/tenant/writing.ts'
import { CasePage } from '#views/tenant/case.tsx'
import type { SentChange } from '#views/tenant/changes.tsx'

/** A case with all that hangs on it, and a form of it that came back. */
export async function casePage(c: PortalContext, caseId: string, sent?: SentChange) {
  lookOnly(c)
  const { case: found, ...rest } = await readTogetherWithTrail(c.var, { act: 'case:read', about: caseId }, readCase(caseId))
  const whole = found[0]
  if (!whole) return c.notFound()
  const draft = sent === undefined ? c.req.query('draft') : sent.typed.draft
  return show(
    c,
    { title: caseLabel(whole.number), nav: 'workspace', status: statusOf(sent) },
    <CasePage
      case={whole}
      {...rest}
      writer={writerOf(c)}
      revealFrom={may(c.var.operator, 'reveal') ? `/workspace/cases/${caseId}` : undefined}
      sent={sent}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      tenantId={c.var.scope.entered?.session?.tenantId}
      ask={await askPanel(c, caseId)}
      draft={draft ? await draftOf(c, draft) : undefined}
      operatorId={c.var.operator.id}
      zone={c.var.operator.zone}
      now={c.var.now}
    />,
  )
}

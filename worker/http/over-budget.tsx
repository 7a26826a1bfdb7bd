import { recordRefusal } from '#worker/audit/queries/refusal.ts'
import { type Budget, HOLD_REASONS } from '#worker/auth/rules/budgets.ts'
import type { OverBudget } from '#worker/http/budget.ts'
import { dropCookie } from '#worker/http/cookies.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { scopeOf } from '#worker/http/scope-of.ts'
import { showInShell } from '#worker/http/show-error.tsx'
import { NowHeld, Spent } from '#views/layout/budget.tsx'

const TITLES: Record<Budget, string> = {
  search: 'Your searches for this minute are used up.',
  tenant: 'Your tenants for this hour are used up.',
  record: 'Your readings for these ten minutes are used up.',
}

/** Says which budget is spent and when it goes on, and leaves its row in the trail. Whoever is held from this moment is signed out by the
 *  database, which wrote the row of that. */
export async function answerOverBudget(c: PortalContext, { budget, because, retryAfter }: OverBudget): Promise<Response> {
  const { operator, door, now, requestId } = c.var
  if (because === 'HELD') {
    dropCookie(c, 'login')
    dropCookie(c, 'session')
    const title = 'Your access is on hold'
    return showInShell(c, { status: 403, title, code: 'HELD', alone: true }, <NowHeld title={title} reason={HOLD_REASONS[budget]} />)
  }
  await recordRefusal(scopeOf(c, operator, 'staff'), { door: door.name, because: `BUDGET_${budget.toUpperCase()}` })
  c.header('Retry-After', String(retryAfter))
  const until = new Date(now.getTime() + retryAfter * 1000)
  return showInShell(
    c,
    { status: 429, title: TITLES[budget], code: `BUDGET_${budget.toUpperCase()}` },
    <Spent budget={budget} title={TITLES[budget]} until={until} zone={operator.zone} now={now} requestId={requestId} />,
  )
}

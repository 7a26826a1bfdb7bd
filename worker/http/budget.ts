import type { Budget } from '#worker/auth/rules/budgets.ts'
import type { Spend, Spent } from '#objects/operator-desk/purse.ts'
import { within } from '#worker/http/patience.ts'
import type { PortalContext } from '#worker/http/portal.ts'

/** More than anybody needs was asked for: not now (`SPENT`), or by somebody who is held from this moment (`HELD`). */
export class OverBudget extends Error {
  override readonly name = 'OverBudget'
  readonly budget: Budget
  readonly because: 'SPENT' | 'HELD'
  /** Seconds. */
  readonly retryAfter: number
  constructor(spent: Extract<Spent, { ok: false }>) {
    super(spent.because)
    this.budget = spent.budget
    this.because = spent.because
    this.retryAfter = spent.because === 'SPENT' ? spent.retryAfter : 0
  }
}

/** A tenant's id is shorter; whatever somebody makes up counts as one. */
const LONGEST = 40

/** What this request costs of the operator's budget, if its door costs anything. Only the registry makes a door free of it (`passive`):
 *  what a browser says of itself would make everything free. */
export async function costOf(c: PortalContext): Promise<Spend | undefined> {
  const { door, operator, who } = c.var
  if (door.spends === undefined || door.passive) return undefined
  const what = door.spends === 'tenant' ? await tenantOf(c) : ''
  if (what === undefined) return undefined
  return {
    operatorId: operator.id,
    budget: door.spends,
    what,
    share: who.kind === 'token' ? 'api' : 'pages',
  }
}

/** Counts it at the operator's desk. Where the desk cannot be reached, pages outside tenants work without being counted, and the log
 *  says so. */
export async function spend(c: PortalContext): Promise<void> {
  const cost = await costOf(c)
  if (cost === undefined) return
  let spent: Spent
  try {
    spent = await within(c.var.parts.desks(cost.operatorId).spend(cost))
  } catch (error) {
    console.error(
      JSON.stringify({
        alert: 'budget_not_counted',
        budget: cost.budget,
        error: error instanceof Error ? error.name : 'unknown',
        requestId: c.var.requestId,
      }),
    )
    return
  }
  if (!spent.ok) throw new OverBudget(spent)
}

/** The tenant that a page is about, or that a form names. */
async function tenantOf(c: PortalContext): Promise<string | undefined> {
  const tenantId = c.req.param('tenantId') ?? (c.req.method === 'GET' ? undefined : (await bodyOf(c)).tenantId)
  return typeof tenantId === 'string' && tenantId !== '' ? tenantId.slice(0, LONGEST) : undefined
}

/** Whatever is not as it should be is the handler's to refuse. */
async function bodyOf(c: PortalContext): Promise<Record<string, unknown>> {
  if (!(c.req.header('content-type') ?? '').includes('json')) return c.req.parseBody().catch(() => ({}))
  const body: unknown = await c.req.json().catch(() => null)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}

import { Hono } from 'hono'
import { modelUsage, USAGE_DAYS } from '#worker/ai/queries/usage.ts'
import { PAGE } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { ModelUsage } from '#views/ai/usage.tsx'

/** What models were asked for, and what it cost. */
export const usageRoutes = new Hono<Portal>().get('/audit/models', permit('GET /audit/models'), async (c) => {
  const { provider, tenantBudget } = c.var.parts.settings.ai
  const label = provider.kind === 'offline' ? 'offline model' : provider.model
  return show(
    c,
    { title: 'Models', nav: 'trail', width: 'wide' },
    <ModelUsage rows={await modelUsage(c.var.db, PAGE)} days={USAGE_DAYS} most={PAGE} label={label} budget={tenantBudget} />,
  )
})

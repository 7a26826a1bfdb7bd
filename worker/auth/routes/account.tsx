import { Hono } from 'hono'
import { listSignIns } from '#worker/auth/queries/sign-ins.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { SignIns } from '#views/auth/sign-ins.tsx'

export const accountRoutes = new Hono<Portal>().get('/sign-ins', permit('GET /account/sign-ins'), async (c) => {
  const { db, operator, now } = c.var
  return show(
    c,
    { title: 'Your sign-ins', width: 'normal' },
    <SignIns rows={await listSignIns(db, operator.id)} zone={operator.zone} now={now} />,
  )
})

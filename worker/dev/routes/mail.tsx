import { Hono } from 'hono'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { listKeptLetters } from '#worker/jobs/queries/letters.ts'
import { KeptLetters } from '#views/jobs/kept-letters.tsx'

const MOST = 50

/** The letters that nobody was sent, for those who build the portal. Not mounted in production, where every letter is sent. */
export const devMailRoutes = new Hono<Portal>().get('/mail', permit('GET /dev/mail'), async (c) => {
  const { db, operator } = c.var
  return show(c, { title: 'Kept letters' }, <KeptLetters letters={await listKeptLetters(db, MOST)} zone={operator.zone} />)
})

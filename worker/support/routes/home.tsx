import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { liveSession, show } from '#worker/http/show.tsx'
import { listSessions } from '#worker/impersonation/queries/sessions.ts'
import { myOpenTickets } from '#worker/support/queries/tickets.ts'
import { Home } from '#views/support/home.tsx'

const RECENT_SESSIONS = 5

export const homeRoutes = new Hono<Portal>().get('/', permit('GET /'), async (c) => {
  const { db, operator, now } = c.var
  const [tickets, sessions] = await db.batch([
    myOpenTickets(db, operator.id),
    listSessions(db, { after: undefined, operatorId: operator.id, most: RECENT_SESSIONS }),
  ])
  return show(
    c,
    { title: 'Home', nav: 'home' },
    <Home
      name={operator.name}
      tickets={tickets}
      sessions={sessions}
      session={liveSession(c)}
      mayImpersonate={may(operator, 'impersonate')}
      zone={operator.zone}
      now={now}
    />,
  )
})

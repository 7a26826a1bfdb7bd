import { Hono } from 'hono'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { liveSession, show } from '#worker/http/show.tsx'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { searchEverywhere } from '#worker/search/queries/everywhere.ts'
import { isTooShort, questionFrom } from '#worker/search/rules/question.ts'
import { Search } from '#views/search/search.tsx'

/** The search across tenants. Every answer is an act on the record, so nothing is looked up while one still types. */
export const searchRoutes = new Hono<Portal>().get('/search', permit('GET /search'), async (c) => {
  const { scope, operator, now } = c.var
  const question = questionFrom(c.req.query())
  const answer = isTooShort(question.words) ? undefined : await searchEverywhere(scope, question)
  // Without a question there is nothing for the trail; who asks is confirmed all the same.
  if (answer === undefined) await confirmed(scope)
  return show(
    c,
    { title: 'Search', nav: 'search', width: 'wide' },
    <Search question={question} answer={answer} session={liveSession(c)} zone={operator.zone} now={now} />,
  )
})

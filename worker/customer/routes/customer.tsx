import { Hono } from 'hono'
import * as z from 'zod/mini'
import { chainFile, checkpointOf } from '#worker/customer/downloads.ts'
import { checkFormToken, formToken } from '#worker/customer/form-token.ts'
import { answerForCustomer, type CustomerAnswer, whoAsksToComeIn } from '#worker/customer/queries/access.ts'
import { endForCustomer, setPolicy } from '#worker/customer/queries/acts.ts'
import { readFeed } from '#worker/customer/queries/feed.ts'
import { customerAnswer, policyForm } from '#worker/customer/rules/forms.ts'
import { FEED_PAGE } from '#worker/customer/rules/words.ts'
import { type FormError, readForm } from '#worker/http/form.ts'
import { placeFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { sessionsOver, tellInPassing } from '#worker/http/tell.ts'
import { Customer, doneOf, type Refused } from '#views/customer/customer.tsx'
import { Visitor } from '#views/layout/visitor.tsx'

/** Where a customer sees, by a link and without any account of ours, who was inside; and where one that may act ends it. */
export const customerRoutes = new Hono<Portal>()
  .get('/:link', permit('GET /customer/:link'), (c) => page(c, {}))

  .get('/:link/trail.ndjson', permit('GET /customer/:link/trail.ndjson'), (c) => chainFile(c))

  .get('/:link/checkpoint.json', permit('GET /customer/:link/checkpoint.json'), async (c) => {
    c.header('Content-Disposition', 'attachment; filename="checkpoint.json"')
    return c.json(await checkpointOf(c))
  })

  .post('/:link/sessions/:sessionId/end', permit('POST /customer/:link/sessions/:sessionId/end'), async (c) => {
    await checkFormToken(c)
    const form = await readForm(c, z.strictObject({}))
    const ended = await endForCustomer(c.var.customer, form.ask, c.req.param('sessionId'))
    if (!ended.ok) return ended.because === 'NOT_FOUND' ? c.notFound() : page(c, { refused: 'NOT_PERMITTED' })
    await tellInPassing(c, sessionsOver(ended.operatorId, [ended.id], ended.endReason))
    return c.redirect(`/customer/${c.req.param('link')}?done=${ended.endReason === 'CUSTOMER_ENDED' ? 'ended' : 'over'}`, 303)
  })

  .post('/:link/policy', permit('POST /customer/:link/policy'), async (c) => {
    await checkFormToken(c)
    const form = await readForm(c, policyForm)
    if (!form.ok) return page(c, { errors: form.errors })
    const set = await setPolicy(c.var.customer, form.ask, form.values)
    if (!set.ok) return page(c, { refused: set.because })
    await tellInPassing(
      c,
      set.ended.flatMap(({ id, operatorId, endReason }) => sessionsOver(operatorId, [id], endReason)),
    )
    return c.redirect(`/customer/${c.req.param('link')}?done=policy`, 303)
  })

  .post('/:link/access-requests/:requestId/approve', permit('POST /customer/:link/access-requests/:requestId/approve'), (c) =>
    answered(c, 'approve'),
  )

  .post('/:link/access-requests/:requestId/deny', permit('POST /customer/:link/access-requests/:requestId/deny'), (c) =>
    answered(c, 'deny'),
  )

async function answered(c: PortalContext, answer: CustomerAnswer): Promise<Response> {
  await checkFormToken(c)
  const form = await readForm(c, customerAnswer)
  const requestId = c.req.param('requestId') ?? ''
  if (!form.ok) return page(c, { answerErrors: form.errors.map((each) => ({ ...each, field: `${each.field}-${requestId}` })) })
  const given = await answerForCustomer(c.var.customer, form.ask, { requestId, answer, note: form.values.note })
  if (!given.ok) return given.because === 'NOT_FOUND' ? c.notFound() : page(c, { refused: given.because })
  if (given.ended !== null) await tellInPassing(c, sessionsOver(given.operatorId, [given.ended], 'CUSTOMER_ENDED'))
  return c.redirect(`/customer/${c.req.param('link')}?done=${answer === 'approve' ? 'approved' : 'denied'}`, 303)
}

/** `answerErrors`: by the field of the request that was answered. */
type Sent = { refused?: Refused; errors?: FormError[]; answerErrors?: FormError[] }

/** Always as it is now, also where something was refused. */
async function page(c: PortalContext, { refused, errors = [], answerErrors = [] }: Sent): Promise<Response> {
  const before = placeFrom(c.req.query('older'))
  const [feed, asking] = await Promise.all([
    readFeed(c.var.customer, { before, most: FEED_PAGE }),
    before === undefined ? whoAsksToComeIn(c.var.customer) : [],
  ])
  const forms = feed.mayAct ? await formToken(c) : undefined
  const last = feed.sessions.at(-1)
  const path = `/customer/${c.req.param('link')}`
  return c.html(
    <Visitor title={`Who was inside ${feed.tenantName}`} nonce={c.get('secureHeadersNonce') ?? ''}>
      <Customer
        feed={feed}
        asking={asking}
        path={path}
        isFirst={before === undefined}
        older={last && feed.sessions.length >= FEED_PAGE ? `${path}?older=${last.startedAt.getTime()}.${last.id}` : undefined}
        forms={forms}
        done={doneOf(c.req.query('done'))}
        refused={refused}
        errors={errors}
        answerErrors={answerErrors}
        now={c.var.now}
      />
    </Visitor>,
    refused === 'NOT_PERMITTED' ? 403 : refused !== undefined ? 409 : errors.length + answerErrors.length > 0 ? 422 : 200,
  )
}

import { Hono } from 'hono'
import * as z from 'zod/mini'
import { withTrail } from '#worker/db/change.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { draftOf } from '#worker/http/draft.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { addEndpointFor, rotateFor } from '#worker/webhooks/acts.ts'
import { listEndpoints, readEndpoint, secretsOf, switchEndpoint } from '#worker/webhooks/queries/endpoints.ts'
import { listDeliveries, listReceipts } from '#worker/webhooks/queries/traffic.ts'
import { newEndpointForm, rotateForm } from '#worker/webhooks/rules/forms.ts'
import { DELIVERY_STATUSES, RECEIPT_STATES } from '#worker/webhooks/rules/words.ts'
import { EndpointList } from '#views/webhooks/endpoint-list.tsx'
import { EndpointPage } from '#views/webhooks/endpoint.tsx'
import { NewEndpoint } from '#views/webhooks/new-endpoint.tsx'
import { SecretOnce } from '#views/webhooks/secret-once.tsx'

/** Who tells the portal something, whom the portal tells, and what they sign with. */
export const webhookEndpointRoutes = new Hono<Portal>()
  .get('/', permit('GET /webhook-endpoints'), async (c) => {
    const { db, operator, now } = c.var
    const turn = turnOf(c)
    const rows = newestFirst(turn, await listEndpoints(db, turn, PAGE))
    return show(
      c,
      { title: 'Webhooks', nav: 'webhooks', width: 'wide' },
      <EndpointList rows={rows} turns={turnsFrom(c, turn, rows)} zone={operator.zone} now={now} />,
    )
  })

  .get('/new', permit('GET /webhook-endpoints/new'), async (c) => newPage(c, (await draftOf(c, 'POST /webhook-endpoints')) ?? {}, []))

  .post('/', permit('POST /webhook-endpoints'), async (c) => {
    const form = await readForm(c, newEndpointForm)
    if (!form.ok) return newPage(c, form.typed, form.errors)
    const added = await addEndpointFor(c, form.values, form.ask)
    if (!added.ok) return newPage(c, form.typed, added.errors)
    if (added.secret === null) return c.redirect(`/webhook-endpoints/${added.id}?done=webhook-added`, 303)
    return secretPage(c, added.id, added.secret)
  })

  .get('/:endpointId', permit('GET /webhook-endpoints/:endpointId'), async (c) =>
    page(c, c.req.param('endpointId'), { typed: (await draftOf(c, 'POST /webhook-endpoints/:endpointId/rotate')) ?? {}, errors: [] }),
  )

  .post('/:endpointId/rotate', permit('POST /webhook-endpoints/:endpointId/rotate'), async (c) => {
    const id = c.req.param('endpointId')
    const form = await readForm(c, rotateForm)
    if (!form.ok) return page(c, id, form)
    const rotated = await rotateFor(c, id, form.values, form.ask)
    if (!rotated.ok && 'because' in rotated && rotated.because === 'UNKNOWN') return c.notFound()
    if (!rotated.ok) return page(c, id, { typed: form.typed, errors: rotated.errors, isStale: 'because' in rotated })
    if (rotated.secret === null) return c.redirect(`/webhook-endpoints/${id}?done=webhook-rotated`, 303)
    return secretPage(c, id, rotated.secret)
  })

  .post('/:endpointId/disable', permit('POST /webhook-endpoints/:endpointId/disable'), (c) => switched(c, 'disable'))

  .post('/:endpointId/enable', permit('POST /webhook-endpoints/:endpointId/enable'), (c) => switched(c, 'enable'))

async function switched(c: PortalContext, what: 'disable' | 'enable'): Promise<Response> {
  const id = c.req.param('endpointId') ?? ''
  const form = await readForm(c, z.strictObject({}))
  const answer = await withTrail(
    c.var.scope,
    form.ask,
    { act: `webhook_endpoint:${what}`, about: id },
    switchEndpoint(id, what === 'disable' ? 'DISABLED' : 'ACTIVE'),
  )
  if (answer.ok) return c.redirect(`/webhook-endpoints/${id}?done=webhook-${what}d`, 303)
  return answer.because === 'not_found' ? c.notFound() : page(c, id, { typed: {}, errors: [], isStale: true })
}

async function newPage(c: PortalContext, typed: Typed, errors: FormError[]): Promise<Response> {
  return show(
    c,
    { title: 'Add a webhook endpoint', nav: 'webhooks', width: 'narrow', status: errors.length === 0 ? 200 : 422 },
    <NewEndpoint typed={typed} errors={errors} csrf={await csrfToken(c)} formKey={newKey()} />,
  )
}

/** The one time that a secret is shown. */
const secretPage = (c: PortalContext, id: string, secret: string) =>
  show(c, { title: 'A new secret', nav: 'webhooks', width: 'narrow' }, <SecretOnce endpointId={id} secret={secret} />)

type Sent = { typed: Typed; errors: FormError[]; isStale?: boolean }

/** An endpoint with its secrets and what went through it. */
async function page(c: PortalContext, id: string, { typed, errors, isStale = false }: Sent): Promise<Response> {
  const { db, operator, now, parts } = c.var
  const turn = turnOf(c)
  const filter = { state: oneOf(c, 'state', RECEIPT_STATES), status: oneOf(c, 'status', DELIVERY_STATUSES) }
  const [[endpoint], secrets, receipts, deliveries] = await db.batch([
    readEndpoint(db, id),
    secretsOf(db, id),
    listReceipts(db, id, filter.state, turn, PAGE),
    listDeliveries(db, id, filter.status, turn, PAGE),
  ])
  if (!endpoint) return c.notFound()
  const rows = endpoint.direction === 'IN' ? { receipts: newestFirst(turn, receipts) } : { deliveries: newestFirst(turn, deliveries) }
  return show(
    c,
    { title: endpoint.name, nav: 'webhooks', width: 'wide', status: isStale ? 409 : errors.length === 0 ? 200 : 422 },
    <EndpointPage
      endpoint={endpoint}
      address={new URL(`/api/v1/webhooks/${id}`, parts.settings.origin).href}
      secrets={secrets}
      {...rows}
      filter={filter}
      turns={turnsFrom(c, turn, 'receipts' in rows ? rows.receipts : rows.deliveries)}
      sent={{ typed, errors, isStale }}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}

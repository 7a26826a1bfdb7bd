import { newId } from '#worker/rules/ids.ts'
import type { Ask } from '../asking.ts'
import type { Logins, Sessions } from './world.ts'

const now = () => new Date()
const aShut = () => ({ id: newId('ten'), ticket: newId('tic') })
const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000)

/** What two of a tenant's own users were told: one who is there, one who is gone. */
export async function inboxes(own: Ask, tenantId: string, users: { employeeId: string; goneId: string }) {
  const row = rows(own)
  const told = { employees: newId('ntf'), gones: newId('ntf') }
  const notice = (id: string, userId: string) =>
    row('app.notification', {
      ...{ id, user_id: userId, tenant_id: tenantId, event_id: `evt_${id}`, notice: 'notification.asked', category: 'PRODUCT' },
      ...{ severity: 'NORMAL', title: 'A title', sentence: 'A sentence.' },
    })
  await notice(told.employees, users.employeeId)
  await notice(told.gones, users.goneId)
  return { told }
}

/** What staff keep for a tenant, tenants that nobody may enter now, and a row of the trail of some. */
export async function register(own: Ask, tenantId: string, logins: Logins) {
  const row = rows(own)
  const ids = { error: newId('err'), tenantJob: newId('job'), config: newId('cfg'), secret: newId('sec') }
  const of_tenant = { tenant_id: tenantId }
  await row('tenant_domain', { id: newId('dom'), ...of_tenant, domain: `${tenantId.toLowerCase()}.example` })
  await row('tenant_contact', { id: newId('con'), ...of_tenant, kind: 'PRIMARY', name: 'A name', email: 'a@customer.example' })
  await row('tenant_phone', { id: newId('pho'), ...of_tenant, label: 'Desk', e164: '+4912345678' })
  const seen = { count: 1, first_seen_at: now(), last_seen_at: now() }
  await row('tenant_error', {
    id: ids.error,
    ...of_tenant,
    fingerprint: 'f00d',
    level: 'ERROR',
    message: 'A message',
    source: 'web',
    ...seen,
  })
  await row('tenant_error_day', { error_id: ids.error, day: '2026-01-01', count: 1 })
  await row('tenant_job', { id: ids.tenantJob, ...of_tenant, kind: 'DIGEST', state: 'RETRYABLE', run_at: now(), created_at: now() })
  await row('tenant_config', {
    id: ids.config,
    ...of_tenant,
    document: 'routing',
    version: 1,
    body: '{}',
    reason: 'A reason',
    changed_at: now(),
  })
  await row('tenant_secret', {
    id: ids.secret,
    ...of_tenant,
    kind: 'API_KEY',
    name: 'sync',
    last_four: '',
    sealed: Buffer.of(0),
    set_at: now(),
  })

  const tickets = { open: newId('tic'), closed: newId('tic'), notTheirs: newId('tic'), second: newId('tic') }
  const shut = { closed: aShut(), approve: aShut(), suspended: aShut() }
  for (const [how, { id }] of Object.entries(shut)) {
    const policy = how === 'suspended' ? 'open' : how
    await row('tenant', {
      ...{ id, slug: id.toLowerCase(), name: 'A shut place', status: how === 'suspended' ? 'SUSPENDED' : 'ACTIVE', region: 'EU' },
      ...{ plan: 'PROFESSIONAL', industry: 'RETAIL', employees: 10, locales: '{en}', access_policy: policy, created_at: now() },
    })
  }
  const at = now() // one instant: what is closed was not opened a moment later
  const ticket = (id: string, more: object) =>
    row('ticket', {
      ...{ id, ...of_tenant, number: Math.floor(Math.random() * 2 ** 31), subject: 'A subject', requester_name: 'A name' },
      ...{ requester_email: 'a@customer.example', status: 'OPEN', priority: 'LOW', opened_at: at, updated_at: at, ...more },
    })
  await ticket(tickets.open, { assignee_id: logins.vera.id })
  await ticket(tickets.closed, { assignee_id: logins.vera.id, status: 'CLOSED', closed_at: at })
  await ticket(tickets.notTheirs, { assignee_id: logins.hugo.id })
  for (const { id, ticket: ofShut } of Object.values(shut)) await ticket(ofShut, { assignee_id: logins.vera.id, tenant_id: id })

  const act = ({ id }: Logins['vera'], role: string, entityIds: string[]) =>
    row('audit.trail', {
      ...{ operator_id: id, operator_role: role, act: 'note:write', sentence: 'A sentence.', outcome: 'done' },
      ...{ entity_type: 'ticket', entity_ids: entityIds },
    })
  await act(logins.vera, 'SUPPORT_L1', [tickets.open])
  await act(logins.nils, 'HOTLINE_OPS', [tickets.open])
  await act(logins.tara, 'HOTLINE_OPS', [])
  return { ...ids, tickets, shut }
}

/** Jobs in their states, an event, a letter, a card, notifications, and a wish for an administrator that Ada asked. */
export async function machinery(own: Ask, { ada, hugo, imke, kurt, nils, omar, tara }: Logins, { ended }: Sessions) {
  const row = rows(own)
  const jobs = {
    waiting: newId('pjob'),
    discarded: newId('pjob'),
    running: newId('pjob'),
    waitingOfEnded: newId('pjob'),
    runningOfEnded: newId('pjob'),
  }
  const [inLease, eventId] = [{ state: 'running', fence: 1, lease_until: minutesFromNow(60) }, `evt_${jobs.discarded}`, newId('adg')]
  await row('app.job', { id: jobs.waiting, kind: 'sweep', max_attempts: 3 })
  await row('app.job', { id: jobs.discarded, kind: 'sweep', max_attempts: 3, state: 'discarded', finished_at: now() })
  await row('app.job', { id: jobs.running, kind: 'sweep', max_attempts: 3, ...inLease })
  await row('app.job', { id: jobs.waitingOfEnded, kind: 'sweep', max_attempts: 3, session_id: ended.id })
  await row('app.job', { id: jobs.runningOfEnded, kind: 'sweep', max_attempts: 3, session_id: ended.id, ...inLease })
  await row('app.outbox', { event_id: eventId, entity: 'job', entity_id: jobs.discarded, seq: 1, kind: 'job.discarded' })
  await row('app.kept_mail', {
    key: newId('key'),
    operator_id: hugo.id,
    address: 'a@vendor.example',
    subject: 'A subject',
    letter: 'A letter',
  })
  await row('app.home_card', { operator_id: hugo.id, kind: 'my_tickets', position: 0, width: 'half' })
  const wishes = { open: newId('adg'), lapsed: newId('adg'), askerGone: newId('adg'), decided: newId('adg'), ofHeld: newId('adg') }
  const wish = (id: string, subjectId: string, more: object = {}) => {
    const asked = { asked_by: ada.id, reason: 'A reason of some length.', asked_at: minutesFromNow(-1), expires_at: minutesFromNow(60) }
    return row('app.admin_grant', { id, subject_id: subjectId, ...asked, ...more })
  }
  await wish(wishes.open, hugo.id)
  await wish(wishes.lapsed, nils.id, { expires_at: minutesFromNow(-0.5) })
  await wish(wishes.askerGone, tara.id, { asked_by: imke.id })
  await wish(wishes.ofHeld, kurt.id)
  await wish(wishes.decided, omar.id, { state: 'refused', decided_by: imke.id, decided_at: now() })
  // A chain of two acts, both in the only checkpoint there is.
  const chain = 'operator:system'
  const act = { operator_id: 'system', act: 'portal_job:sweep', sentence: 'A sentence.', outcome: 'done' }
  await row('audit.trail', act)
  await row('audit.trail', act)
  const hash = '0f'.repeat(32)
  const signed = { slot: now(), storage_key: 'checkpoints/1.json', key_id: 'k', chains: 1, signed: '{}' }
  await row('audit.checkpoint', { number: 1, at: now(), hash: `\\x${hash}`, ...signed })
  await own('insert into audit.covered_head select chain, seq, hash, 1 from audit.trail_head where chain = $1', [chain])
  const notices = { hugos: newId('ntf'), kurts: newId('ntf'), later: newId('ntf'), due: newId('ntf') }
  const notice = (id: string, userId: string, more: object = {}) =>
    row('app.notification', {
      ...{ id, user_id: userId, event_id: `evt_${id}`, notice: 'role.changed', category: 'REVOCATION', severity: 'HIGH' },
      ...{ title: 'A title', sentence: 'A sentence.', link: '/', ...more },
    })
  await notice(notices.hugos, hugo.id)
  await notice(notices.kurts, kurt.id)
  await notice(notices.later, imke.id, { snoozed_until: minutesFromNow(60) })
  await notice(notices.due, imke.id, { snoozed_until: minutesFromNow(-1) })
  await row('app.notification_preference', { user_id: hugo.id, category: 'JOBS', in_app: true, by_letter: true, digest_minutes: 5 })
  return { jobs, wishes, checkpoint: { chain, hash }, notices }
}

/** Endpoints of webhooks in both directions, their secrets, and what went through them. */
export async function endpoints(
  own: Ask,
  { here, there }: { here: string; there: string },
  { ada }: Logins,
  { live, elsewhere }: Sessions,
) {
  const row = rows(own)
  const ids = {
    ours: newId('whe'),
    told: newId('whe'),
    disabled: newId('whe'),
    closed: newId('whe'),
    secret: newId('whs'),
    over: newId('whs'),
  }
  const receipts = { done: newId('whr'), ofDisabled: newId('whr') }
  const events = { event: newId('req'), eventElsewhere: newId('req'), signed: newId('req'), signedElsewhere: newId('req') }
  const by = { created_by: ada.id }
  await row('app.webhook_endpoint', { id: ids.ours, direction: 'IN', tenant_id: here, name: 'Ours', ...by })
  await row('app.webhook_endpoint', {
    id: ids.told,
    direction: 'OUT',
    tenant_id: here,
    name: 'Told',
    url: 'https://hooks.example.com/',
    ...by,
  })
  await row('app.webhook_endpoint', {
    ...{ id: ids.closed, direction: 'OUT', tenant_id: here, name: 'Closed', status: 'DISABLED' },
    url: 'https://hooks.example.com/',
    ...by,
  })
  await row('app.webhook_endpoint', { id: ids.disabled, direction: 'IN', name: 'Disabled', status: 'DISABLED', ...by })
  const secret = (id: string, endpointId: string, more: object = {}) =>
    row('app.webhook_secret', { id, endpoint_id: endpointId, version: 'v1', sealed: Buffer.of(0), last_four: 'abcd', ...by, ...more })
  await secret(newId('whs'), ids.ours)
  await secret(ids.over, ids.ours, { expires_at: minutesFromNow(-1) })
  await secret(ids.secret, ids.told)
  await secret(newId('whs'), ids.disabled)
  const receipt = (id: string, endpointId: string, more: object) =>
    row('app.webhook_receipt', {
      ...{
        id,
        endpoint_id: endpointId,
        message_id: id,
        body_hash: Buffer.of(0),
        type: 'tenant.suspended',
        tenant_id: here,
        job_id: 'pjob_x',
      },
      ...more,
    })
  await receipt(receipts.done, ids.ours, { done_at: now() })
  await receipt(receipts.ofDisabled, ids.disabled, { payload: '{}' })
  const event = (id: string, sessionId: string, tenantId: string) =>
    row('app.outbox', {
      event_id: id,
      entity: 'impersonation',
      entity_id: sessionId,
      seq: 1,
      kind: 'session.started',
      payload: JSON.stringify({ tenantId }),
    })
  await event(events.event, live.id, here)
  await event(events.eventElsewhere, elsewhere.id, there)
  const signed = (id: string, tenantId: string) =>
    row('app.outbox', {
      ...{ event_id: id, entity: 'tenant', entity_id: tenantId, seq: 1, kind: 'checkpoint.signed' },
      payload: JSON.stringify({ tenantId, because: 'DAY', day: '2026-11-26', number: 1, seq: 7, hash: 'aa' }),
    })
  await signed(events.signed, here)
  await signed(events.signedElsewhere, there)
  await row('app.webhook_delivery', {
    id: newId('whd'),
    endpoint_id: ids.told,
    event_id: newId('req'),
    kind: 'session.ended',
    message: '{}',
    job_id: 'pjob_x',
  })
  return { webhooks: { ...ids, ...receipts, ...events } }
}

const rows = (own: Ask) => async (table: string, values: Record<string, unknown>) => {
  const columns = Object.keys(values)
  await own(`insert into ${table} (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`, Object.values(values))
}

import { getTableColumns } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { CAST } from '#drizzle/sample/cast.ts'
import { PROFILES } from '#drizzle/sample/profiles.ts'
import { TABLE_KEYS, TABLES } from '#drizzle/sample/rows.ts'
import { decide } from '#worker/impersonation/policy.ts'
import { changesBetween, CONFIG, configForm, typedFrom } from '#worker/support/rules/config-documents.ts'
import { type ConfigDocument, TENANT_JOB_STATES } from '#worker/support/rules/register-words.ts'
import { CATEGORIES, LANGUAGES } from '#worker/tenant/rules/words.ts'
import { everything, fingerprint } from './sample-rows.ts'

const now = new Date('2026-11-20T12:34:56.789Z')
const { rows, key } = everything({ seed: 1, now })
const share = <T>(list: readonly T[], wanted: (one: T) => boolean) => list.filter(wanted).length / list.length
const count = <T>(list: readonly T[], wanted: (one: T) => boolean) => list.filter(wanted).length

it('makes the same rows from the same seed within the same minute, and others from another seed', () => {
  const first = fingerprint(rows)
  expect(fingerprint(everything({ seed: 1, now: new Date('2026-11-20T12:34:01Z') }).rows)).toBe(first)
  expect(fingerprint(everything({ seed: 2, now }).rows)).not.toBe(first)
})

it('has exactly the volumes of profile S', () => {
  const { tenants, reports, cases, tenantUsers, staff, tickets, sessions } = PROFILES.S
  expect({ ...key.counts }).toMatchObject({
    tenant: tenants,
    riu: reports,
    case: cases,
    tenant_user: tenantUsers,
    internal_user: staff,
    ticket: tickets,
    impersonation_session: sessions + 1,
  })
  for (const table of TABLE_KEYS) expect(rows[table].length, table).toBeGreaterThan(0)
})

it('uses only words of the lists, and readable keys that are given once', () => {
  const ids = new Set<string>()
  const faults: string[] = []
  for (const table of TABLE_KEYS) {
    const worded = Object.entries(getTableColumns(TABLES[table])).filter(([, { enumValues }]) => enumValues?.length)
    for (const row of rows[table] as Record<string, unknown>[]) {
      for (const [property, { enumValues }] of worded)
        if (row[property] !== null && !enumValues?.includes(row[property] as string)) faults.push(`${table}: ${property} ${row[property]}`)
      if (!('id' in row)) continue
      const id = row.id as string
      if (!/^[a-z]+_[0-9A-HJKMNP-TV-Z]{20}$/.test(id) || ids.has(id)) faults.push(`${table}: ${id}`)
      ids.add(id)
    }
  }
  expect(ids.size).toBeGreaterThan(10_000)
  expect(faults).toEqual([])
})

it('follows the laws of the field', () => {
  const { tenants, rius, cases } = rows
  expect(count(tenants, (t) => t.region === 'NA')).toBe(30)
  expect(count(tenants, (t) => t.accessPolicy === 'open')).toBe(35)
  expect(share(tenants, (t) => t.status === 'ACTIVE')).toBeGreaterThan(0.8)
  expect(key.laws.medianEmployees).toBeGreaterThan(3_600)
  expect(key.laws.medianEmployees).toBeLessThan(4_400)
  for (const { id, employees } of tenants) expect(key.tenants.find((t) => t.id === id)?.reports).toBeLessThan(Math.max(9, employees))
  expect(share(rius, (r) => r.type === 'WEB')).toBeCloseTo(0.45, 1)
  expect(share(rius, (r) => r.type === 'HOTLINE')).toBeCloseTo(0.35, 1)
  expect(key.laws.medianReportsPerHundred).toBeGreaterThan(1.3)
  expect(key.laws.medianReportsPerHundred).toBeLessThan(1.9)
  expect(key.laws.anonymous).toBeCloseTo(0.55, 1)
  expect(key.laws.substantiated).toBeCloseTo(0.46, 1)
  expect(key.laws.medianDaysToClose).toBeGreaterThan(30)
  expect(key.laws.medianDaysToClose).toBeLessThan(45)
  expect(key.laws.closedAfter100Days).toBeGreaterThan(0.05)
  expect(new Set(rius.map((r) => r.category)).size).toBe(CATEGORIES.length)
  expect(new Set(rius.map((r) => r.language)).size).toBe(LANGUAGES.length)
  const reported = new Set(rius.map(({ caseId }) => caseId))
  expect(share(cases, ({ id }) => reported.has(id))).toBeGreaterThan(0.85)
})

it('keeps every date in order and none in the future', () => {
  for (const { createdAt, updatedAt, closedAt, status, outcome } of rows.cases) {
    expect(updatedAt >= createdAt && updatedAt <= now).toBe(true)
    expect((status === 'CLOSED') === (closedAt !== null) && (closedAt !== null) === (outcome !== null)).toBe(true)
    if (closedAt) expect(closedAt >= createdAt && closedAt <= updatedAt).toBe(true)
  }
  for (const { createdAt, updatedAt } of rows.rius) expect(updatedAt >= createdAt && updatedAt <= now).toBe(true)
  for (const { createdAt, startedAt, closedAt } of rows.investigations) {
    if (startedAt) expect(startedAt >= createdAt).toBe(true)
    if (closedAt) expect(startedAt && closedAt >= startedAt && closedAt <= now).toBe(true)
  }
  const cases = new Map(rows.cases.map((one) => [one.id, one]))
  for (const { caseId, createdAt } of rows.notes) expect(createdAt >= (cases.get(caseId)?.createdAt as Date) && createdAt <= now).toBe(true)
  for (const { caseId, createdAt, updatedAt } of rows.rius) {
    if (caseId) expect(updatedAt >= (cases.get(caseId)?.createdAt as Date) && updatedAt >= createdAt).toBe(true)
  }
  const steps = Map.groupBy(rows.investigationSteps, (step) => step.investigationId)
  for (const list of steps.values()) {
    expect(list.map(({ position }) => position)).toEqual(list.map((_, i) => i + 1))
    const done = list.flatMap(({ doneAt }) => doneAt ?? [])
    expect(list.slice(0, done.length).every(({ doneAt }) => doneAt)).toBe(true)
    expect(done).toEqual(done.toSorted((a, b) => a.getTime() - b.getTime()))
  }
  for (const { createdAt, lastLoginAt } of rows.tenantUsers) if (lastLoginAt) expect(lastLoginAt >= createdAt).toBe(true)
})

it('numbers cases, reports and tickets without gaps, in the order in which they came', () => {
  for (const [list, first] of [[rows.cases, 1001] as const, [rows.rius, 2001] as const]) {
    for (const own of Map.groupBy<string, { tenantId: string; number: number; createdAt: Date }>(
      list,
      ({ tenantId }) => tenantId,
    ).values()) {
      expect(own.map(({ number }) => number)).toEqual(own.map((_, i) => first + i))
      expect(own.every(({ createdAt }, i) => i === 0 || createdAt >= (own[i - 1]?.createdAt as Date))).toBe(true)
    }
  }
  expect(rows.tickets.map(({ number }) => number)).toEqual(rows.tickets.map((_, i) => 5001 + i))
})

it('gives every active tenant an administrator, a compliance officer and two investigators, and cases only to such people', () => {
  const users = new Map(rows.tenantUsers.map((user) => [user.id, user]))
  for (const { id } of rows.tenants.filter(({ status }) => status === 'ACTIVE')) {
    const active = rows.tenantUsers.filter((user) => user.tenantId === id && user.status === 'ACTIVE').map(({ role }) => role)
    expect(active).toEqual(expect.arrayContaining(['TENANT_ADMIN', 'COMPLIANCE_OFFICER']))
    expect(count(active, (role) => role === 'INVESTIGATOR')).toBeGreaterThanOrEqual(2)
  }
  for (const { assigneeId, tenantId } of rows.cases) {
    if (!assigneeId) continue
    expect(users.get(assigneeId)?.tenantId).toBe(tenantId)
    expect(['INVESTIGATOR', 'COMPLIANCE_OFFICER', 'TENANT_ADMIN']).toContain(users.get(assigneeId)?.role)
  }
})

it('has planted personal data exactly where the answer key says', () => {
  const texts = textsOf()
  expect(new Set(key.planted.map(({ kind }) => kind))).toEqual(new Set(['name', 'email', 'phone', 'employee_id']))
  for (const { table, id, column, offset, length, text } of key.planted) {
    const stands = texts.get(`${table}.${column}.${id}`) as string
    expect(stands.slice(offset, offset + length)).toBe(text)
    // Nothing outside the basic plane stands before it, so that Postgres counts the same.
    expect([...stands.slice(0, offset)].length).toBe(offset)
  }
})

it('carries hostile strings in about one text in a hundred, but none at Acme', () => {
  const texts = textsOf()
  for (const { table, id, column, offset, length } of key.hostile) {
    expect((texts.get(`${table}.${column}.${id}`) as string).length).toBe(offset + length)
  }
  const kinds = new Set(key.hostile.map(({ kind }) => kind))
  for (const kind of ['html', 'htmx', 'template', 'svg', 'bidi', 'unicode', 'long', 'prompt'] as const) expect(kinds).toContain(kind)
  const inNarratives = count(key.hostile, ({ column }) => column === 'narrative') / rows.rius.length
  expect(inNarratives).toBeGreaterThan(0.006)
  expect(inNarratives).toBeLessThan(0.014)
  for (const place of ['title', 'name', 'body']) expect(key.hostile.some(({ column }) => column === place)).toBe(true)
  expect(key.hostile.filter(({ tenantId }) => tenantId === key.acme.tenantId)).toEqual([])
})

it('puts open tickets of welcoming tenants on the desks of the support cast, Acme first on Vera’s, and one of a tenant that wants to be asked', () => {
  const tenants = new Map(rows.tenants.map((tenant) => [tenant.id, tenant]))
  for (const name of ['vera', 'hugo', 'imke', 'lena', 'kurt', 'gita'] as const) {
    expect(key.desks[name]?.length).toBeGreaterThanOrEqual(3)
    const asking = (key.desks[name] ?? [])
      .map(({ tenantId }) => tenants.get(tenantId))
      .filter((tenant) => tenant?.accessPolicy === 'approve')
    expect(asking).toHaveLength(name === 'vera' ? 1 : 0)
    for (const { tenantId } of key.desks[name] ?? []) {
      expect(tenants.get(tenantId)).toMatchObject({ status: 'ACTIVE', accessPolicy: expect.stringMatching(/^(open|notify|approve)$/) })
    }
  }
  expect(rows.tickets.find(({ id }) => id === key.acme.urgentTicketId)).toMatchObject({
    tenantId: key.acme.tenantId,
    assigneeId: CAST.vera.id,
    status: 'OPEN',
    priority: 'URGENT',
  })
  const lost = rows.cases.find(({ id }) => id === key.acme.lostCaseId)
  expect(lost).toMatchObject({ tenantId: key.acme.tenantId, number: 1042, status: 'IN_PROGRESS' })
  expect(rows.tenantUsers.find(({ id }) => id === lost?.assigneeId)?.status).toBe('DEACTIVATED')
})

it('makes staff parties of cases: Hugo where he also has a ticket, nobody of the cast at Acme', () => {
  const hugos = key.conflicts.filter(({ internalUserId }) => internalUserId === CAST.hugo.id)
  expect(hugos).toHaveLength(1)
  expect(key.desks.hugo?.map(({ tenantId }) => tenantId)).toContain(hugos[0]?.tenantId)
  expect(hugos[0]?.tenantId).not.toBe(key.acme.tenantId)
  expect(key.conflicts.length).toBeGreaterThan(5)
})

it('has only ended sessions of colleagues, and one live one', () => {
  const cast = new Set<string>(Object.values(CAST).map(({ id }) => id))
  const live = rows.impersonationSessions.filter(({ endedAt }) => !endedAt)
  expect(live.map(({ id }) => id)).toEqual([key.live?.sessionId])
  const logins = new Map(rows.loginSessions.map((login) => [login.id, login]))
  for (const session of rows.impersonationSessions) {
    expect(cast.has(session.operatorId)).toBe(false)
    expect(session.reason.length).toBeGreaterThanOrEqual(20)
    const login = logins.get(session.loginSessionId)
    expect(login?.operatorId).toBe(session.operatorId)
    expect((login?.createdAt as Date) <= session.startedAt && session.startedAt < session.expiresAt).toBe(true)
    if (session.endedAt)
      expect(session.endedAt >= session.startedAt && session.endedAt <= session.expiresAt && session.endedAt <= now).toBe(true)
  }
})

it.each(['2026-11-26T20:08Z', '2026-11-27T04:17Z', '2026-11-29T15:20Z'])(
  'has visits of the first customer whose records were read, also when it is made at %s, when its tickets lie badly',
  (at) => {
    const made = everything({ seed: 1, now: new Date(at) })
    const { tenantId } = made.key.acme
    const ended = made.rows.impersonationSessions.filter((one) => one.tenantId === tenantId && one.endedAt && one.mode === 'READ_ONLY')
    expect(ended.length).toBeGreaterThan(1)
    const stays = new Set(ended.map(({ id }) => id))
    const read = made.rows.trail.filter(({ sessionId, act }) => act.startsWith('case:') && stays.has(sessionId ?? ''))
    expect(count(read, ({ entityIds }) => entityIds.length > 0)).toBeGreaterThan(0)
  },
)

it('tells of every session what was done in it, from its start to its end, of records that were there and that its eyes see', () => {
  const born = new Map<string, Date>()
  for (const table of ['cases', 'rius', 'tenantUsers', 'investigations', 'notes'] as const)
    for (const { id, createdAt } of rows[table]) born.set(id, createdAt)
  const places = new Map<string, string>()
  for (const table of ['cases', 'rius', 'tenantUsers', 'investigations', 'investigationSteps', 'notes', 'participants'] as const)
    for (const { id, tenantId } of rows[table]) places.set(id, tenantId)
  const mine = new Map(rows.cases.map(({ id, assigneeId }) => [id, assigneeId]))
  const trails = Map.groupBy(rows.trail, ({ sessionId }) => sessionId)
  for (const session of rows.impersonationSessions) {
    const acts = (trails.get(session.id) ?? []).filter(({ act }) => act !== 'impersonation:note' && !act.startsWith('review:'))
    expect(acts[0]).toMatchObject({ act: 'impersonation:start', at: session.startedAt, reason: session.reason })
    expect(acts.at(-1)?.at).toEqual(session.endedAt ?? expect.any(Date))
    expect(count(acts, ({ facts }) => facts.endReason === session.endReason)).toBe(session.endedAt ? 1 : 0)
    const read = acts.filter(({ outcome }) => outcome === 'read')
    expect(read[0]?.act).toBe('case:list')
    for (const { at, entityIds, sentence, entityType } of read) {
      expect(at >= session.startedAt && at <= (session.endedAt ?? now)).toBe(true)
      expect(sentence).not.toContain('{n}')
      for (const id of entityIds) {
        expect(places.get(id)).toBe(session.tenantId)
        expect((born.get(id) ?? at) <= at).toBe(true)
      }
      if (entityType === 'case' && session.targetUserId && session.seenAs === 'INVESTIGATOR')
        for (const id of entityIds) if (mine.has(id)) expect(mine.get(id)).toBe(session.targetUserId)
    }
  }
  expect(count(rows.trail, ({ act }) => act === 'case:read')).toBeGreaterThan(50)
})

it('asks for all that takes a yes, has it begun once and as it was asked, and leaves some to be answered', () => {
  const sessions = new Map(rows.impersonationSessions.map((session) => [session.id, session]))
  const policies = new Map(rows.tenants.map(({ id, accessPolicy }) => [id, accessPolicy]))
  const requests = new Map(rows.accessRequests.map((request) => [request.id, request]))
  for (const { tenantId, mode, breakGlass, approvalId } of rows.impersonationSessions)
    if (mode === 'READ_WRITE' || (policies.get(tenantId) === 'approve' && !breakGlass)) expect(requests.has(approvalId ?? '')).toBe(true)
  for (const {
    id,
    state,
    sessionId,
    operatorId,
    approverId,
    approvedAt,
    askedAt,
    answerBy,
    customerBy,
    startBy,
    ...request
  } of rows.accessRequests) {
    expect(decide(request.operatorRole, policies.get(request.tenantId) ?? 'closed', request.mode, request.scope)).toBe(
      customerBy ? 'approve+customer' : 'approve',
    )
    if (approverId) expect(approverId !== operatorId && approvedAt && approvedAt > askedAt && approvedAt <= answerBy).toBe(true)
    if (state === 'WAITING') expect((approverId ? customerBy : answerBy)?.getTime()).toBeGreaterThan(now.getTime() + 15 * 60_000)
    if (state !== 'USED') continue
    const { startedAt, ...session } = sessions.get(sessionId ?? '') as (typeof rows.impersonationSessions)[number]
    const { tenantId, ticketId, targetUserId, mode, category, reason } = request
    expect(session).toMatchObject({ approvalId: id, operatorId, tenantId, ticketId, targetUserId, mode, category, reason })
    expect(startBy && startedAt > (request.customerApprovedAt ?? askedAt) && startedAt <= startBy).toBe(true)
  }
  const open = rows.accessRequests.filter(({ state }) => state === 'WAITING')
  expect(new Set(rows.accessRequests.map(({ state, deniedBy }) => `${state} ${deniedBy}`)).size).toBe(7)
  expect(open.some(({ operatorId, approverId }) => operatorId === CAST.vera.id && approverId === null)).toBe(true)
  expect(open.some(({ approverId, customerBy }) => approverId !== null && customerBy !== null)).toBe(true)
  expect(open.some(({ customerBy }) => customerBy === null)).toBe(true)
})

it('has sessions looked at again by somebody else: some wait, some were forgotten, and one led to a hold', () => {
  const states = new Set(rows.sessionReviews.map(({ state, overdueAt }) => (overdueAt ? 'overdue' : state)))
  expect(states).toEqual(new Set(['pending', 'overdue', 'approved', 'flagged']))
  expect(new Set(rows.sessionReviews.flatMap(({ state, reasons }) => (state === 'pending' ? reasons : []))).size).toBeGreaterThanOrEqual(4)
  for (const { reviewerId, operatorId, approverId, decidedAt, dueAt, createdAt, overdueAt } of rows.sessionReviews) {
    if (reviewerId) expect(reviewerId !== operatorId && reviewerId !== approverId).toBe(true)
    if (decidedAt) expect(decidedAt > createdAt && decidedAt <= now).toBe(true)
    else expect(dueAt > now || overdueAt !== null).toBe(true)
  }
  const acts = rows.trail.map(({ act }) => act)
  for (const act of ['person:hold', 'person:release', 'review:overdue', 'reveals:approve', 'field:reveal', 'case:export', 'file:seal'])
    expect(acts).toContain(act)
  expect(count(acts, (act) => act === 'impersonation:note')).toBeGreaterThan(10)
  expect(count(acts, (act) => act === 'tenant_user:deactivate')).toBeGreaterThan(0)
  for (const { url, status } of rows.webhookEndpoints)
    if (url) expect([new URL(url).hostname.endsWith('.example'), status]).toEqual([true, 'DISABLED'])
})

it('has webhooks that came and went: delivered at once, after a few attempts, not at all; and no work that is still to be done', () => {
  const { webhookDeliveries, webhookReceipts, jobs, impersonationSessions, tickets } = rows
  const visits = new Set(impersonationSessions.map(({ id, tenantId }) => `${tenantId} ${id}`))
  for (const { message, createdAt, deliveredAt, status } of webhookDeliveries) {
    const { timestamp, data } = JSON.parse(message) as { timestamp: string; data: Record<string, string> }
    expect(visits).toContain(`${data.tenantId} ${data.sessionId}`)
    expect(new Date(timestamp) <= createdAt && createdAt <= (deliveredAt ?? now) && (deliveredAt ?? now) <= now).toBe(true)
    expect(status === 'DELIVERED').toBe(deliveredAt !== null)
  }
  expect(new Set(webhookDeliveries.map(({ status, attempts }) => `${status} ${attempts > 1 ? 'later' : 'at once'}`))).toEqual(
    new Set(['DELIVERED at once', 'DELIVERED later', 'FAILED later']),
  )
  const known = new Set(tickets.map(({ number }) => number))
  const lost = webhookReceipts.filter(({ doneAt }) => doneAt === null)
  expect(webhookReceipts.length).toBeGreaterThan(20)
  expect(lost.map(({ payload }) => known.has(payload?.number as number))).toEqual([false])
  const byId = new Map(jobs.map((job) => [job.id, job]))
  for (const { jobId } of [...webhookDeliveries, ...webhookReceipts]) {
    const job = byId.get(jobId)
    expect(['completed', 'discarded']).toContain(job?.state)
    expect(job?.finishedAt && job.createdAt <= job.finishedAt && job.finishedAt <= now).toBe(true)
  }
})

it('has tenants that are easily confused', () => {
  const bySlug = new Map(rows.tenants.map((tenant) => [tenant.slug, tenant]))
  expect(bySlug.get('acme-industrial')).toMatchObject({ name: 'Acme Industrial', status: 'ACTIVE', accessPolicy: 'open', region: 'EU' })
  expect(bySlug.get('acme-industries')?.id).toBe(key.acme.industriesId)
  expect(key.lookAlikes.length).toBeGreaterThanOrEqual(3)
  expect(rows.tenantDomains.map(({ domain }) => domain)).toContain('acrne-industrial.example')
  expect(rows.tenantPhones.every(({ e164 }) => /^\+\d{8,15}$/.test(e164))).toBe(true)
  for (const { phone, phoneDigits } of rows.tenantContacts) {
    if (phone) expect(phoneDigits).toMatch(new RegExp(`${phone.replace(/\D/g, '').slice(-7)}$`))
  }
})

it('watches every tenant: errors that add up, jobs in every state, configurations with a history', () => {
  const byError = Map.groupBy(rows.tenantErrorDays, ({ errorId }) => errorId)
  for (const { id, count: seen, firstSeenAt, lastSeenAt } of rows.tenantErrors) {
    const days = byError.get(id) ?? []
    expect(days.reduce((sum, day) => sum + day.count, 0)).toBe(seen)
    expect([days.at(-1)?.day, days[0]?.day]).toEqual([firstSeenAt, lastSeenAt].map((at) => at.toISOString().slice(0, 10)))
    expect(firstSeenAt <= lastSeenAt && lastSeenAt <= now).toBe(true)
  }
  const spiky = rows.tenantErrors.filter(({ id, count: seen }) =>
    (byError.get(id) ?? []).some((day) => day.count > 10 && day.count > seen / 2),
  )
  expect(spiky.length).toBeGreaterThan(30)
  expect(new Set(rows.tenantJobs.map(({ state }) => state)).size).toBe(TENANT_JOB_STATES.length)
  for (const { state, createdAt, startedAt, finishedAt, attempts, maxAttempts, lastError } of rows.tenantJobs) {
    expect(createdAt <= (startedAt ?? createdAt) && (startedAt ?? createdAt) <= (finishedAt ?? now) && (finishedAt ?? now) <= now).toBe(
      true,
    )
    if (state === 'DISCARDED' || state === 'RETRYABLE') expect(lastError !== null && attempts > 0 && attempts <= maxAttempts).toBe(true)
  }
  for (const versions of Map.groupBy(rows.tenantConfigs, ({ tenantId, document }) => `${tenantId} ${document}`).values()) {
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, i) => i + 1))
    expect(versions.length >= 3 && versions.length <= 6).toBe(true)
    const document = versions[0]?.document as ConfigDocument
    versions.forEach(({ body, changedAt }, i) => {
      expect(Object.keys(body).toSorted()).toEqual(CONFIG[document].fields.map(({ name }) => name).toSorted())
      expect(configForm(document).safeParse({ ...typedFrom(body), version: '1', reason: 'As it is in the sample.' }).success).toBe(true)
      if (i > 0) expect(changesBetween(document, versions[i - 1]?.body, body)).not.toEqual([])
      expect(changedAt <= now && changedAt >= (versions[i - 1]?.changedAt ?? changedAt)).toBe(true)
    })
  }
})

function textsOf() {
  const texts = new Map<string, string>()
  for (const { id, narrative } of rows.rius) texts.set(`riu.narrative.${id}`, narrative)
  for (const { id, body } of rows.notes) texts.set(`note.body.${id}`, body)
  for (const { id, title } of rows.cases) texts.set(`case.title.${id}`, title)
  for (const { id, name } of rows.tenantUsers) texts.set(`tenant_user.name.${id}`, name)
  for (const { id, finding } of rows.investigationSteps) texts.set(`investigation_step.finding.${id}`, finding ?? '')
  return texts
}

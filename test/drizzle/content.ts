import { randomBytes } from 'node:crypto'
import type { Role } from '#worker/auth/rules/roles.ts'
import { newId } from '#worker/rules/ids.ts'
import { type Ask, as, type Duty, owner } from './asking.ts'

/** What the policies show and hide: one row of every content table, unless a test adds more. */
export const CONTENT = ['tenant', 'tenant_user', '"case"', 'riu', 'investigation', 'investigation_step', 'note', 'participant'] as const

const secret = () => randomBytes(32).toString('base64url')

export async function anOperator(role: Role, { lead = false, status = 'ACTIVE' } = {}, own: Ask = owner) {
  const [id, loginId, loginKey] = [newId('ops'), newId('log'), secret()]
  await own('insert into app.internal_user (id, directory_id, email, name, role, lead, status) values ($1, $1, $2, $3, $4, $5, $6)', [
    id,
    `${id}@vendor.example`,
    'Somebody of the staff',
    role,
    lead,
    status,
  ])
  await own(
    `insert into app.login_session (id, operator_id, key_hash, created_at, expires_at, seen_at)
     values ($1, $2, app.key_hash($3), now(), now() + interval '12 hours', now())`,
    [loginId, id, loginKey],
  )
  return { id, loginId, loginKey }
}

/** A tenant with one row of each kind. */
export async function aPlace(own: Ask = owner) {
  const id = newId('ten')
  const ticketId = newId('tic')
  await own(
    `insert into tenant (id, slug, name, status, region, plan, industry, employees, locales, access_policy, created_at)
     values ($1, lower($1), 'A place', 'ACTIVE', 'EU', 'PROFESSIONAL', 'RETAIL', 10, '{en}', 'open', now())`,
    [id],
  )
  await own(
    `insert into ticket (id, tenant_id, number, subject, requester_name, requester_email, status, priority, opened_at, updated_at)
     values ($1, $2, $3, 'A subject', 'A name', 'a@customer.example', 'OPEN', 'LOW', now(), now())`,
    [ticketId, id, Math.floor(Math.random() * 2 ** 31)],
  )
  const userId = await aUser(id, 'INVESTIGATOR', own)
  return { id, ticketId, userId, ...(await aCase(id, { assignee: null, author: userId }, own)) }
}

export async function aUser(tenantId: string, role: string, own: Ask = owner) {
  const id = newId('usr')
  await own(
    `insert into tenant_user (id, tenant_id, email, name, role, status, created_at) values ($1, $2, $1 || '@customer.example', 'A user', $3, 'ACTIVE', now())`,
    [id, tenantId, role],
  )
  return id
}

/** A case with a report, an investigation and its step, a note and a person of it. */
export async function aCase(
  tenantId: string,
  { assignee, investigator = null, author }: { assignee: string | null; investigator?: string | null; author: string },
  own: Ask = owner,
) {
  const [caseId, riuId, investigationId] = [newId('case'), newId('riu'), newId('inv')]
  const number = Math.floor(Math.random() * 2 ** 31)
  await own(
    `with c as (insert into "case" (id, tenant_id, number, title, status, priority, severity, category, assignee_id, created_at, updated_at)
       values ($1, $2, $3, 'A title', 'OPEN', 2, 'LOW', 'THEFT', $4, now(), now()))
     select 1`,
    [caseId, tenantId, number, assignee],
  )
  await own(
    `insert into riu (id, tenant_id, number, type, status, category, severity, language, anonymous, narrative, case_id, created_at, updated_at)
     values ($1, $2, $3, 'WEB', 'LINKED', 'THEFT', 'LOW', 'en', true, 'A story', $4, now(), now())`,
    [riuId, tenantId, number, caseId],
  )
  await own(
    `insert into investigation (id, tenant_id, case_id, title, status, assignee_id, created_at) values ($1, $2, $3, 'A title', 'PLANNED', $4, now())`,
    [investigationId, tenantId, caseId, investigator],
  )
  await own(`insert into investigation_step (id, tenant_id, investigation_id, position, title) values ($1, $2, $3, 1, 'A step')`, [
    newId('step'),
    tenantId,
    investigationId,
  ])
  await own(
    `insert into note (id, tenant_id, case_id, author_id, visibility, body, created_at) values ($1, $2, $3, $4, 'CASE', 'A note', now())`,
    [newId('note'), tenantId, caseId, author],
  )
  await own(`insert into participant (id, tenant_id, case_id, role, name) values ($1, $2, $3, 'WITNESS', 'A name')`, [
    newId('par'),
    tenantId,
    caseId,
  ])
  return { caseId, riuId, investigationId }
}

type Stay = { mode?: 'READ_ONLY' | 'READ_WRITE'; seenAs?: string; target?: string | null; expires?: string }

/** A live session as `app.start_impersonation` would have written it. */
export async function aSession(
  operator: { id: string; loginId: string },
  tenantId: string,
  { mode = 'READ_ONLY', seenAs = 'TENANT_ADMIN', target = null, expires = '30 minutes' }: Stay = {},
  own: Ask = owner,
) {
  const [id, sessionKey] = [newId('imp'), secret()]
  await own(
    `insert into app.impersonation_session (id, key_hash, operator_id, login_session_id, operator_role, tenant_id, target_user_id, seen_as, mode, category, reason, ticket_id, approval_id, started_at, expires_at)
     values ($1, app.key_hash($2), $3, $4, 'ADMIN', $5, $6, $7, $8, 'HOW_TO', 'A reason of more than twenty characters.', 'tic_any', $10, now() - interval '1 minute', now() + $9::interval)`,
    [id, sessionKey, operator.id, operator.loginId, tenantId, target, seenAs, mode, expires, mode === 'READ_WRITE' ? newId('acr') : null],
  )
  await own('insert into app.impersonation_activity values ($1, now())', [id])
  return { id, sessionKey }
}

/** Sets the keys as a batch does that asks nobody: what the policies then show is all that stands between. */
export const withKeys = (ask: Ask, sessionKey: string, loginKey: string) =>
  ask("select set_config('app.session_key', $1, true), set_config('app.login_key', $2, true)", [sessionKey, loginKey])

/** How many rows of each content table these keys open. */
export function rowsSeen(duty: Duty, sessionKey: string, loginKey: string): Promise<Record<string, number>> {
  return as(duty, async (ask) => {
    await withKeys(ask, sessionKey, loginKey)
    return counted(ask)
  })
}

export async function counted(ask: Ask): Promise<Record<string, number>> {
  const [row] = await ask<Record<string, number>>(
    `select ${CONTENT.map((table) => `(select count(*)::int from public.${table}) as ${table}`).join(', ')}`,
  )
  return row ?? {}
}

export const eachTable = (rows: number) => Object.fromEntries(CONTENT.map((table) => [table.replaceAll('"', ''), rows]))

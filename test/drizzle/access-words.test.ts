import { describe, expect, it } from 'vitest'
import { OUTCOMES as TRAIL_OUTCOMES } from '#worker/audit/rules/acts.ts'
import { type Permission, permissionsOf, ROLES, STAFF_STATUSES } from '#worker/auth/rules/roles.ts'
import { ceilingOf } from '#worker/impersonation/rules/ceiling.ts'
import { CARD_KINDS, CARD_WIDTHS } from '#worker/home/rules/words.ts'
import { ACCESS_STATES, DENIERS, END_REASONS, MODES, REVEAL_STATES, SCOPES, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'
import { FAMILY_ENDS } from '#worker/auth/rules/families.ts'
import { EVENT_KINDS, JOB_KINDS, JOB_STATES } from '#worker/jobs/rules/words.ts'
import { CATEGORIES as NOTIFICATION_CATEGORIES, SEVERITIES as NOTIFICATION_SEVERITIES } from '#worker/notifications/rules/words.ts'
import { GRANT_STATES } from '#worker/people/rules/words.ts'
import { REVIEW_REASONS, REVIEW_STATES } from '#worker/reviews/rules/words.ts'
import { SEARCH_KINDS } from '#worker/search/rules/words.ts'
import { CONFIG_DOCUMENTS, ERROR_LEVELS, SECRET_KINDS, TENANT_JOB_KINDS, TENANT_JOB_STATES } from '#worker/support/rules/register-words.ts'
import { TICKET_PRIORITIES, TICKET_STATUSES } from '#worker/support/rules/ticket-words.ts'
import * as words from '#worker/tenant/rules/words.ts'
import * as webhooks from '#worker/webhooks/rules/words.ts'
import { owner } from './asking.ts'

const lists: Record<string, readonly string[]> = {
  'audit.trail.outcome': TRAIL_OUTCOMES,
  'app.internal_user.role': ROLES,
  'app.internal_user.status': STAFF_STATUSES,
  'app.impersonation_session.operator_role': ROLES,
  'app.impersonation_session.seen_as': words.TENANT_ROLES,
  'app.impersonation_session.mode': MODES,
  'app.impersonation_session.category': SESSION_CATEGORIES,
  'app.impersonation_session.end_reason': END_REASONS,
  'app.access_request.operator_role': ROLES,
  'app.access_request.approver_role': ROLES,
  'app.access_request.mode': MODES,
  'app.access_request.scope': SCOPES,
  'app.access_request.category': SESSION_CATEGORIES,
  'app.access_request.state': ACCESS_STATES,
  'app.access_request.denied_by': DENIERS,
  'app.reveal_request.state': REVEAL_STATES,
  'app.session_review.operator_role': ROLES,
  'app.session_review.reasons': REVIEW_REASONS,
  'app.session_review.state': REVIEW_STATES,
  'public.tenant.status': words.TENANT_STATUSES,
  'public.tenant.region': words.REGIONS,
  'public.tenant.plan': words.PLANS,
  'public.tenant.industry': words.INDUSTRIES,
  'public.tenant.access_policy': words.ACCESS_POLICIES,
  'public.tenant_contact.kind': words.CONTACT_KINDS,
  'public.tenant_user.role': words.TENANT_ROLES,
  'public.tenant_user.status': words.TENANT_USER_STATUSES,
  'public.case.status': words.CASE_STATUSES,
  'public.case.severity': words.SEVERITIES,
  'public.case.category': words.CATEGORIES,
  'public.case.outcome': words.OUTCOMES,
  'public.riu.type': words.RIU_TYPES,
  'public.riu.status': words.RIU_STATUSES,
  'public.riu.category': words.CATEGORIES,
  'public.riu.severity': words.SEVERITIES,
  'public.riu.language': words.LANGUAGES,
  'public.investigation.status': words.INVESTIGATION_STATUSES,
  'public.note.visibility': words.NOTE_VISIBILITIES,
  'public.participant.role': words.PARTICIPANT_ROLES,
  'public.ticket.status': TICKET_STATUSES,
  'public.ticket.priority': TICKET_PRIORITIES,
  'public.tenant_error.level': ERROR_LEVELS,
  'public.tenant_job.kind': TENANT_JOB_KINDS,
  'public.tenant_job.state': TENANT_JOB_STATES,
  'public.tenant_config.document': CONFIG_DOCUMENTS,
  'public.tenant_secret.kind': SECRET_KINDS,
  'app.job.kind': JOB_KINDS,
  'app.job.state': JOB_STATES,
  'app.outbox.kind': EVENT_KINDS,
  'app.admin_grant.state': GRANT_STATES,
  'app.token_family.end_reason': FAMILY_ENDS,
  'app.notification.category': NOTIFICATION_CATEGORIES,
  'app.notification.severity': NOTIFICATION_SEVERITIES,
  'app.notification_preference.category': NOTIFICATION_CATEGORIES,
  'app.webhook_endpoint.direction': webhooks.DIRECTIONS,
  'app.webhook_endpoint.status': webhooks.ENDPOINT_STATUSES,
  'app.webhook_secret.version': webhooks.SECRET_VERSIONS,
  'app.webhook_receipt.type': webhooks.MESSAGE_TYPES,
  'app.webhook_delivery.kind': webhooks.TOLD_EVENTS,
  'app.webhook_delivery.status': webhooks.DELIVERY_STATUSES,
  'app.search_entry.kind': SEARCH_KINDS,
  'app.home_card.kind': CARD_KINDS,
  'app.home_card.width': CARD_WIDTHS,
}

describe('words that a column may hold', () => {
  it('are those of the rules, for every column that has a list', async () => {
    const rows = await owner<{ place: string; definition: string }>(
      `select n.nspname || '.' || c.relname || '.' || a.attname as place, pg_get_constraintdef(k.oid) as definition
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and k.conkey = array[a.attnum]
       where k.contype = 'c' and k.convalidated and n.nspname in ('public', 'app', 'audit') and pg_get_constraintdef(k.oid) ~ '(= ANY \\(|<@ )\\(?ARRAY\\['`,
    )
    const found = rows.map(
      ({ place, definition }) => [place, [...definition.matchAll(/'([^']*)'::text/g)].map((match) => match[1])] as const,
    )
    expect(Object.fromEntries(found)).toEqual(lists)
    expect(rows.length).toBe(Object.keys(lists).length)
  })

  it('are checked text, never an enum of the database, which no index serves under row-level security', async () => {
    expect(
      await owner(`select typname from pg_type where typtype = 'e' and typnamespace::regnamespace::text in ('public', 'app', 'audit')`),
    ).toEqual([])
    const open = `select table_schema || '.' || table_name || '.' || column_name as place from information_schema.columns
      where table_schema in ('public', 'app', 'audit') and column_name in ('status', 'type', 'kind', 'mode', 'outcome', 'severity', 'category', 'visibility', 'end_reason')`
    const places = (await owner<{ place: string }>(open)).map(({ place }) => place)
    expect(places.filter((place) => !(place in lists))).toEqual([])
  })
})

describe('roles', () => {
  const everyone = ROLES.flatMap((role) => [
    { role, lead: false },
    { role, lead: true },
  ])

  it.each(everyone)('$role (lead: $lead) may in the database what the rules say', async ({ role, lead }) => {
    const rows = await owner<{ permission: string }>('select permission from app.role_permission where role = $1 and lead = $2', [
      role,
      lead,
    ])
    expect(rows.map(({ permission }) => permission).toSorted()).toEqual(permissionsOf({ role, lead }).toSorted())
  })

  it('are in the database those of the rules and no other', async () => {
    const rows = await owner<{ role: string }>('select distinct role from app.role_permission')
    expect(rows.map(({ role }) => role).toSorted()).toEqual(ROLES.toSorted())
  })

  it('give an administrator every permission of the others by name, and nobody a wildcard', () => {
    const ofAda = permissionsOf({ role: 'ADMIN', lead: false })
    const ofOthers = new Set<Permission>(everyone.flatMap(permissionsOf))
    expect([...ofOthers].filter((permission) => !ofAda.includes(permission))).toEqual([])
    expect(ofAda.filter((permission) => !/^[a-z]+(_[a-z]+)+$|^impersonate$|^reveal$/.test(permission))).toEqual([])
    expect(new Set(ofAda).size).toBe(ofAda.length)
  })

  it('let an administrator’s lead mark add nothing, and everybody look tenants up', () => {
    expect(permissionsOf({ role: 'ADMIN', lead: true })).toEqual(permissionsOf({ role: 'ADMIN', lead: false }))
    for (const person of everyone) expect(permissionsOf(person)).toContain('view_tenants')
  })

  it.each([...ROLES, 'NOBODY'])('%s looks into a tenant as high as the rules say, in the database too', async (role) => {
    const [row] = await owner<{ ceiling: string | null }>('select app.ceiling($1) as ceiling', [role])
    expect(row?.ceiling ?? undefined).toBe(ceilingOf(role as (typeof ROLES)[number]))
  })

  it('have a ceiling exactly when they may impersonate', () => {
    for (const role of ROLES)
      expect([role, ceilingOf(role) !== undefined]).toEqual([role, permissionsOf({ role, lead: false }).includes('impersonate')])
  })

  it('of tenant users rank in the database as in the rules', async () => {
    const rows = await owner<{ rank: number }>('select app.tenant_role_rank(r) as rank from unnest($1::text[]) r', [
      [...words.TENANT_ROLES],
    ])
    expect(rows.map(({ rank }) => rank)).toEqual(words.TENANT_ROLES.map((_, i) => i + 1))
  })
})

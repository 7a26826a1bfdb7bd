import { CAST } from '#drizzle/sample/cast.ts'
import type { Ask } from '../asking.ts'

/** Volume M made by multiplying rows: the counts, the skew and the shares of the profile, without its words. Tenants are few large ones and
 *  many small ones; the first is the largest. Everything is reckoned from a number, so that two runs see the same. */
export const VOLUME = { tenants: 800, users: 40_000, cases: 200_000, reports: 250_000, tickets: 30_000, trail: 100_000 } as const

/** A key of ours from a number, which has as many digits as all others: there are millions, and to fill them up takes longer than to add. */
export const keyOf = (prefix: string, number: number) => `${prefix}_000000000${FULL + number}`
const key = (prefix: string, number: string) => `'${prefix}_000000000' || (${FULL} + (${number}))`
const FULL = 10_000_000_000

/** Something between 0 and 1 that looks like chance; another `salt`, other chance. */
const chance = (salt: number) => `((g * ${7_919 + 2 * salt} + ${salt}) % 99991) / 99991.0::float8`
/** A third of everything belongs to the forty largest tenants. */
const tenant = `1 + floor(${VOLUME.tenants} * pow(${chance(0)}, 2.5))::int`
const oneOf = (words: readonly string[], salt: number) =>
  `(array['${words.join("', '")}'])[1 + floor(${chance(salt)} * ${words.length})::int]`
const ago = (days: number, salt: number) => `date_trunc('milliseconds', now() - ${days} * ${chance(salt)} * interval '1 day')`

/** The number of a case of a tenant that has a report, an investigation and notes; of a user of it, and of that report, too. */
export function numberIn(place: number): number {
  for (let g = 4; ; g += 4)
    if (g % 5 > 0 && g % 10 > 0 && 1 + Math.floor(VOLUME.tenants * (((g * 7_919) % 99_991) / 99_991) ** 2.5) === place) return g
}

const FIRST = [
  'Alder',
  'Birch',
  'Cedar',
  'Delta',
  'Ember',
  'Falcon',
  'Granite',
  'Harbor',
  'Indigo',
  'Juniper',
  'Keystone',
  'Lumen',
  'Maple',
]
const SECOND = [
  'Foods',
  'Health',
  'Logistics',
  'Manufacturing',
  'Mining',
  'Partners',
  'Retail',
  'Systems',
  'Transport',
  'Utilities',
  'Works',
]
const NOUNS = ['invoices', 'supplier', 'overtime', 'ledger', 'forklift', 'payroll', 'discount', 'travel', 'warehouse', 'contract', 'gift']
const STAFF = Object.values(CAST)
const people = STAFF.map(({ id }) => id)
const operators = [...STAFF.filter(({ role }) => role.startsWith('SUPPORT')).map(({ id }) => id), CAST.ada.id]

/** Each step is one statement of the owner; one of those that are searched is asked for its rows from the first to the last number. */
const STEPS: [what: string, sql: string][] = [
  [
    'people',
    `insert into app.internal_user (id, directory_id, email, name, role, lead, status, zone, held_at, held_reason, deactivated_at)
     select id, directory_id, email, name, role, lead, status, zone, case status when 'HELD' then now() end,
            case status when 'HELD' then 'Too many records' end, case status when 'DEACTIVATED' then now() end
     from jsonb_to_recordset('${JSON.stringify(STAFF.map(({ directoryId, ...one }) => ({ ...one, directory_id: directoryId })))}')
       as one (id text, directory_id text, email text, name text, role text, lead boolean, status text, zone text)
     union all
     select ${key('ops', 'g')}, 'directory-' || g, 'staff.' || g || '@vendor.example', ${oneOf(FIRST, 1)} || ' ' || ${oneOf(SECOND, 2)} || ' ' || g,
            ${oneOf(['SUPPORT_L1', 'SUPPORT_L2', 'SUPPORT_L3', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS'], 3)}, g % 25 = 0, 'ACTIVE', 'UTC', null, null, null
     from generate_series(1, 386) g`,
  ],
  [
    'tenants',
    `insert into tenant (id, slug, name, status, region, plan, industry, employees, locales, access_policy, csm_id, created_at)
     select ${key('ten', 'g')}, 'tenant-' || g, ${oneOf(FIRST, 1)} || ' ' || ${oneOf(SECOND, 2)} || ' ' || g,
            case when g < 10 or g % 12 > 0 then 'ACTIVE' else 'SUSPENDED' end, ${oneOf(['NA', 'NA', 'NA', 'EU', 'APAC'], 3)},
            ${oneOf(['ESSENTIAL', 'PROFESSIONAL', 'ENTERPRISE'], 4)}, 'RETAIL', 4000, '{en}', case when g < 10 then 'open' else ${oneOf(['open', 'open', 'notify', 'approve'], 5)} end,
            ${key('ops', 'g % 386 + 1')}, now() - interval '400 days'
     from generate_series(1, ${VOLUME.tenants}) g`,
  ],
  [
    'domains',
    `insert into tenant_domain (id, tenant_id, domain) select ${key('dom', 'g')}, ${key('ten', 'g % 800 + 1')}, 'site-' || g || '.example.com' from generate_series(1, 1600) g`,
  ],
  [
    'contacts',
    `insert into tenant_contact (id, tenant_id, kind, name, email, phone, phone_digits)
     select ${key('con', 'g')}, ${key('ten', 'g % 800 + 1')}, ${oneOf(['PRIMARY', 'SECURITY', 'BILLING', 'SIGNATORY'], 1)}, 'Contact ' || g, 'contact.' || g || '@customer.example',
            '+1 (555) ' || (1000000 + g * 97), '1555' || (1000000 + g * 97) from generate_series(1, 2400) g`,
  ],
  [
    'phones',
    `insert into tenant_phone (id, tenant_id, label, e164) select ${key('pho', 'g')}, ${key('ten', 'g % 800 + 1')}, 'Line ' || g, '4930' || (2000000 + g * 89) from generate_series(1, 1600) g`,
  ],
  [
    'users',
    `insert into tenant_user (id, tenant_id, email, name, employee_number, role, status, org_unit, created_at)
     select ${key('usr', 'g')}, ${key('ten', tenant)}, 'user.' || g || '@customer.example', 'Zelda ' || ${oneOf(FIRST, 1)} || ' ' || g, 'E-' || g,
            ${oneOf(['EMPLOYEE', 'EMPLOYEE', 'EMPLOYEE', 'MANAGER', 'INVESTIGATOR', 'INVESTIGATOR', 'COMPLIANCE_OFFICER', 'TENANT_ADMIN'], 2)},
            ${oneOf(['ACTIVE', 'ACTIVE', 'ACTIVE', 'INVITED', 'DEACTIVATED'], 3)}, 'Unit ' || g % 40, ${ago(365, 4)}
     from generate_series($1::int, $2::int) g`,
  ],
  [
    // Some people get many: the first of the largest tenant more than a hundred.
    'cases',
    `insert into "case" (id, tenant_id, number, title, status, priority, severity, category, outcome, assignee_id, created_at, updated_at, due_at, closed_at)
     with staff as materialized (
       select u.tenant_id, u.id, row_number() over (partition by u.tenant_id order by u.id) as place, count(*) over (partition by u.tenant_id) as many
       from tenant_user u where u.role in ('INVESTIGATOR', 'COMPLIANCE_OFFICER')
     ), t as materialized (select tenant_id as id, many from staff where place = 1)
     select ${key('case', 'g')}, t.id, g, initcap(${oneOf(NOUNS, 1)}) || ' and ' || ${oneOf(NOUNS, 2)} || ' in ' || ${oneOf(FIRST, 3)}, s.status, 1 + g % 4, ${oneOf(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'], 4)},
            ${oneOf(['EXPENSE_FRAUD', 'BRIBERY', 'RETALIATION', 'THEFT'], 5)}, null, case when g % 10 > 0 then staff.id end, s.at, s.at, s.at + interval '30 days',
            case s.status when 'CLOSED' then s.at + interval '1 hour' end
     from (select g, ${tenant} as place, ${ago(365, 6)} - interval '2 hours' as at, case when g % 10 < 8 then 'CLOSED' when g % 10 = 8 then 'IN_PROGRESS' else 'OPEN' end as status
           from generate_series($1::int, $2::int) g) s
     join t on t.id = ${key('ten', 's.place')} join staff on staff.tenant_id = t.id and staff.place = 1 + floor(t.many * pow(${chance(9)}, 1.5))::int`,
  ],
  [
    'reports',
    `insert into riu (id, tenant_id, number, type, status, category, severity, language, anonymous, narrative, case_id, created_at, updated_at)
     select ${key('riu', 'g')}, coalesce(c.tenant_id, ${key('ten', tenant)}), g, ${oneOf(['HOTLINE', 'WEB', 'WEB', 'PROXY', 'DISCLOSURE'], 1)}, case when c.id is not null then 'LINKED' else ${oneOf(['NEW', 'IN_QA', 'RELEASED', 'VOIDED'], 2)} end,
            ${oneOf(['EXPENSE_FRAUD', 'BRIBERY', 'RETALIATION', 'THEFT'], 3)}, ${oneOf(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'], 4)}, ${oneOf(['en', 'en', 'de', 'fr', 'es', 'ja'], 5)}, g % 2 = 0,
            repeat('I saw the same invoice signed twice. ', 5), c.id, coalesce(c.created_at, ${ago(365, 6)}), coalesce(c.updated_at, now())
     from generate_series($1::int, $2::int) g left join "case" c on c.id = ${key('case', 'g % 210000')} and g % 5 > 0`,
  ],
  [
    'investigations',
    `insert into investigation (id, tenant_id, case_id, title, status, assignee_id, created_at, started_at)
     select ${key('inv', 'c.number')}, c.tenant_id, c.id, 'Ledger review', 'ACTIVE', c.assignee_id, c.created_at, c.created_at from "case" c where c.number % 4 = 0`,
  ],
  [
    'steps',
    `insert into investigation_step (id, tenant_id, investigation_id, position, title)
     select ${key('step', 'row_number() over ()')}, i.tenant_id, i.id, p, 'Compare invoices' from investigation i, generate_series(1, 3) p`,
  ],
  [
    'notes',
    `insert into note (id, tenant_id, case_id, author_id, visibility, body, created_at)
     select ${key('note', 'c.number * 4 + n')}, c.tenant_id, c.id, c.assignee_id, 'INTERNAL', repeat('Spoke with somebody about the ledger. ', 4), c.created_at + n * interval '1 minute'
     from "case" c, generate_series(0, 1) n where c.assignee_id is not null and c.number % 2 = 0`,
  ],
  [
    'participants',
    `insert into participant (id, tenant_id, case_id, role, name) select ${key('par', 'c.number')}, c.tenant_id, c.id, 'SUBJECT', 'Ottilie ' || c.number from "case" c where c.number % 2 = 1`,
  ],
  [
    'tickets',
    `insert into ticket (id, tenant_id, number, subject, requester_name, requester_email, status, priority, assignee_id, opened_at, updated_at, closed_at)
     select ${key('tic', 'g')}, ${key('ten', `case when g <= 40 then g else ${tenant} end`)}, g, 'Investigators cannot find the ' || ${oneOf(NOUNS, 1)}, 'Quentin ' || ${oneOf(FIRST, 3)}, 'quentin.' || g || '@customer.example', s.status,
            ${oneOf(['LOW', 'HIGH', 'URGENT'], 2)}, case when g % 9 > 0 then (array['${people.join("', '")}'])[1 + g % ${people.length}] end,
            s.at, s.at, case s.status when 'CLOSED' then s.at + interval '1 hour' end
     from (select g, ${ago(365, 3)} - interval '2 hours' as at, case when g % 20 > 0 and g > 40 then 'CLOSED' when g % 3 = 0 then 'PENDING' else 'OPEN' end as status from generate_series($1::int, $2::int) g) s`,
  ],
  [
    'errors',
    `insert into tenant_error (id, tenant_id, fingerprint, level, message, source, count, first_seen_at, last_seen_at)
     select ${key('err', 'g')}, ${key('ten', tenant)}, 'f' || g, case when g % 200 = 0 then 'FATAL' when g % 3 = 0 then 'WARNING' else 'ERROR' end, 'Timeout while rendering list ' || g % 50, 'web/cases', 1 + g % 90, now() - interval '60 days', ${ago(30, 2)}
     from generate_series(1, 40000) g`,
  ],
  [
    'days',
    `insert into tenant_error_day (error_id, day, count) select e.id, current_date - d, 1 + e.count % 5 from tenant_error e, generate_series(0, 2) d`,
  ],
  [
    'jobs of tenants',
    `insert into tenant_job (id, tenant_id, kind, state, attempts, run_at, finished_at, created_at)
     select ${key('job', 'g')}, ${key('ten', tenant)}, ${oneOf(['REPORT_IMPORT', 'CASE_EXPORT', 'DIGEST', 'SSO_SYNC'], 1)}, case when g % 300 = 0 then 'DISCARDED' when g % 40 = 0 then 'RETRYABLE' else 'COMPLETED' end, 1, now(), null, ${ago(30, 2)}
     from generate_series(1, 60000) g`,
  ],
  [
    'configurations',
    `insert into tenant_config (id, tenant_id, document, version, body, reason, changed_by, changed_at)
     select ${key('cfg', 'row_number() over ()')}, t.id, d, v, '{"closedCasesMonths": 24}', 'As agreed in the contract.', null, now() - v * interval '1 day'
     from tenant t, unnest(array['intake', 'routing', 'retention', 'notifications', 'branding']) d, generate_series(1, 5) v`,
  ],
  [
    'secrets',
    `insert into tenant_secret (id, tenant_id, kind, name, last_four, sealed, set_at) select ${key('sec', 'row_number() over ()')}, t.id, 'API_KEY', 'Key ' || n, 'abcd', '\\x00', now() from tenant t, generate_series(1, 4) n`,
  ],
  [
    'sign-ins',
    `insert into app.login_session (id, operator_id, key_hash, created_at, expires_at, seen_at)
     select ${key('log', 'g')}, ${key('ops', 'g % 386 + 1')}, sha256(g::text::bytea), s.at, s.at + interval '8 hours', s.at from (select g, ${ago(180, 1)} - interval '1 day' as at from generate_series(1, 40000) g) s`,
  ],
  [
    'sessions',
    `insert into app.impersonation_session (id, key_hash, operator_id, login_session_id, operator_role, tenant_id, seen_as, category, reason, ticket_id, started_at, expires_at, ended_at, end_reason)
     select ${key('imp', 's.g')}, sha256(('s' || s.g)::bytea), u.id, ${key('log', 's.g')}, u.role, ${key('ten', tenant)}, 'INVESTIGATOR', 'TROUBLESHOOTING', 'The customer cannot find a case in the list.', ${key('tic', 's.g')},
            s.at, s.at + interval '30 minutes', case when s.g > 60 then s.at + interval '20 minutes' end, case when s.g > 60 then 'MANUAL' end
     from (select g, case when g > 60 then ${ago(180, 1)} - interval '1 day' else now() - interval '5 minutes' end as at from generate_series(1, 20000) g) s
     join app.internal_user u on u.id = case when s.g > 60 and s.g % 4 > 0 then (array['${operators.join("', '")}'])[1 + s.g % ${operators.length}] else ${key('ops', '1 + s.g % 386')} end`,
  ],
  [
    'requests for access',
    `insert into app.access_request (id, operator_id, operator_role, tenant_id, ticket_id, mode, scope, category, reason, minutes, request_hash, state, asked_at, answer_by, denied_by, closed_at)
     select ${key('acr', 's.g')}, u.id, u.role, ${key('ten', 's.g % 800 + 1')}, ${key('tic', 's.g')}, 'READ_WRITE', 'CONTENT', 'TROUBLESHOOTING', 'The customer cannot find a case in the list.', 30, sha256(s.g::text::bytea),
            case when s.g > 40 then 'DENIED' else 'WAITING' end, s.at, s.at + interval '30 minutes', case when s.g > 40 then 'TIME' end, case when s.g > 40 then s.at + interval '30 minutes' end
     from (select g, case when g > 40 then ${ago(180, 1)} - interval '1 day' else now() - interval '5 minutes' end as at from generate_series(1, 8000) g) s
     join app.internal_user u on u.id = case when s.g > 40 and s.g % 4 > 0 then (array['${operators.join("', '")}'])[1 + s.g % ${operators.length}] else ${key('ops', '1 + s.g % 386')} end`,
  ],
  [
    'wishes for more reveals',
    `insert into app.reveal_request (id, session_id, operator_id, tenant_id, reason, state, asked_at, answer_by, answered_at)
     select ${key('rvq', 's.g')}, i.id, i.operator_id, i.tenant_id, 'The other half of the thread has to be compared.', case when s.g > 100 then 'LAPSED' else 'WAITING' end,
            i.started_at, i.started_at + interval '30 minutes', case when s.g > 100 then i.started_at + interval '30 minutes' end
     from generate_series(1, 5000) s (g) join app.impersonation_session i on i.id = ${key('imp', 's.g')}`,
  ],
  [
    'last acts',
    `insert into app.impersonation_activity (session_id, last_act_at) select id, coalesce(ended_at, now()) from app.impersonation_session`,
  ],
  [
    'reviews',
    `insert into app.session_review (id, session_id, operator_id, operator_role, tenant_id, reasons, created_at, due_at, state, reviewer_id, note, decided_at)
     select ${key('rev', 's.g')}, ${key('imp', 's.g')}, i.operator_id, i.operator_role, i.tenant_id, '{sample}', i.ended_at, i.ended_at + interval '7 days', s.state,
            case when s.state <> 'pending' then u.id end, case when s.state <> 'pending' then 'It fits the ticket.' end, case when s.state <> 'pending' then i.ended_at + interval '1 day' end
     from (select g, case when g % 40 = 0 then 'pending' when g % 90 = 0 then 'flagged' else 'approved' end as state from generate_series(61, 20000) g) s
     join app.impersonation_session i on i.id = ${key('imp', 's.g')}
     join app.internal_user u on u.id = case when i.operator_id = '${CAST.ada.id}' then '${CAST.lena.id}' else '${CAST.ada.id}' end`,
  ],
  [
    'jobs',
    `insert into app.job (id, kind, args, state, attempts, max_attempts, created_at, run_at, finished_at, dedup)
     select ${key('pjob', 'g')}, 'mail', '{}', s.state, 1, 8, s.at, s.at, case when s.state in ('completed', 'discarded') then s.at end, 'event-' || g || ':mail'
     from (select g, ${ago(60, 1)} as at, case when g % 500 = 0 then 'discarded' when g % 900 = 1 then 'retryable' else 'completed' end as state from generate_series(1, 40000) g) s`,
  ],
  [
    'events',
    `insert into app.outbox (event_id, entity, entity_id, seq, kind, at, delivered_at) select 'event-' || g, 'ticket', ${key('tic', 'g')}, 1, 'ticket.closed', ${ago(60, 1)}, now() from generate_series(1, 30000) g`,
  ],
  [
    'notifications',
    `insert into app.notification (id, user_id, event_id, notice, category, severity, title, sentence, link, is_read, archived_at, snoozed_until, created_at)
     select ${key('ntf', 'g')}, case when g % 5 = 0 then '${CAST.ada.id}' else ${key('ops', 'g % 386 + 1')} end, 'evt_' || g, 'role.changed',
            ${oneOf(['REVOCATION', 'SAFETY', 'TICKETS', 'TENANTS', 'PEOPLE', 'JOBS'], 1)}, 'NORMAL', 'A title', 'A sentence.', '/', g % 40 > 0,
            case when g % 3 = 0 and g % 40 > 0 then now() end, case when g % 355 = 0 and (g % 3 > 0 or g % 40 = 0) then now() + interval '1 hour' end, ${ago(180, 2)}
     from generate_series(1, 20000) g`,
  ],
  [
    'endpoints',
    `insert into app.webhook_endpoint (id, direction, tenant_id, name, url, created_by, created_at)
     select ${key('whe', 'g')}, case g % 2 when 1 then 'IN' else 'OUT' end, ${key('ten', 'g')}, 'Endpoint ' || g, case g % 2 when 0 then 'https://hooks.example.com/' end, ${key('ops', '1')}, ${ago(300, 1)} from generate_series(1, 400) g`,
  ],
  [
    'secrets of endpoints',
    `insert into app.webhook_secret (id, endpoint_id, version, sealed, last_four, created_by) select ${key('whs', 'g')}, ${key('whe', 'g')}, 'v1', '\\x00', 'abcd', ${key('ops', '1')} from generate_series(1, 400) g`,
  ],
  [
    'receipts',
    `insert into app.webhook_receipt (id, endpoint_id, message_id, body_hash, type, tenant_id, payload, job_id, created_at, done_at)
     select ${key('whr', 's.g')}, ${key('whe', '1 + 2 * (s.g % 40)')}, 'msg_' || s.g, '\\x00', 'ticket.closed', ${key('ten', '1')}, case when s.g % 900 = 0 then '{}'::jsonb end, ${key('pjob', 's.g')}, s.at,
            case when s.g % 900 > 0 then s.at end from (select g, ${ago(7, 1)} as at from generate_series(1, 40000) g) s`,
  ],
  [
    'deliveries',
    `insert into app.webhook_delivery (id, endpoint_id, event_id, kind, message, job_id, status, attempts, created_at, delivered_at)
     select ${key('whd', 's.g')}, ${key('whe', '2 + 2 * (s.g % 40)')}, 'event-' || s.g, 'session.started', '{}', ${key('pjob', 's.g')}, case when s.g % 900 = 0 then 'FAILED' else 'DELIVERED' end, 1, s.at,
            case when s.g % 900 > 0 then s.at end from (select g, ${ago(14, 1)} as at from generate_series(1, 40000) g) s`,
  ],
  [
    'answers',
    `insert into app.answer (operator_id, key, asked) select ${key('ops', 'g % 386 + 1')}, ${key('key', 'g')}, '\\x00' from generate_series(1, 20000) g`,
  ],
  [
    'trail',
    `insert into audit.trail (chain, seq, prev, hash, canonical, at, operator_id, operator_role, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids)
     select coalesce('tenant:' || s.tenant_id, 'operator:' || s.operator_id), s.g, '\\x00', sha256(s.g::text::bytea), repeat('{}', 200), s.at, s.operator_id, s.operator_role, s.session_id, s.tenant_id,
            s.act, 'Read a page.', case when s.g % 97 = 0 then 'refused' when s.g % 10 = 0 then 'done' else 'read' end, 'case', array(select ${key('case', '(s.g * 31 + n) % 200000 + 1')} from generate_series(1, case when s.g % 4 = 0 then 25 else 1 end) n)
     from (select g, ${ago(180, 1)} as at, i.operator_id, i.operator_role, case when g % 3 > 0 then i.id end as session_id, case when g % 3 > 0 then i.tenant_id end as tenant_id,
                  case when g % 3 > 0 then (case when g % 5 = 0 then 'case:read' when g % 5 = 1 then 'riu:read' else 'case:list' end) when g % 2000 = 0 then 'impersonation:kill' else 'trail:list' end as act
           from generate_series(1, ${VOLUME.trail}) g join app.impersonation_session i on i.id = ${key('imp', 'g % 20000 + 1')}) s`,
  ],
  [
    'heads',
    `insert into audit.trail_head (chain, seq, hash) select chain, max(seq), '\\x00' from audit.trail group by chain on conflict (chain) do update set seq = excluded.seq`,
  ],
]

/** Rows that write entries for the search, and would write half a million of them: one in eight does. */
const SEARCHED: Record<string, { table: string; rows: number }> = {
  users: { table: 'tenant_user', rows: VOLUME.users },
  cases: { table: '"case"', rows: VOLUME.cases },
  reports: { table: 'riu', rows: VOLUME.reports },
  tickets: { table: 'ticket', rows: VOLUME.tickets },
}
/** Rows that are each held against others, for which there is no index meanwhile. */
const HELD = ['app.impersonation_session', 'app.access_request', 'app.reveal_request', 'app.session_review', 'app.job']
/** What later steps are joined with. */
const JOINED: Record<string, string> = { users: 'tenant_user', cases: '"case"' }

export async function fill(own: Ask, say: (line: string) => void = () => {}) {
  // Nothing here must survive anything, and nobody waits for it alone: a second process would only take the other core from another test.
  await own('set synchronous_commit = off')
  await own("set work_mem = '128MB'")
  await own("set maintenance_work_mem = '256MB'")
  await own('set max_parallel_maintenance_workers = 0')
  await own('set max_parallel_workers_per_gather = 0')
  let began = performance.now()
  const at = () => {
    const took = (performance.now() - began).toFixed(0)
    began = performance.now()
    return took
  }
  const taken = await takeOff(own)
  const quiet = [...HELD, ...Object.values(SEARCHED).map(({ table }) => table)]
  for (const table of quiet) await own(`alter table ${table} disable trigger user`)
  await own('alter table audit.trail disable trigger seal')
  for (const [what, sql] of STEPS) {
    const searched = SEARCHED[what]
    if (searched) await inParts(own, sql, searched)
    else await own(sql)
    if (JOINED[what]) await own(`analyze ${JOINED[what]}`)
    say(`${what} ${at()} ms`)
  }
  for (const table of quiet) await own(`alter table ${table} enable trigger user`)
  await own('alter table audit.trail enable always trigger seal')
  for (const sql of taken) await own(sql)
  say(`indexes ${at()} ms`)
  await own('vacuum (analyze)')
  say(`statistics ${at()} ms`)
}

/** Entries of some of everything, by the product's own triggers. */
async function inParts(own: Ask, sql: string, { table, rows }: { table: string; rows: number }) {
  await own(`alter table ${table} enable trigger searched_insert`)
  await own(sql, [1, rows / 8])
  await own(`alter table ${table} disable trigger searched_insert`)
  await own(sql, [rows / 8 + 1, rows])
}

/** Where a row may meet one that is there: only by what is unique. */
const MET = ['app.search_entry', 'app.notification_inbox', 'audit.trail_head']

/** Indexes and keys come back after the rows, made in one go: the same ones, by the database's own word. Foreign keys are believed, for
 *  these rows: they hold for the next. Meanwhile nobody tidies up, and nothing is written down twice. */
async function takeOff(own: Ask): Promise<string[]> {
  const keys = await own<{ off: string; on: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as off,
            format('alter table %s add constraint %I %s%s', conrelid::regclass, conname, pg_get_constraintdef(oid), case contype when 'f' then ' not valid' end) as on
     from pg_constraint where contype in ('f', 'p', 'u') and connamespace::regnamespace::text in ('public', 'app', 'audit')
       and not (contype <> 'f' and conrelid::regclass::text = any ($1)) order by contype = 'f'`,
    [MET],
  )
  const indexes = await own<{ off: string; on: string }>(
    `select format('drop index %s', i.indexrelid::regclass) as off, pg_get_indexdef(i.indexrelid) as on
     from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relnamespace::regnamespace::text in ('public', 'app', 'audit') and c.relkind = 'r' and not i.indisprimary
       and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))`,
  )
  const tables = await own<{ bare: string }>(
    `select format('alter table %s set unlogged, set (autovacuum_enabled = false)', oid::regclass) as bare
     from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('public', 'app', 'audit')`,
  )
  for (const { off } of [...keys.toReversed(), ...indexes]) await own(off)
  for (const { bare } of tables) await own(bare)
  return [...indexes, ...keys].map(({ on }) => on)
}

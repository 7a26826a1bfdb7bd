import { mutantsOf, open, openCheck, weakened } from './mutant.ts'

const operator = (from: string, to = '') => weakened('app.current_operator()', [from, to])
const TABLES = [
  'tenant',
  'tenant_domain',
  'tenant_contact',
  'tenant_phone',
  'ticket',
  'app.role_permission',
  'app.internal_user',
  'app.kept_mail',
]
const PERMITTED = ['tenant_error', 'tenant_error_day', 'tenant_job', 'tenant_config', 'tenant_secret']
const signedInIsEnough = (table: string) => `alter policy signed_in on ${table} using ((select app.current_operator()) is not null)`
const untraced = (table: string) => `drop trigger traced on ${table}`

export const ofRegister = mutantsOf('register', [
  ...[...TABLES, ...PERMITTED].map((table): [string, string] => [`${table} is shown to whoever has not entered`, open('signed_in', table)]),
  ...PERMITTED.map((table): [string, string] => [`${table} asks for no permission`, signedInIsEnough(table)]),
  ['jobs and tenants are one permission', "alter policy looked_after on app.job using ((select app.may('view_jobs')))"],
  ['the outbox is shown to staff', open('looked_after', 'app.outbox')],
  ['wishes are shown to staff', open('administrators', 'app.admin_grant')],
  ['the revoked are signed in', operator('AND l.revoked_at IS NULL')],
  ['the expired are signed in', operator('AND l.expires_at > clock_timestamp()')],
  ['the idle are signed in', operator('AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()')],
  ['the held and the gone are signed in', operator("AND u.status = 'ACTIVE'")],
  ['the held are signed in', operator("AND u.status = 'ACTIVE'", "AND u.status <> 'DEACTIVATED'")],
  ['everybody may everything', weakened('app.may(text)', ['AND p.permission = asked', ''])],
  ['everybody may, signed in or not', weakened('app.may(text)', ['RETURN EXISTS (', 'RETURN true OR EXISTS ('])],
  ['everybody may what a lead may', weakened('app.may(text)', ['AND p.lead = u.lead', ''])],
  ['everybody may what another role may', weakened('app.may(text)', ['p.role = u.role AND', ''])],
  ['a sealed value may be read', 'grant select (sealed) on tenant_secret to portal_staff'],
  ['the hash of a sign-in’s key may be read', 'grant select (key_hash) on app.login_session to portal_staff'],
  ['all of a session may be read', 'grant select on app.impersonation_session to portal_staff'],
  ['directory ids may be read', 'grant select (directory_id) on app.internal_user to portal_staff'],
  ['jobs may read the register', 'grant select on tenant to portal_jobs'],
  ['a session may read secrets', 'grant select on tenant_secret to portal_tenant_ro'],
  ['anybody adds a configuration', 'alter policy add on tenant_config with check (changed_by = (select app.current_operator()))'],
  ['a configuration is added in any name', "alter policy add on tenant_config with check ((select app.may('modify_config')))"],
  ['a configuration may be rewritten', 'grant update on tenant_config to portal_staff'],
  ['anybody adds a secret', 'alter policy add on tenant_secret with check (set_by = (select app.current_operator()))'],
  ['a secret is added in any name', openCheck('add', 'tenant_secret')],
  ['anybody replaces a secret', 'alter policy replace on tenant_secret using (true) with check (true)'],
  ['a secret is replaced in any name', openCheck('replace', 'tenant_secret')],
  ['anybody runs a job again', "alter policy retry on tenant_job using (true) with check (state = 'AVAILABLE')"],
  ['a job that runs is run again', 'drop trigger by_hand on public.tenant_job'],
  ['a tenant’s job is called done by hand', openCheck('retry', 'tenant_job')],
  ['every column of a tenant’s job may be written', 'grant update on tenant_job to portal_staff'],
  ['every column of a ticket may be written', 'grant update on ticket to portal_staff'],
  [
    'the held take tickets',
    'alter policy take on ticket using (true) with check (true); alter policy signed_in on ticket using ((select app.asker()) is not null)',
  ],
  ...['ticket', 'tenant_job', 'tenant_config', 'tenant_secret', 'app.job'].map((table): [string, string] => [
    `${table} changes without a trace`,
    untraced(table),
  ]),
  ['nothing asks for a trace', weakened('audit.require_trace()', ['RAISE EXCEPTION', 'RAISE NOTICE'])],
  ['an older trace is enough', weakened('audit.require_trace()', ['AND xact = pg_current_xact_id()', ''])],
])

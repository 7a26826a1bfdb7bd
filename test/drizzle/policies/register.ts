import { anybody, inside, type Probe, staff, tracedStaff } from './probe.ts'
import type { LoginName, World } from './world.ts'

const FOR_ALL_STAFF = [
  'tenant',
  'tenant_domain',
  'tenant_contact',
  'tenant_phone',
  'ticket',
  'app.role_permission',
  'app.kept_mail',
] as const
const OUTSIDE: LoginName[] = ['kurt', 'gita', 'signedOut', 'ranOut', 'idle']

/** Table, who may, who may not. */
const BY_PERMISSION: [string, LoginName, LoginName[]][] = [
  ['tenant_error', 'hugo', ['vera', 'nils', 'paul', 'omar']],
  ['tenant_error_day', 'hugo', ['vera', 'nils', 'paul', 'omar']],
  ['tenant_job', 'hugo', ['vera', 'nils', 'paul', 'omar']],
  ['tenant_config', 'vera', ['nils', 'omar']],
  ['tenant_secret', 'vera', ['nils', 'omar']],
  ['app.job', 'ada', ['imke', 'lena', 'nils']],
  ['app.outbox', 'ada', ['imke', 'lena', 'nils']],
  ['app.admin_grant', 'ada', ['imke', 'lena', 'nils']],
]
const addConfig = (w: World, by: string) =>
  `insert into tenant_config (id, tenant_id, document, version, body, reason, changed_by, changed_at) values ('cfg_new', '${w.here.id}', 'routing', 2, '{}', 'A reason', '${by}', now())`
const addSecret = (w: World, by: string) =>
  `insert into tenant_secret (id, tenant_id, kind, name, last_four, sealed, set_at, set_by) values ('sec_new', '${w.here.id}', 'API_KEY', 'new', '', '\\x00', now(), '${by}')`
const setSecret = (w: World, by: string) => `update tenant_secret set last_four = '', set_by = '${by}' where id = '${w.secret}'`
const retry = (w: World, state = 'AVAILABLE') => `update tenant_job set state = '${state}' where id = '${w.tenantJob}'`
const take = (w: World) => `update ticket set assignee_id = '${w.logins.hugo.id}' where id = '${w.tickets.open}'`

export const register: Probe[] = [
  ...FOR_ALL_STAFF.flatMap((table): Probe[] => [
    { says: `${table} is shown to staff`, asks: staff('nils'), sql: `select 1 from ${table} limit 1`, gets: 1 },
    { says: `${table} shows nothing to staff who are not signed in`, asks: staff(), sql: `select 1 from ${table}`, gets: 0 },
    ...OUTSIDE.map(
      (name): Probe => ({ says: `${table} shows nothing to ${name}`, asks: staff(name), sql: `select 1 from ${table}`, gets: 0 }),
    ),
    { says: `${table} is not read by jobs`, asks: anybody('portal_jobs'), sql: `select 1 from ${table}`, gets: '42501' },
  ]),
  ...BY_PERMISSION.flatMap(([table, may, mayNot]): Probe[] => [
    { says: `${table} is shown to ${may}`, asks: staff(may), sql: `select 1 from ${table} limit 1`, gets: 1 },
    ...[...mayNot, ...OUTSIDE].map(
      (name): Probe => ({
        ...{
          says: `${table} shows nothing to ${name}`,
          asks: staff(name),
          sql: `select count(*) from ${table} having count(*) > 0`,
          gets: 0,
        },
      }),
    ),
  ]),
  // What is configured is read there, too (care.ts).
  ...BY_PERMISSION.filter(([table]) => table !== 'tenant_config').map(
    ([table]): Probe => ({
      ...{ says: `${table} is not read from inside a tenant`, asks: inside('live'), gets: '42501' },
      sql: `select 1 from ${table}`,
    }),
  ),
  ...OUTSIDE.map(
    (name): Probe => ({
      says: `people are shown to nobody like ${name}`,
      asks: staff(name),
      sql: 'select id from app.internal_user',
      gets: 0,
    }),
  ),
  ...[
    'select sealed from tenant_secret',
    "select id from tenant_secret where sealed = '\\x00'",
    'update tenant_secret set last_four = sealed::text',
  ].map((sql): Probe => ({ says: `what is sealed comes out for nobody: ${sql}`, asks: tracedStaff('ada'), sql, gets: '42501' })),
  ...[
    'app.login_session key_hash',
    'app.impersonation_session key_hash',
    'app.impersonation_session ip',
    'app.internal_user directory_id',
    'app.internal_user last_login_ip',
  ].map((place): Probe => {
    const [table, column] = place.split(' ')
    return { says: `${place} is read by no staff`, asks: staff('ada'), sql: `select ${column} from ${table}`, gets: '42501' }
  }),
  { says: 'whoever may change a configuration adds to it', asks: tracedStaff('imke'), sql: (w) => addConfig(w, w.logins.imke.id), gets: 1 },
  { says: 'nobody else adds to a configuration', asks: tracedStaff('vera'), sql: (w) => addConfig(w, w.logins.vera.id), gets: '42501' },
  {
    says: 'nobody adds to a configuration in another’s name',
    asks: tracedStaff('imke'),
    sql: (w) => addConfig(w, w.logins.ada.id),
    gets: '42501',
  },
  {
    says: 'nobody changes a version of a configuration',
    asks: tracedStaff('ada'),
    sql: "update tenant_config set body = '{}'",
    gets: '42501',
  },
  { says: 'whoever may sets a secret', asks: tracedStaff('imke'), sql: (w) => setSecret(w, w.logins.imke.id), gets: 1 },
  { says: 'nobody else adds a secret', asks: tracedStaff('vera'), sql: (w) => addSecret(w, w.logins.vera.id), gets: '42501' },
  { says: 'nobody adds a secret in another’s name', asks: tracedStaff('imke'), sql: (w) => addSecret(w, w.logins.ada.id), gets: '42501' },
  { says: 'nobody else replaces a secret', asks: tracedStaff('vera'), sql: (w) => setSecret(w, w.logins.vera.id), gets: 0 },
  {
    says: 'nobody replaces a secret in another’s name',
    asks: tracedStaff('imke'),
    sql: (w) => setSecret(w, w.logins.ada.id),
    gets: '42501',
  },
  { says: 'whoever may run a tenant’s job again does', asks: tracedStaff('imke'), sql: (w) => retry(w), gets: 1 },
  { says: 'nobody else runs a tenant’s job again', asks: tracedStaff('hugo'), sql: (w) => retry(w), gets: 0 },
  {
    ...{ says: 'nobody runs a job again that waits or runs', asks: tracedStaff('imke'), gets: 'IM409' },
    sql: (w) => `${retry(w)}; ${retry(w)}`,
  },
  { says: 'nobody calls a tenant’s job done', asks: tracedStaff('imke'), sql: (w) => retry(w, 'COMPLETED'), gets: '42501' },
  {
    says: 'nobody rewrites what went wrong with a job',
    asks: tracedStaff('ada'),
    sql: "update tenant_job set state = 'AVAILABLE', last_error = null",
    gets: '42501',
  },
  { says: 'staff take a ticket', asks: tracedStaff('nils'), sql: take, gets: 1 },
  { says: 'nobody held takes a ticket', asks: tracedStaff('kurt'), sql: take, gets: 0 },
  { says: 'nobody rewrites a ticket', asks: tracedStaff('ada'), sql: "update ticket set subject = 'Another'", gets: '42501' },
  ...(
    [
      ['a ticket', take],
      ['a tenant’s job', (w) => retry(w)],
      ['a configuration', (w) => addConfig(w, w.logins.ada.id)],
      ['a new secret', (w) => addSecret(w, w.logins.ada.id)],
      ['a secret', (w) => setSecret(w, w.logins.ada.id)],
      ['a portal job', (w) => `update app.job set state = 'cancelled', finished_at = now() where id = '${w.jobs.waiting}'`],
    ] satisfies [string, (w: World) => string][]
  ).map(([what, sql]): Probe => ({ says: `${what} is not changed without a trace`, asks: staff('ada'), sql, gets: 'IM500' })),
  {
    ...{ says: 'a faked trace is none', asks: staff('vera'), gets: 'IM500' },
    sql: (w) => `select set_config('audit.chain', 'operator:${w.logins.vera.id}', true); ${take(w)}`,
  },
]

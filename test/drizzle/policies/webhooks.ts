import { anybody, inside, type Probe, staff, tracedStaff } from './probe.ts'
import type { World } from './world.ts'

const jobs = anybody('portal_jobs')
const TABLES = ['app.webhook_endpoint', 'app.webhook_secret', 'app.webhook_receipt', 'app.webhook_delivery']
const OUTSIDE = ['imke', 'lena', 'nils', 'kurt', 'signedOut'] as const

const add = (by: string) => `insert into app.webhook_endpoint (id, direction, name, created_by) values ('whe_new', 'IN', 'A name', '${by}')`
const addSecret = (w: World, by: string) =>
  `insert into app.webhook_secret (id, endpoint_id, version, sealed, last_four, created_by) values ('whs_new', '${w.webhooks.told}', 'v1', '\\x00', 'abcd', '${by}')`
const addKey = (w: World, by: string) =>
  `insert into app.webhook_secret (id, endpoint_id, version, public_key, last_four, created_by) values ('whs_new', '${w.webhooks.ours}', 'v1a', 'whpk_', 'abcd', '${by}')`
const expire = (id: string, when: string) => `update app.webhook_secret set expires_at = ${when} where id = '${id}'`
const take = (w: World, { endpoint = w.webhooks.ours, tenant = w.here.id } = {}) =>
  `select from app.receive_webhook('${endpoint}', 'msg_new', '\\x00', 'tenant.suspended', '${tenant}', '{}', 3)`
const keys = (endpoint: string) => `select from app.webhook_door('${endpoint}')`
const apply = (id: string) => `select app.apply_webhook('${id}')`
const toTell = (event: string, endpoint: string) => `select from app.checkpoint_to_tell('${endpoint}', '${event}')`
const beginSigned = (w: World, said: object = {}) => {
  const document = { number: 1, checkpoint: w.checkpoint.hash, chain: `tenant:${w.here.id}`, seq: 7, hash: 'aa', ...said }
  const signed = JSON.stringify({ document: JSON.stringify(document), keyId: 'k', signature: 's' })
  return `select from app.begin_checkpoint('pjob_x', '${w.webhooks.told}', '${w.webhooks.signed}', '${signed}')`
}
const begin = (w: World, event: string, endpoint = w.webhooks.told) => `select from app.begin_delivery('pjob_x', '${endpoint}', '${event}')`

/** Who manages endpoints, who takes messages in, and what those may do. */
export const webhooks: Probe[] = [
  ...TABLES.flatMap((table): Probe[] => [
    { says: `${table} is shown to who manages webhooks`, asks: staff('ada'), sql: `select id from ${table} limit 1`, gets: 1 },
    ...OUTSIDE.map(
      (name): Probe => ({ says: `${table} shows nothing to ${name}`, asks: staff(name), sql: `select id from ${table}`, gets: 0 }),
    ),
    { says: `${table} is not read from inside a tenant`, asks: inside('live'), sql: `select id from ${table}`, gets: '42501' },
  ]),
  ...[
    'select sealed from app.webhook_secret',
    "select id from app.webhook_secret where sealed = '\\x00'",
    'select payload from app.webhook_receipt',
    'select body_hash from app.webhook_receipt',
    'select message from app.webhook_delivery',
  ].map((sql): Probe => ({ says: `nobody reads what only machines need: ${sql}`, asks: staff('ada'), sql, gets: '42501' })),
  ...['app.webhook_secret', 'app.webhook_receipt', 'app.webhook_delivery'].map(
    (table): Probe => ({
      says: `${table} is read by no job but by its functions`,
      asks: jobs,
      sql: `select id from ${table}`,
      gets: '42501',
    }),
  ),
  { says: 'jobs see whom an event is told to, and nobody else', asks: jobs, sql: 'select id from app.webhook_endpoint', gets: 1 },

  { says: 'an administrator adds an endpoint', asks: tracedStaff('ada'), sql: (w) => add(w.logins.ada.id), gets: 1 },
  { says: 'nobody else adds an endpoint', asks: tracedStaff('imke'), sql: (w) => add(w.logins.imke.id), gets: '42501' },
  { says: 'nobody adds an endpoint in another’s name', asks: tracedStaff('ada'), sql: (w) => add(w.logins.ben.id), gets: '42501' },
  { says: 'an endpoint is not added without a trace', asks: staff('ada'), sql: (w) => add(w.logins.ada.id), gets: 'IM500' },
  {
    says: 'an administrator disables an endpoint',
    asks: tracedStaff('ada'),
    sql: (w) => `update app.webhook_endpoint set status = 'DISABLED' where id = '${w.webhooks.ours}'`,
    gets: 1,
  },
  {
    says: 'nobody else disables an endpoint',
    asks: tracedStaff('imke'),
    sql: (w) => `update app.webhook_endpoint set status = 'DISABLED' where id = '${w.webhooks.ours}'`,
    gets: 0,
  },
  ...['tenant_id', 'url', 'direction', 'name'].map(
    (column): Probe => ({
      ...{ says: `nobody gives an endpoint another ${column}`, asks: tracedStaff('ada'), gets: '42501' },
      sql: `update app.webhook_endpoint set ${column} = ${column}`,
    }),
  ),
  {
    says: 'a secret takes over from the one before',
    asks: tracedStaff('ada'),
    sql: (w) => `${expire(w.webhooks.secret, "clock_timestamp() + interval '24 hours'")}; ${addSecret(w, w.logins.ada.id)}`,
    gets: 1,
  },
  {
    says: 'two secrets without an end are one too many',
    asks: tracedStaff('ada'),
    sql: (w) => addSecret(w, w.logins.ada.id),
    gets: '23505',
  },
  {
    ...{ says: 'nobody else makes a secret', asks: tracedStaff('imke'), gets: '42501' },
    sql: (w) => addKey(w, w.logins.imke.id),
  },
  { says: 'nobody makes a secret in another’s name', asks: tracedStaff('ada'), sql: (w) => addKey(w, w.logins.ben.id), gets: '42501' },
  { says: 'a secret does not end without a trace', asks: staff('ada'), sql: (w) => expire(w.webhooks.secret, 'now()'), gets: 'IM500' },
  {
    says: 'a secret that is over stays so',
    asks: tracedStaff('ada'),
    sql: (w) => expire(w.webhooks.over, "now() + interval '1 hour'"),
    gets: 0,
  },
  { says: 'a secret that ends has an end', asks: tracedStaff('ada'), sql: (w) => expire(w.webhooks.secret, 'null'), gets: '42501' },
  {
    says: 'a secret that was replaced ends within a day',
    asks: tracedStaff('ada'),
    sql: (w) => expire(w.webhooks.secret, "now() + interval '25 hours'"),
    gets: '42501',
  },
  { says: 'nobody else ends a secret', asks: tracedStaff('imke'), sql: (w) => expire(w.webhooks.secret, 'now()'), gets: 0 },
  {
    says: 'nobody puts another secret in the place of one',
    asks: tracedStaff('ada'),
    sql: "update app.webhook_secret set sealed = '\\x01', expires_at = now()",
    gets: '42501',
  },
  { says: 'nobody takes a secret away', asks: tracedStaff('ada'), sql: 'delete from app.webhook_secret', gets: '42501' },

  { says: 'messages are checked with the secrets in force', asks: jobs, sql: (w) => keys(w.webhooks.ours), gets: 1 },
  { says: 'no message is checked for an endpoint that is disabled', asks: jobs, sql: (w) => keys(w.webhooks.disabled), gets: 0 },
  { says: 'no message is checked for an endpoint that is told', asks: jobs, sql: (w) => keys(w.webhooks.told), gets: 0 },
  { says: 'a message of the endpoint’s own tenant is taken', asks: jobs, sql: (w) => take(w), gets: 1 },
  { says: 'nobody speaks of another’s tenant', asks: jobs, sql: (w) => take(w, { tenant: w.there.id }), gets: '42501' },
  { says: 'nobody speaks at a disabled endpoint', asks: jobs, sql: (w) => take(w, { endpoint: w.webhooks.disabled }), gets: '42501' },
  { says: 'nobody speaks where the portal does', asks: jobs, sql: (w) => take(w, { endpoint: w.webhooks.told }), gets: '42501' },
  {
    ...{ says: 'no message is taken without its trace', asks: jobs, gets: 0 },
    sql: (w) => `${take(w)}; select where current_setting('audit.chain', true) is distinct from 'tenant:${w.here.id}'`,
  },
  { says: 'a message of a disabled endpoint is not done', asks: jobs, sql: (w) => apply(w.webhooks.ofDisabled), gets: 'WH403' },
  {
    says: 'a message that is done is not done again',
    asks: jobs,
    sql: (w) => `${apply(w.webhooks.done)}; select from app.webhook_door('${w.webhooks.ours}')`,
    gets: 1,
  },
  { says: 'a tenant is told of its own session', asks: jobs, sql: (w) => begin(w, w.webhooks.event), gets: 1 },
  { says: 'a tenant is not told of another’s session', asks: jobs, sql: (w) => begin(w, w.webhooks.eventElsewhere), gets: 0 },
  {
    says: 'nobody is told at an endpoint for telling the portal',
    asks: jobs,
    sql: (w) => begin(w, w.webhooks.event, w.webhooks.ours),
    gets: 0,
  },
  {
    says: 'a tenant is told where its own chain stood',
    asks: jobs,
    sql: (w) => toTell(w.webhooks.signed, w.webhooks.told),
    gets: 1,
  },
  {
    says: 'a tenant is not told where another’s chain stood',
    asks: jobs,
    sql: (w) => toTell(w.webhooks.signedElsewhere, w.webhooks.told),
    gets: 0,
  },
  {
    says: 'nobody is told of checkpoints at an endpoint for telling the portal',
    asks: jobs,
    sql: (w) => toTell(w.webhooks.signed, w.webhooks.ours),
    gets: 0,
  },
  {
    says: 'nobody is told of checkpoints at an endpoint that is closed',
    asks: jobs,
    sql: (w) => toTell(w.webhooks.signed, w.webhooks.closed),
    gets: 0,
  },
  { says: 'another event is no checkpoint', asks: jobs, sql: (w) => toTell(w.webhooks.event, w.webhooks.told), gets: 0 },
  { says: 'what a checkpoint says is told', asks: jobs, sql: (w) => beginSigned(w), gets: 1 },
  ...[{ number: 2 }, { checkpoint: 'ff' }, { chain: 'tenant:x' }, { seq: 8 }, { hash: 'bb' }].map(
    (said): Probe => ({
      ...{ says: `what a checkpoint does not say is not told: ${Object.keys(said)}`, asks: jobs, gets: 'IM510' },
      sql: (w) => beginSigned(w, said),
    }),
  ),
  ...['told_tenants()', "tell_of_ends(1, '[]')", 'tell_of_day(current_date)'].map(
    (call): Probe => ({
      says: `jobs say of no checkpoint that it is owed: ${call}`,
      asks: jobs,
      sql: `select from app.${call}`,
      gets: '42501',
    }),
  ),
  ...[
    "checkpoint_to_tell('x', 'x')",
    "begin_checkpoint('x', 'x', 'x', '{}')",
    "webhook_door('x')",
    "receive_webhook('x', 'x', '', 'x', 'x', '{}', 1)",
    "apply_webhook('x')",
    "begin_delivery('x', 'x', 'x')",
    "note_delivery('x', true, 'x')",
    'purge_webhooks(1)',
  ].map(
    (call): Probe => ({
      says: `no staff do what messages do: ${call}`,
      asks: tracedStaff('ada'),
      sql: `select from app.${call}`,
      gets: '42501',
    }),
  ),
  { says: 'no staff take a message in', asks: tracedStaff('ada'), sql: (w) => take(w), gets: '42501' },
]

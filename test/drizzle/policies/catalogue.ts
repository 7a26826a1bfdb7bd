import { CONTENT } from '../content.ts'
import { duties } from '../asking.ts'
import { catalogue as asks, type Probe } from './probe.ts'

const LOGINS = `array['${duties.join("', '")}']`
const HANDS = `array['portal_guard', 'portal_search', 'portal_archive']`
const OURS = `('public', 'app', 'audit')`
const TRACED = [
  'app.internal_user',
  'app.impersonation_session',
  'app.admin_grant',
  'app.home_card',
  'app.notification',
  'app.notification_inbox',
  'app.notification_preference',
  'app.job',
  'app.webhook_endpoint',
  'app.webhook_secret',
  'app.customer_link',
  'ticket',
  'tenant',
  'tenant_user',
  '"case"',
  'riu',
  'note',
]
const HELD = ['tenant', 'ticket', 'app.internal_user']
const missing = (trigger: string, tables: string[]) =>
  `select t from unnest(array['${tables.join("', '")}']) t where not exists (select from pg_trigger g where g.tgrelid = t::regclass and g.tgname = '${trigger}' and g.tgenabled in ('O', 'A'))`

/** What the catalogue of the database must say, each as a list of exceptions that is empty. */
export const catalogue: Probe[] = [
  {
    ...{ says: 'row-level security is enabled and forced on every table', asks, gets: 0 },
    sql: `select c.oid from pg_class c where c.relnamespace::regnamespace::text in ${OURS} and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`,
  },
  {
    ...{ says: 'no policy is for everybody', asks, gets: 0 },
    sql: `select from pg_policies where 'public' = any (roles)`,
  },
  {
    ...{ says: 'a view asks with the rights of who looks', asks, gets: 0 },
    sql: `select from pg_class c where c.relnamespace::regnamespace::text in ${OURS} and (c.relkind in ('m', 'f') or c.relkind = 'v' and not coalesce(c.reloptions @> '{security_invoker=true}', false))`,
  },
  {
    ...{ says: 'no login bypasses anything, nor do the owners of functions', asks, gets: 0 },
    sql: `select from pg_roles where rolname = any (${LOGINS} || ${HANDS}) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit)`,
  },
  {
    says: 'nobody logs in as an owner of functions',
    asks,
    gets: 0,
    sql: `select from pg_roles where rolname = any (${HANDS}) and rolcanlogin`,
  },
  {
    ...{ says: 'no login is a member of a role', asks, gets: 0 },
    sql: `select from pg_auth_members where member::regrole::text = any (${LOGINS} || ${HANDS})`,
  },
  {
    ...{ says: 'no login owns anything', asks, gets: 0 },
    sql: `select from pg_shdepend where deptype = 'o' and refobjid::regrole::text = any (${LOGINS})`,
  },
  {
    ...{ says: 'no login creates in a schema', asks, gets: 0 },
    sql: `select from unnest(${LOGINS} || ${HANDS}) r, pg_namespace n where has_schema_privilege(r, n.oid, 'create')`,
  },
  {
    ...{ says: 'nobody is given a right as one of the public', asks, gets: 0 },
    sql: `select p.oid from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where p.pronamespace::regnamespace::text in ('app', 'audit') and a.grantee = 0
      union all select c.oid from pg_class c, aclexplode(c.relacl) a where c.relnamespace::regnamespace::text in ${OURS} and a.grantee = 0`,
  },
  {
    ...{ says: 'a function with the rights of its owner has an empty search path and belongs to a hand', asks, gets: 0 },
    sql: `select from pg_proc p where p.prosecdef and p.pronamespace::regnamespace::text in ${OURS}
      and (not coalesce('search_path=""' = any (p.proconfig), false) or p.proowner::regrole::text not in ('portal_guard', 'portal_search'))`,
  },
  {
    ...{ says: 'no login may write tenant content but three columns of a case, two of a user and new notes', asks, gets: 0 },
    sql: `select from unnest(${LOGINS}) r, unnest(array['${CONTENT.join("', '")}']) t, pg_attribute a
      where a.attrelid = t::regclass and a.attnum > 0 and (has_column_privilege(r, t, a.attname, 'insert') and not (r = 'portal_tenant_rw' and t = 'note' and a.attname <> 'created_at') or has_table_privilege(r, t, 'delete, truncate')
        or has_column_privilege(r, t, a.attname, 'update')
          and not (r = 'portal_tenant_rw' and (t, a.attname) in (('"case"', 'status'), ('"case"', 'priority'), ('"case"', 'assignee_id'), ('tenant_user', 'status'), ('tenant_user', 'invited_at'))))`,
  },
  {
    ...{ says: 'no login may change or remove the trail', asks, gets: 0 },
    sql: `select from unnest(${LOGINS} || ${HANDS}) r where has_any_column_privilege(r, 'audit.trail', 'update') or has_table_privilege(r, 'audit.trail', 'delete, truncate')`,
  },
  { says: 'every change of these tables asks for its trace', asks, gets: 0, sql: missing('traced', TRACED) },
  { says: 'sessions are held before what they rest on changes', asks, gets: 0, sql: missing('hold_sessions', HELD) },
  {
    ...{ says: 'the trail is sealed and append-only whatever a session sets', asks, gets: 0 },
    sql: `select t from unnest(array['seal', 'append_only']) t where not exists (select from pg_trigger g where g.tgrelid = 'audit.trail'::regclass and g.tgname = t and g.tgenabled = 'A')
      union all select 'checkpoint' where not exists (select from pg_trigger g where g.tgrelid = 'audit.checkpoint'::regclass and g.tgname = 'append_only' and g.tgenabled = 'A')`,
  },
]

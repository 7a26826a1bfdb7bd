import { describe, expect, it } from 'vitest'
import { FUNCTION_GRANTS, TABLE_GRANTS, UNTRACED } from './access-grants.ts'
import { duties, owner, refusalOf } from './asking.ts'

const everyRole = [...duties, 'portal_guard', 'portal_search', 'portal_archive', 'public']

/** Whole tables and single columns, as granted; what an owner has by owning is left out. */
async function tableGrants() {
  const rows = await owner<{ who: string; right: string }>(
    `with granted as (
       select c.oid, c.relowner, a.grantee, a.privilege_type, null as column_name from pg_class c, aclexplode(c.relacl) a where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
       union all
       select c.oid, c.relowner, a.grantee, a.privilege_type, t.attname from pg_class c join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a)
     select case g.grantee when 0 then 'public' else g.grantee::regrole::text end as who,
            n.nspname || '.' || c.relname || ' ' || lower(g.privilege_type) ||
              coalesce(' (' || string_agg(g.column_name, ', ' order by g.column_name collate "C") || ')', '') as right
     from granted g join pg_class c on c.oid = g.oid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'app', 'audit') and g.grantee <> g.relowner
     group by 1, n.nspname, c.relname, g.privilege_type, g.column_name is null`,
  )
  return Object.groupBy(rows, (row) => row.who)
}

describe('rights on tables and columns', () => {
  it.each(everyRole)('%s has exactly those that are written down', async (role) => {
    const granted = (await tableGrants())[role] ?? []
    expect(granted.map(({ right }) => right).toSorted()).toEqual((TABLE_GRANTS[role] ?? []).toSorted())
  })

  it('belong to no role that nobody wrote down', async () => {
    const known = [...Object.keys(TABLE_GRANTS), 'portal_archive', 'portal_owner']
    expect(Object.keys(await tableGrants()).filter((role) => !known.includes(role))).toEqual([])
  })

  it('leave the sealed reporters to nobody', async () => {
    for (const duty of duties) expect(await refusalOf(duty, 'select riu_id from public.riu_reporter')).toBe('42501')
    const rows = await owner(`select policyname from pg_policies where tablename = 'riu_reporter'`)
    expect(rows).toEqual([])
  })

  it('keep keys and addresses of the directory from staff', async () => {
    for (const column of ['key_hash', 'login_session_id', 'ip']) {
      expect(await refusalOf('portal_staff', `select ${column} from app.impersonation_session`)).toBe('42501')
    }
    expect(await refusalOf('portal_staff', 'select key_hash from app.login_session')).toBe('42501')
    expect(await refusalOf('portal_staff', 'select directory_id from app.internal_user')).toBe('42501')
    expect(await refusalOf('portal_staff', 'select last_login_ip from app.internal_user')).toBe('42501')
  })

  it.each(['tenant_user', '"case"', 'riu', 'investigation', 'investigation_step', 'note', 'participant'])(
    'keep the content table %s from the logins that are not inside a tenant',
    async (table) => {
      expect(await refusalOf('portal_staff', `select * from public.${table}`)).toBe('42501')
      expect(await refusalOf('portal_jobs', `select * from public.${table}`)).toBe('42501')
    },
  )
})

describe('rights on functions', () => {
  it.each(Object.keys(FUNCTION_GRANTS))('%s may execute exactly those that are written down', async (role) => {
    const rows = await owner<{ name: string }>(
      `select n.nspname || '.' || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('app', 'audit') and has_function_privilege($1, p.oid, 'execute')`,
      [role],
    )
    expect(rows.map(({ name }) => name).toSorted()).toEqual(FUNCTION_GRANTS[role]?.toSorted())
  })

  it('are never PUBLIC', async () => {
    const open = `select p.oid::regprocedure::text as name from pg_proc p left join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a on true
      where p.pronamespace in ('app'::regnamespace, 'audit'::regnamespace) and a.grantee = 0`
    expect(await owner(open)).toEqual([])
  })

  it('fix the search path of every function that acts with the rights of its owner, and leave it empty', async () => {
    const rows = await owner<{ name: string; path: string | null; owned_by: string }>(
      `select p.oid::regprocedure::text as name, p.proowner::regrole::text as owned_by,
         (select c from unnest(p.proconfig) c where c like 'search_path=%') as path
       from pg_proc p where p.prosecdef and p.pronamespace::regnamespace::text in ('public', 'app', 'audit')`,
    )
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.filter(({ path }) => path !== 'search_path=""')).toEqual([])
    expect(new Set(rows.map((row) => row.owned_by))).toEqual(new Set(['portal_guard', 'portal_search']))
  })

  it('let nobody add staff but the owner of the database', async () => {
    for (const duty of duties) {
      const asked = "select app.add_staff('ops_x', 'x', 'x@vendor.example', 'X', 'ADMIN', false)"
      expect(await refusalOf(duty, asked)).toBe('42501')
    }
  })
})

describe('the trigger that refuses a change without a trace', () => {
  it('stands on every table that a role may change, with few exceptions and their reasons', async () => {
    const rows = await owner<{ name: string; traced: boolean }>(
      `select n.nspname || '.' || c.relname as name,
         exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'audit.require_trace()'::regprocedure and t.tgenabled in ('O', 'A')
                 and t.tgtype & 28 = 28 and t.tgtype & 3 = 0) as traced
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'app', 'audit') and c.relkind = 'r'`,
    )
    const changeable = new Set(
      Object.values(TABLE_GRANTS)
        .flat()
        .filter((right) => /^\S+ (insert|update|delete)/.test(right))
        .map((right) => right.split(' ')[0]),
    )
    const untraced = rows.filter((row) => !row.traced && changeable.has(row.name)).map(({ name }) => name)
    expect(untraced.toSorted()).toEqual(Object.keys(UNTRACED).toSorted())
    expect(rows.filter((row) => row.traced).length).toBeGreaterThanOrEqual(15)
  })
})

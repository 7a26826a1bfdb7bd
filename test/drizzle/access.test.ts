import { describe, expect, it } from 'vitest'
import { as, duties, owner, refusalOf } from './asking.ts'

/** Owners of functions and of the trail: nobody logs in as one of them. */
const hands = ['portal_guard', 'portal_search', 'portal_archive']
const roles = [...duties, ...hands]
const ours = ['public', 'app', 'audit']

/** All that a customer's login may do is in functions of one schema; a tenant's own user also has records read to a model. */
const LOOKS_INTO: Partial<Record<string, string[]>> = { portal_customer: ['app'], portal_tenant_user: ['app', 'public'] }

describe('row-level security', () => {
  it('is enabled and forced on every table, so that not even its owner reads past it', async () => {
    const tables = await owner<{ name: string; on: boolean; forced: boolean }>(
      `select c.oid::regclass::text as name, relrowsecurity as on, relforcerowsecurity as forced
       from pg_class c where c.relnamespace::regnamespace::text = any($1) and c.relkind in ('r', 'p')`,
      [ours],
    )
    expect(tables.length).toBeGreaterThanOrEqual(21)
    expect(tables.filter((table) => !table.on || !table.forced)).toEqual([])
  })

  it('cannot be walked around by a view, a foreign table or a materialised copy: there are none', async () => {
    const kinds = `select c.oid::regclass::text as name from pg_class c where c.relnamespace::regnamespace::text = any($1) and c.relkind in ('v', 'm', 'f')`
    expect(await owner(kinds, [ours])).toEqual([])
  })

  it('never has a policy for everybody', async () => {
    expect(await owner("select tablename, policyname from pg_policies where 'public' = any(roles)")).toEqual([])
  })
})

describe('the logins', () => {
  it('are no superusers, bypass nothing, create nothing, replicate nothing and inherit nothing', async () => {
    const rows = await owner(
      `select rolname, rolcanlogin as "logs in", rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit as "more than needed"
       from pg_roles where rolname = any($1) order by rolname`,
      [roles],
    )
    expect(rows).toEqual(
      roles.toSorted().map((rolname) => ({ rolname, 'logs in': duties.includes(rolname as never), 'more than needed': false })),
    )
  })

  it('are members of no other role, so there is nothing to switch to', async () => {
    const members = 'select roleid::regrole::text as of, member::regrole::text from pg_auth_members where member::regrole::text = any($1)'
    expect(await owner(members, [roles])).toEqual([])
    for (const duty of duties) {
      for (const other of [...roles.filter((role) => role !== duty), 'portal_owner']) {
        expect([duty, other, await refusalOf(duty, `set role ${other}`)]).toEqual([duty, other, '42501'])
      }
    }
  })

  it('own nothing: no table, function, schema, type or database', async () => {
    const owned = await owner<{ what: string }>(
      `select classid::regclass || ' ' || objid as what from pg_shdepend where deptype = 'o' and refobjid::regrole::text = any($1)`,
      [[...duties]],
    )
    expect(owned).toEqual([])
  })

  it('may look into the three schemas, those of customers only where they have something, and create in none, nor anywhere in the database', async () => {
    const rows = await owner<{ role: string; schema: string; creates: boolean }>(
      `select r as role, n.nspname as schema, has_schema_privilege(r, n.oid, 'create') as creates
       from unnest($1::text[]) r, pg_namespace n where has_schema_privilege(r, n.oid, 'usage') and n.nspname !~ '^(pg_|information_schema)' order by 1, 2`,
      [roles],
    )
    const looksInto = (role: string) => LOOKS_INTO[role] ?? ours.toSorted()
    expect(rows).toEqual(roles.toSorted().flatMap((role) => looksInto(role).map((schema) => ({ role, schema, creates: false }))))
    expect(
      await owner(`select nspname from pg_namespace n, unnest($1::text[]) r where has_schema_privilege(r, n.oid, 'create')`, [roles]),
    ).toEqual([])
    for (const duty of duties) {
      const asked = [
        'create table app.mine (id text)',
        'create schema mine',
        'create temporary table mine (id text)',
        'create extension hstore',
      ]
      // Whoever does not look into `public` is not even told of its being there.
      const code = (statement: string) => (statement === asked[3] && !looksInto(duty).includes('public') ? '3F000' : '42501')
      for (const statement of asked) expect([duty, statement, await refusalOf(duty, statement)]).toEqual([duty, statement, code(statement)])
    }
  })

  it('may connect to this database, and nobody else may: PUBLIC has no right in it', async () => {
    const rights = await owner<{ who: string; right: string }>(
      `select case a.grantee when 0 then 'PUBLIC' else a.grantee::regrole::text end as who, a.privilege_type as right
       from pg_database d, aclexplode(d.datacl) a where d.datname = current_database() and a.grantee <> d.datdba order by 1`,
    )
    expect(rights).toEqual(duties.toSorted().map((who) => ({ who, right: 'CONNECT' })))
  })

  it.each(duties)('%s waits at most 5 s for a statement and 2 s for a lock', async (duty) => {
    const limits = () =>
      as(duty, (ask) => ask("select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock"))
    await expect.poll(limits, { timeout: 5_000 }).toEqual([{ statement: '5s', lock: '2s' }]) // another test changes one for a moment
  })

  it('cannot lift row-level security or triggers for themselves', async () => {
    for (const duty of duties) {
      expect(await refusalOf(duty, "set session_replication_role = 'replica'")).toBe('42501')
      expect(await refusalOf(duty, 'alter table audit.trail disable trigger all')).toBe('42501')
      expect(await refusalOf(duty, 'alter table public."case" disable row level security')).toBe('42501')
      expect(await refusalOf(duty, 'create policy mine on public."case" using (true)')).toBe('42501')
      expect(await refusalOf(duty, `set local row_security = off; select * from public.tenant`)).toBe('42501')
    }
  })
})

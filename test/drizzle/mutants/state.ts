import type { Asked } from '../policies/asked.ts'

/** One thing that a mutant may change: what makes it, and what takes it away where it was not there before. Without, only a new copy helps. */
export type Part = { key: string; name: string; made_by: string | null; gone_by: string | null }
/** By key, what it is made of; and which change each has seen last. */
export type State = { parts: Map<string, Part[]>; marks: Map<string, string> }

const OURS = "in ('public'::regnamespace, 'app'::regnamespace, 'audit'::regnamespace)"
/** The first number of what is not the server's own. */
const FIRST = 16384

const right = (on: string, column: string, acl: string) => {
  const [who, what] = ["case a.grantee when 0 then 'public' else quote_ident(a.grantee::regrole::text) end", `a.privilege_type, ${column}`]
  return `select format('right %s%s on %s of %s', ${what}, ${on}, ${who}),
    format('grant %s%s on %s to %s', ${what}, ${on}, ${who}), format('revoke %s%s on %s from %s', ${what}, ${on}, ${who}) from aclexplode(${acl}) a`
}

/** Where guards stand in the catalogue: which rows are ours, and what each is made of. */
const GUARDS: { of: string; ours: string; key: string; parts: string[] }[] = [
  {
    of: 'pg_proc',
    ours: `x.pronamespace ${OURS} and x.pronamespace <> 'public'::regnamespace`,
    key: "'function ' || x.oid",
    parts: [
      `select 'function ' || x.oid::regprocedure, pg_get_functiondef(x.oid), 'drop function ' || x.oid::regprocedure`,
      `select format('owner of %s %s', x.oid::regprocedure, x.proowner), null, null`,
      right("'function ' || x.oid::regprocedure", "''", "coalesce(x.proacl, acldefault('f', x.proowner))"),
    ],
  },
  {
    of: 'pg_policy',
    ours: `x.polrelid >= ${FIRST}`,
    key: "'policy ' || x.oid",
    parts: [
      `select format('policy %I on %s', x.polname, x.polrelid::regclass),
         format('create policy %I on %s as %s for %s to %s', x.polname, x.polrelid::regclass, case when x.polpermissive then 'permissive' else 'restrictive' end,
           case x.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
           (select string_agg(case r when 0 then 'public' else quote_ident(r::regrole::text) end, ', ') from unnest(x.polroles) r))
         || coalesce(' using (' || pg_get_expr(x.polqual, x.polrelid) || ')', '') || coalesce(' with check (' || pg_get_expr(x.polwithcheck, x.polrelid) || ')', ''),
         format('drop policy %I on %s', x.polname, x.polrelid::regclass)`,
    ],
  },
  {
    of: 'pg_class',
    ours: `x.relnamespace ${OURS} and x.relkind not in ('i', 't')`,
    key: "'table ' || x.oid",
    parts: [
      `select concat_ws(' ', 'table', x.relkind, x.oid::regclass, x.relowner), null, null`,
      `select 'row security of ' || x.oid::regclass,
         format('alter table %s %s row level security, %s row level security', x.oid::regclass, case when x.relrowsecurity then 'enable' else 'disable' end, case when x.relforcerowsecurity then 'force' else 'no force' end),
         'select' where x.relkind = 'r'`,
      `${right('x.oid::regclass', "''", "coalesce(x.relacl, acldefault('r', x.relowner))")} where x.relkind = 'r'`,
    ],
  },
  {
    of: 'pg_class',
    ours: `x.relnamespace ${OURS} and x.relkind = 'i' and x.oid not in (select conindid from pg_constraint)`,
    key: "'index ' || x.oid",
    parts: [`select 'index ' || x.oid::regclass, pg_get_indexdef(x.oid), 'drop index ' || x.oid::regclass`],
  },
  {
    of: 'pg_attribute',
    ours: `x.attacl is not null and x.attrelid >= ${FIRST}`,
    key: "format('column %s of %s', x.attnum, x.attrelid)",
    parts: [right('x.attrelid::regclass', "format(' (%I)', x.attname)", 'x.attacl')],
  },
  {
    of: 'pg_trigger',
    ours: 'not x.tgisinternal',
    key: "'trigger ' || x.oid",
    parts: [
      `select format('trigger %I on %s', x.tgname, x.tgrelid::regclass),
         format('%s; alter table %s %s trigger %I', pg_get_triggerdef(x.oid), x.tgrelid::regclass,
           case x.tgenabled when 'D' then 'disable' when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end, x.tgname),
         format('drop trigger %I on %s', x.tgname, x.tgrelid::regclass)`,
    ],
  },
  {
    of: 'pg_constraint',
    ours: `x.connamespace ${OURS}`,
    key: "'constraint ' || x.oid",
    parts: [
      `select format('constraint %I on %s', x.conname, x.conrelid::regclass),
         format('alter table %s add constraint %I %s', x.conrelid::regclass, x.conname, pg_get_constraintdef(x.oid)),
         format('alter table %s drop constraint %I', x.conrelid::regclass, x.conname)`,
    ],
  },
]

const MARKS = `select json_object_agg(key, mark)::text as marks from (${GUARDS.map(
  ({ of, ours, key }) => `select ${key} as key, x.xmin as mark from ${of} x where ${ours}`,
).join(' union all ')}) each`

/** Cheap: nothing is spelled out. */
export async function marksAt({ show }: Asked): Promise<State['marks']> {
  const [row] = await show<{ marks: string }>(MARKS)
  return new Map(Object.entries(JSON.parse(row?.marks ?? '{}') as Record<string, string>))
}

/** What those are made of, or all of them. */
export async function partsAt({ show }: Asked, keys?: string[]): Promise<Part[]> {
  const all = GUARDS.flatMap(({ of, ours, key, parts }) =>
    parts.map(
      (part) =>
        `select ${key} as key, part.* from ${of} x cross join lateral (${part}) part (name, made_by, gone_by)
         where ${ours} ${keys ? `and ${key} in ('${keys.join("', '")}')` : ''}`,
    ),
  )
  return show<Part>(all.join(' union all '))
}

import type { Asked } from '../policies/asked.ts'

/** One thing that a mutant may change: what makes it, and what takes it away where it was not there before. Without, only a new copy helps. */
export type Part = { key: string; name: string; made_by: string | null; gone_by: string | null }
/** By key, what it is made of. */
export type Parts = Map<string, Part[]>

const OURS = "in ('public'::regnamespace, 'app'::regnamespace, 'audit'::regnamespace)"
/** The first number of what is not the server's own. */
const FIRST = 16384

const right = (on: string, column: string, acl: string) => {
  const [who, what] = ["case a.grantee when 0 then 'public' else quote_ident(a.grantee::regrole::text) end", `a.privilege_type, ${column}`]
  return `select format('right %s%s on %s of %s', ${what}, ${on}, ${who}),
    format('grant %s%s on %s to %s', ${what}, ${on}, ${who}), format('revoke %s%s on %s from %s', ${what}, ${on}, ${who}) from aclexplode(${acl}) a`
}

/** Where guards stand in the catalogue: which rows are ours, and what each is made of. */
const GUARDS: { kind: string; of: string; ours: string; id: string; parts: string[] }[] = [
  {
    kind: 'function',
    of: 'pg_proc',
    ours: `x.pronamespace ${OURS} and x.pronamespace <> 'public'::regnamespace`,
    id: 'x.oid',
    parts: [
      `select 'function ' || x.oid::regprocedure, pg_get_functiondef(x.oid), 'drop function ' || x.oid::regprocedure`,
      `select format('owner of %s %s', x.oid::regprocedure, x.proowner), null, null`,
      right("'function ' || x.oid::regprocedure", "''", "coalesce(x.proacl, acldefault('f', x.proowner))"),
    ],
  },
  {
    kind: 'policy',
    of: 'pg_policy',
    ours: `x.polrelid >= ${FIRST}`,
    id: 'x.oid',
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
    kind: 'table',
    of: 'pg_class',
    ours: `x.relnamespace ${OURS} and x.relkind not in ('i', 't')`,
    id: 'x.oid',
    parts: [
      `select concat_ws(' ', 'table', x.relkind, x.oid::regclass, x.relowner), null, null`,
      `select 'row security of ' || x.oid::regclass,
         format('alter table %s %s row level security, %s row level security', x.oid::regclass, case when x.relrowsecurity then 'enable' else 'disable' end, case when x.relforcerowsecurity then 'force' else 'no force' end),
         'select' where x.relkind = 'r'`,
      `${right('x.oid::regclass', "''", "coalesce(x.relacl, acldefault('r', x.relowner))")} where x.relkind = 'r'`,
    ],
  },
  {
    kind: 'index',
    of: 'pg_class',
    ours: `x.relnamespace ${OURS} and x.relkind = 'i' and x.oid not in (select conindid from pg_constraint)`,
    id: 'x.oid',
    parts: [`select 'index ' || x.oid::regclass, pg_get_indexdef(x.oid), 'drop index ' || x.oid::regclass`],
  },
  {
    kind: 'column',
    of: 'pg_attribute',
    ours: `x.attacl is not null and x.attrelid >= ${FIRST}`,
    id: "x.attnum || ' of ' || x.attrelid",
    parts: [right('x.attrelid::regclass', "format(' (%I)', x.attname)", 'x.attacl')],
  },
  {
    kind: 'trigger',
    of: 'pg_trigger',
    ours: 'not x.tgisinternal',
    id: 'x.oid',
    parts: [
      `select format('trigger %I on %s', x.tgname, x.tgrelid::regclass),
         format('%s; alter table %s %s trigger %I', pg_get_triggerdef(x.oid), x.tgrelid::regclass,
           case x.tgenabled when 'D' then 'disable' when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end, x.tgname),
         format('drop trigger %I on %s', x.tgname, x.tgrelid::regclass)`,
    ],
  },
  {
    kind: 'constraint',
    of: 'pg_constraint',
    ours: `x.connamespace ${OURS}`,
    id: 'x.oid',
    parts: [
      `select format('constraint %I on %s', x.conname, x.conrelid::regclass),
         format('alter table %s add constraint %I %s', x.conrelid::regclass, x.conname, pg_get_constraintdef(x.oid)),
         format('alter table %s drop constraint %I', x.conrelid::regclass, x.conname)`,
    ],
  },
]

const keyOf = ({ kind, id }: (typeof GUARDS)[number]) => `'${kind} ' || ${id}`

/** Which change each thing has seen last. */
const marksOf = (guards: typeof GUARDS) =>
  guards.map((guard) => `select ${keyOf(guard)} as key, x.xmin::text as mark from ${guard.of} x where ${guard.ours}`).join(' union all ')
const MARKS = marksOf(GUARDS)

/** Kept where they are compared: a few thousand of them are a long answer, and only the ones that differ are asked for. */
export const keepMarks = ({ tell }: Asked) => tell('owner')(`create temporary table mark as ${MARKS}; analyze mark`)

/** What has changed since, and whether it is still there. Cheap: nothing is spelled out. */
export const changedSince = ({ show }: Asked) =>
  show<{ key: string; still: boolean }>(
    `select key, now.mark is not null as still from (${MARKS}) now full join mark using (key) where now.mark is distinct from mark.mark`,
  )

export const markAgain = ({ tell }: Asked, keys: string[]) => {
  const some = `key in ('${keys.join("', '")}')`
  return tell('owner')(`delete from mark where ${some}; insert into mark select * from (${marksOf(ofKeys(keys))}) now where ${some}`)
}

/** What those are made of, or all of them. Spelling out what nobody asked for would cost most of the time. */
export async function partsAt({ show }: Asked, keys?: string[]): Promise<Part[]> {
  const all = (keys ? ofKeys(keys) : GUARDS).flatMap((guard) =>
    guard.parts.map(
      (part) =>
        `select ${keyOf(guard)} as key, part.* from ${guard.of} x cross join lateral (${part}) part (name, made_by, gone_by)
         where ${guard.ours} ${keys ? `and ${keyOf(guard)} in ('${keys.join("', '")}')` : ''}`,
    ),
  )
  return show<Part>(all.join(' union all '))
}

function ofKeys(keys: string[]) {
  const kinds = new Set(keys.map((key) => key.split(' ')[0]))
  return GUARDS.filter(({ kind }) => kinds.has(kind))
}

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

/** Where guards stand in the catalogue: which rows are ours, how a few of them are found, and what each is made of. */
const GUARDS: { kind: string; of: string; ours: string; id: string; among?: (ids: string[]) => string; parts: string[] }[] = [
  {
    kind: 'function',
    of: 'pg_proc',
    ours: `x.oid >= ${FIRST} and x.pronamespace ${OURS} and x.pronamespace <> 'public'::regnamespace`,
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
    ours: `x.oid >= ${FIRST} and x.relnamespace ${OURS} and x.relkind not in ('i', 't')`,
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
    ours: `x.oid >= ${FIRST} and x.relnamespace ${OURS} and x.relkind = 'i' and x.oid not in (select conindid from pg_constraint)`,
    id: 'x.oid',
    parts: [`select 'index ' || x.oid::regclass, pg_get_indexdef(x.oid), 'drop index ' || x.oid::regclass`],
  },
  {
    kind: 'column',
    of: 'pg_attribute',
    ours: `x.attacl is not null and x.attrelid >= ${FIRST}`,
    id: "x.attrelid || ',' || x.attnum",
    among: (ids) => `(x.attrelid, x.attnum) in (values (${ids.join('), (')}))`,
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
    ours: `x.oid >= ${FIRST} and x.connamespace ${OURS}`,
    id: 'x.oid',
    parts: [
      `select format('constraint %I on %s', x.conname, x.conrelid::regclass),
         format('alter table %s add constraint %I %s', x.conrelid::regclass, x.conname, pg_get_constraintdef(x.oid)),
         format('alter table %s drop constraint %I', x.conrelid::regclass, x.conname)`,
    ],
  },
]

type Guard = (typeof GUARDS)[number]
const keyOf = ({ kind, id }: Guard) => `'${kind} ' || ${id}`
const amongIds = (ids: string[]) => `x.oid in (${ids.join(', ')})`

/** What there is of each kind, and the first transaction that has not been seen. */
export type Marks = { keys: Map<string, Set<string>>; since: string }

/** Numbers of transactions as rows have them. */
const NEXT = '(pg_snapshot_xmax(pg_current_snapshot())::text::numeric % (2 ^ 32)::numeric)::text as since'

export async function marksAt({ show }: Asked): Promise<Marks> {
  const rows = await show<{ kind: string; keys: string[]; since: string }>(
    GUARDS.map((guard) => `select '${guard.kind}' as kind, array_agg(${keyOf(guard)}) as keys, ${NEXT} from ${standing(guard)}`).join(
      ' union all ',
    ),
  )
  return { keys: new Map(rows.map(({ kind, keys }) => [kind, new Set(keys)])), since: rows[0]?.since ?? '' }
}

/** What has changed since, whether it is still there, and from when on to look again. Cheap: rows are counted, and only newer ones named. */
export async function changedSince(
  asked: Asked,
  { keys, since }: Marks,
): Promise<{ changed: { key: string; still: boolean }[]; since: string }> {
  const rows = await asked.show<{ kind: string; many: number; newer: string[] | null; since: string }>(
    GUARDS.map(
      (guard) =>
        `select '${guard.kind}' as kind, count(*)::int as many, array_agg(${keyOf(guard)}) filter (where x.xmin::text::bigint >= ${since}) as newer, ${NEXT}
         from ${standing(guard)}`,
    ).join(' union all '),
  )
  const changed = await Promise.all(
    rows.map(async ({ kind, many, newer }) => {
      const known = keys.get(kind) ?? new Set()
      const there = newer ?? []
      const came = there.filter((key) => !known.has(key)).length
      const gone = many - came < known.size ? await goneOf(asked, kind, known) : []
      return [...there.map((key) => ({ key, still: true })), ...gone.map((key) => ({ key, still: false }))]
    }),
  )
  return { changed: changed.flat(), since: rows[0]?.since ?? since }
}

const standing = ({ of, ours }: Guard) => `${of} x where ${ours}`

async function goneOf({ show }: Asked, kind: string, known: Set<string>): Promise<string[]> {
  const guard = GUARDS.find((one) => one.kind === kind) as Guard
  const there = new Set((await show<{ key: string }>(`select ${keyOf(guard)} as key from ${standing(guard)}`)).map(({ key }) => key))
  return [...known].filter((key) => !there.has(key))
}

/** What those are made of, or all of them. Spelling out what nobody asked for would cost most of the time. */
export async function partsAt({ show }: Asked, keys?: string[]): Promise<Part[]> {
  const ids = keys && Map.groupBy(keys, (key) => key.split(' ')[0] as string)
  const some = (guard: Guard) => {
    const those = ids?.get(guard.kind)?.map((key) => key.slice(guard.kind.length + 1))
    return those ? `and ${(guard.among ?? amongIds)(those)}` : ''
  }
  const all = GUARDS.filter(({ kind }) => ids?.has(kind) ?? true).flatMap((guard) =>
    guard.parts.map(
      (part) =>
        `select ${keyOf(guard)} as key, part.* from ${guard.of} x cross join lateral (${part}) part (name, made_by, gone_by)
         where ${guard.ours} ${some(guard)}`,
    ),
  )
  return show<Part>(all.join(' union all '))
}

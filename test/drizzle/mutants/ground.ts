import { type Asked, askedAt } from '../policies/asked.ts'
import { createScratchCopy, type Place } from '../scratch.ts'

/** What a mutant may have changed: functions and policies as the statements that make them, rights by what was granted, the rest only to compare. */
const STATE = `
  with ours as (select oid, nspname from pg_namespace where nspname in ('public', 'app', 'audit')),
  tables as (select n.nspname || '.' || quote_ident(c.relname) as name, c.* from pg_class c join ours n on n.oid = c.relnamespace),
  functions as (select p.oid::regprocedure::text as name, p.* from pg_proc p join ours n on n.oid = p.pronamespace where n.nspname <> 'public')
  select 'function ' || name as name, pg_get_functiondef(oid) as made_by from functions
  union all select format('policy %I on %I.%I', policyname, schemaname, tablename),
    format('alter policy %I on %I.%I', policyname, schemaname, tablename) || coalesce(' using (' || qual || ')', '') || coalesce(' with check (' || with_check || ')', '') from pg_policies
  union all select format('right %s on %s from %s', a.privilege_type, t.name, a.grantee::regrole), '' from tables t, aclexplode(coalesce(t.relacl, acldefault('r', t.relowner))) a where t.relkind = 'r'
  union all select format('right %s (%I) on %s from %s', a.privilege_type, c.attname, t.name, a.grantee::regrole), '' from tables t join pg_attribute c on c.attrelid = t.oid, aclexplode(c.attacl) a
  union all select format('right %s on function %s from %s', a.privilege_type, f.name, a.grantee::regrole), '' from functions f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
  union all select 'table ' || oid, concat_ws(' ', relname, relowner, relrowsecurity, relforcerowsecurity) from tables
  union all select 'owner ' || oid, proowner::text from functions
  union all select 'trigger ' || t.oid, pg_get_triggerdef(t.oid) || t.tgenabled::text from pg_trigger t where not t.tgisinternal
  union all select 'constraint ' || k.oid, pg_get_constraintdef(k.oid) from pg_constraint k where k.connamespace in (select oid from ours)`
type State = Map<string, string>

/** Where mutants live, one after the other. A copy of the original serves as long as what was changed can be put back: functions,
 *  policies and rights can. After anything else the copy goes and a new one is made, which takes a few times as long. */
export function mutantGround(original: () => Place) {
  let copy: { asked: Asked; was: State; drop(): Promise<void> } | undefined

  const leave = async () => {
    await copy?.asked.close()
    await copy?.drop()
    copy = undefined
  }
  const enter = async (): Promise<Asked> => {
    if (copy && !(await putBack(copy.asked, copy.was))) await leave()
    if (!copy) {
      const { place, drop } = await createScratchCopy(original())
      copy = { asked: askedAt(place), drop, was: new Map() }
      copy.was = await stateOf(copy.asked)
    }
    return copy.asked
  }
  return { enter, leave }
}

async function stateOf({ show }: Asked): Promise<State> {
  const rows = await show<{ name: string; made_by: string }>(STATE)
  return new Map(rows.map((row) => [row.name, row.made_by]))
}

/** True when everything is as it was. */
async function putBack(asked: Asked, was: State): Promise<boolean> {
  const is = await stateOf(asked)
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name))
  if (changed.length === 0) return true
  const statements = changed.map((name) => undoing(name, was.get(name), is.get(name)))
  if (statements.includes(undefined)) return false
  await asked.tell('owner')(statements.join(';\n'))
  const now = await stateOf(asked)
  return now.size === was.size && [...was].every(([name, madeBy]) => now.get(name) === madeBy)
}

function undoing(name: string, was: string | undefined, is: string | undefined): string | undefined {
  if (was !== undefined && is !== undefined) return /^(function|policy) /.test(name) ? was : undefined
  if (was !== undefined) return undefined
  if (name.startsWith('policy ')) return `drop ${name}`
  return name.startsWith('right ') ? name.replace('right', 'revoke') : undefined
}

import type { Subject } from '../policies.ts'

/** One guard, weakened. */
export type Mutant = {
  /** What no longer holds. */
  says: string
  /** Whose probes are asked before others that are as likely to notice. */
  about: Subject
  sql: string
}

export const mutantsOf = (about: Subject, list: [says: string, sql: string][]): Mutant[] =>
  list.map(([says, sql]) => ({ says, about, sql }))

/** A function as it is, but for one text. A text that is not there is an error: the mutant would be none. */
export const weakened = (signature: string, ...changes: [from: string, to: string][]) => `do $mutant$
  declare was text := pg_get_functiondef(${quoted(signature)}::regprocedure);
  begin
  ${changes
    .map(
      ([from, to]) => `
    if strpos(was, ${quoted(from)}) = 0 then raise 'not in %: %', ${quoted(signature)}, ${quoted(from)}; end if;
    was := replace(was, ${quoted(from)}, ${quoted(to)});`,
    )
    .join('')}
    execute was;
  end $mutant$`

export const open = (policy: string, table: string) => `alter policy ${policy} on ${table} using (true)`
export const openCheck = (policy: string, table: string) => `alter policy ${policy} on ${table} with check (true)`

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

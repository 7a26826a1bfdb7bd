import type { Role } from '#worker/auth/rules/roles.ts'
import { type Hidden, shows } from '#worker/tenant/rules/masking.ts'

export type Cell = string | number | null
/** `personal` columns are left out for a reader who finds a bar there on the page. */
export type Column<Row> = { name: string; of: (row: Row) => Cell; personal?: true }

/** Records of a tenant as a table that leaves the portal. What is masked on the page is not in it. The session stands at every row, so that
 *  a sheet that somebody passes on, or a part of it, still says where it came from. Times are UTC. */
export function tableOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[], reader: { role: Role }, sessionId: string): Cell[][] {
  const seen = columns.filter(({ personal }) => !personal || shows({ role: reader.role, inSession: true }, 'personal'))
  return [[...seen.map(({ name }) => name), 'session'], ...rows.map((row) => [...seen.map(({ of }) => of(row)), sessionId])]
}

/** A value that a row holds for some readers only. */
export const plain = (value: string | Hidden | null): Cell => (typeof value === 'string' ? value : null)

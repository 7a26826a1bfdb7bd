import { ACME } from './acme.ts'
import { HOSTILE_SHARE, type HostileKind, sow } from './hostile.ts'
import { type Keys, createKeys } from './keys.ts'
import { compose, type Plant } from './prose.ts'
import type { Random } from './random.ts'
import type { TenantPlan } from './tenants.ts'

/** Where something planted stands: table and column as the database names them. */
export type Mark = { tenantId: string; table: string; id: string; column: string; offset: number; length: number }
export type Planted = Mark & { kind: Plant['kind']; text: string }
export type Hostile = Mark & { kind: HostileKind }
export type Marks = { planted: Planted[]; hostile: Hostile[] }

/** One tenant's share of chance, and what it has planted so far. */
export type Scene = ReturnType<typeof sceneOf>

export function sceneOf(seeded: Random, tenant: TenantPlan, now: Date, marks: Marks) {
  const random = seeded.fork(tenant.row.slug)
  const keys: Keys = createKeys(random.fork('keys'))
  const tenantId = tenant.row.id
  // The demonstration tenant stays clean: its first reader is a person, not a test.
  const share = tenant.row.slug === ACME.slug ? 0 : HOSTILE_SHARE

  /** A text with slots: fills them, may add something hostile, and notes where everything stands. */
  function write(
    sentences: readonly string[],
    fill: (slot: string) => string,
    space: string,
    table: string,
    id: string,
    column: string,
  ): string {
    const { text, planted } = compose(sentences, fill, space)
    for (const plant of planted) marks.planted.push({ tenantId, table, id, column, ...plant })
    return mark(sow(random, text, 'text', share), table, id, column)
  }

  /** One line, such as a name or a title. */
  const sowLine = (text: string, table: string, id: string, column: string) => mark(sow(random, text, 'line', share), table, id, column)

  function mark({ text, hostile }: ReturnType<typeof sow>, table: string, id: string, column: string): string {
    if (hostile) marks.hostile.push({ tenantId, table, id, column, ...hostile })
    return text
  }

  return { random, keys, now, tenant, write, sowLine }
}

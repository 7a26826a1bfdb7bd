import type pg from 'pg'
import type { Asked, Statement } from './heard.ts'

/** What one statement costs as the login that asks it, with the keys of whoever asks it. */
export type Cost = {
  /** Pages of the database that were looked at. */
  pages: number
  /** Tables that were read from end to end, also by functions, and how many rows that took each time. */
  scanned: Record<string, number>
  /** The most rows that any step of the plan put in order. */
  sorted: number
  plan: string
}

/** As often as it takes until PostgreSQL weighs a plan for all values against one for these (five times), and once more. It does so within
 *  functions only: what the product asks has no name, and is planned for its values each time. It counts by connection, whatever the values:
 *  who comes later finds that settled, as every statement does the functions of the policies. */
const TIMES = 6
const calls = (text: string) => /\b(app|audit)\.\w+\(/.test(text)
const asked = new WeakMap<pg.Client, Set<string>>()

/** Runs the statements of one round trip as the product does, new calls of functions several times, and takes everything back. */
export async function costsOf(client: pg.Client, { duty, statements }: Asked): Promise<Cost[]> {
  // What a customer asks is one function, which finds out who they are.
  const [enter, rest] = duty === 'customer' ? [undefined, statements] : [statements[0], statements.slice(1)]
  await client.query('begin')
  try {
    if (enter) await client.query(enter.text, enter.params)
    const costs: Cost[] = []
    let before = await counted(client)
    for (const statement of rest) {
      if (await settle(client, statement)) before = await counted(client)
      const { cost, after } = await costOf(client, statement, before)
      costs.push(cost)
      before = after
    }
    return costs
  } finally {
    await client.query('rollback')
  }
}

/** True when it was asked now. */
async function settle(client: pg.Client, { text, params }: Statement): Promise<boolean> {
  const settled = asked.get(client) ?? new Set<string>()
  asked.set(client, settled)
  const unsettled = calls(text) && !settled.has(text)
  if (unsettled) for (let time = 1; time < TIMES; time++) await client.query(text, params)
  settled.add(text)
  return unsettled
}

async function costOf(client: pg.Client, { text, params }: Statement, before: Counts): Promise<{ cost: Cost; after: Counts }> {
  const { rows } = await client.query(`explain (analyze, buffers, timing off, format json) ${text}`, params)
  const after = await counted(client)
  const root = rows[0]['QUERY PLAN'][0].Plan as Node
  const scanned = [...after].flatMap(([table, now]) => {
    const was = before.get(table) ?? { scans: 0, scanned: 0 }
    return now.scans > was.scans ? [[table, now.scanned - was.scanned]] : []
  })
  const cost = {
    pages: (root['Shared Hit Blocks'] ?? 0) + (root['Shared Read Blocks'] ?? 0),
    scanned: Object.fromEntries(scanned),
    sorted: Math.max(
      0,
      ...nodesOf(root)
        .filter((node) => node['Node Type'].endsWith('Sort'))
        .map(broughtIn),
    ),
    plan: outline(root),
  }
  return { cost, after }
}

/** How often each table was read from end to end, and how many rows that took. */
type Counts = Map<string, { scans: number; scanned: number }>
const tables = new WeakMap<pg.Client, Map<number, string>>()

/** What this connection has read so far and not told the statistics yet. Asked after each statement: the view that has all of it joins every
 *  index to its table, which takes ten times as long. */
async function counted(client: pg.Client): Promise<Counts> {
  const known = tables.get(client) ?? (await tablesOf(client))
  tables.set(client, known)
  const { rows } = await client.query({
    name: 'counted',
    text: `select t::int as table, pg_stat_get_xact_numscans(t)::int as scans, pg_stat_get_xact_tuples_returned(t)::int as scanned
           from unnest($1::oid[]) t where pg_stat_get_xact_numscans(t) > 0`,
    values: [[...known.keys()]],
  })
  return new Map(rows.map(({ table, ...count }) => [known.get(table) ?? '', count]))
}

async function tablesOf(client: pg.Client): Promise<Map<number, string>> {
  const { rows } = await client.query(
    `select oid::int as id, relnamespace::regnamespace || '.' || relname as name from pg_class
     where relkind = 'r' and relnamespace::regnamespace::text in ('public', 'app', 'audit')`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Index Cond'?: string
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  'Sort Key'?: string[]
  Plans?: Node[]
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]
const broughtIn = ({ Plans }: Node) => (Plans ?? []).reduce((sum, node) => sum + node['Actual Rows'], 0)

/** The plan in lines, as short as one can still tell what is wrong. */
function outline(node: Node, depth = 0): string {
  const facts = [
    node['Node Type'],
    node['Relation Name'] && `on ${node['Relation Name']}`,
    node['Index Name'] && `by ${node['Index Name']}`,
    `rows ${node['Actual Rows']} × ${node['Actual Loops']}`,
    node['Rows Removed by Filter'] && `removed ${node['Rows Removed by Filter']}`,
    node['Index Cond'] && node['Index Cond'].slice(0, 120),
    node['Sort Key'] && `by ${node['Sort Key'].join(', ').slice(0, 120)}`,
    `pages ${(node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0)}`,
  ]
  return [`${'  '.repeat(depth)}${facts.filter(Boolean).join(' ')}`, ...(node.Plans ?? []).map((each) => outline(each, depth + 1))].join(
    '\n',
  )
}

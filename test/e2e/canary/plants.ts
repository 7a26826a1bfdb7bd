import { readFileSync } from 'node:fs'
import type { AnswerKey } from '#drizzle/sample/answer-key.ts'
import { HOSTILE } from '#drizzle/sample/hostile.ts'
import { owner } from '../owner.ts'
import { portal } from '../portal.ts'
import { foldOf } from './finder.ts'
import { SEATS } from './seats.ts'

/** A value that stands in the database and is somebody's own: what it is, in which table, whose. */
export type Plant = { text: string; kind: PlantKind; class: 'personal' | 'sensitive' | 'secret'; table: string; tenantId: string | null }
export type PlantKind = 'name' | 'email' | 'phone' | 'employee number' | 'network address' | 'words' | 'secret'

type Source = { class: Plant['class']; table: string; kind: PlantKind; sql: string }

/** Where somebody of the staff sat. This machine's own address stands in every link. */
export const NETWORK = ['login_session', 'token_family', 'impersonation_session', 'internal_user', 'trail']

/** Every place of the sample that holds such values. */
const SOURCES: Source[] = [
  ...inTable('tenant_user', 'personal', { name: 'name', email: 'email', employee_number: 'employee number' }),
  ...inTable('participant', 'personal', { name: 'name' }),
  ...inTable('tenant_contact', 'personal', { name: 'name', email: 'email', phone: 'phone' }),
  ...inTable('ticket', 'personal', { requester_name: 'name', requester_email: 'email' }),
  ...inTable('riu_reporter', 'secret', { name: 'name', email: 'email', phone: 'phone' }),
  ...inTable('riu', 'sensitive', { narrative: 'words' }),
  ...inTable('note', 'sensitive', { body: 'words' }),
  ...inTable('investigation_step', 'sensitive', { finding: 'words' }),
  ...inTable('tenant_secret', 'secret', { "encode(sealed, 'hex')": 'secret', "replace(encode(sealed, 'base64'), e'\\n', '')": 'secret' }),
  {
    class: 'secret',
    table: 'impersonation_session',
    kind: 'secret',
    sql: "select encode(key_hash, 'hex') as text, tenant_id from app.impersonation_session",
  },
  {
    class: 'secret',
    table: 'login_session',
    kind: 'secret',
    sql: "select encode(key_hash, 'hex') as text, null as tenant_id from app.login_session",
  },
  ...NETWORK.map(addressIn),
]

function addressIn(table: string): Source {
  const [schema, column] = [table === 'trail' ? 'audit' : 'app', table === 'internal_user' ? 'last_login_ip' : 'ip']
  const sql = `select distinct ${column} as text, null as tenant_id from ${schema}.${table} where ${column} not in ('127.0.0.1', '::1')`
  return { class: 'personal', table, kind: 'network address', sql }
}

function inTable(table: string, of: Plant['class'], columns: Record<string, PlantKind>): Source[] {
  return Object.entries(columns).map(([column, kind]) => ({
    class: of,
    table,
    kind,
    sql: `select distinct ${column} as text, tenant_id from "${table}" where ${column} is not null`,
  }))
}

/** Staff, tenants and the numbers one calls are known to everybody here: a customer's user who happens to be called the same is no canary. */
const KNOWN = `select name as text from app.internal_user union select email from app.internal_user union select name from tenant
  union select e164 from tenant_phone`

/** All that must not be seen where it is not allowed: every column above, and what the answer key knows to stand in free text. */
export async function plants(): Promise<Plant[]> {
  const known = new Set((await owner<{ text: string }>(KNOWN)).map(({ text }) => foldOf(text)))
  const { planted, tenants } = JSON.parse(readFileSync(portal().answerKey, 'utf8')) as AnswerKey
  // Other tests have tenants of their own, with words that stand elsewhere as well.
  const ofSample = new Set<string | null>([null, ...tenants.map(({ id }) => id)])
  const found: Plant[] = []
  for (const { sql, ...source } of SOURCES) {
    for (const { text, tenant_id } of await owner<{ text: string; tenant_id: string | null }>(sql)) {
      const own = clean(text)
      if (ofSample.has(tenant_id) && !known.has(foldOf(own))) found.push({ ...source, text: own, tenantId: tenant_id })
    }
  }
  for (const text of Object.values(SEATS))
    found.push({ text, kind: 'network address', class: 'personal', table: 'login_session', tenantId: null })
  for (const { kind, text, table, tenantId } of planted) {
    if (known.has(foldOf(text))) continue
    found.push({ text, kind: kind === 'employee_id' ? 'employee number' : kind, class: 'sensitive', table, tenantId })
  }
  return found
}

/** Hostile strings come last in a text and may stand in titles, too: they are nobody's own. */
function clean(text: string): string {
  let end = text.length
  for (const { text: bad } of HOSTILE) {
    const at = text.indexOf(` ${bad}`)
    if (at !== -1) end = Math.min(end, at)
  }
  return text.slice(0, end)
}

import { randomInt } from 'node:crypto'
import { CONFIG_DOCUMENTS } from '#worker/support/rules/register-words.ts'
import { newId } from '#worker/rules/ids.ts'
import { owner } from '../owner.ts'
import { PAYLOADS } from './payloads.ts'

export type Stored = { adminId: string; directoryId: string; tenantId: string; ticketId: string; heldId: string; jobIds: string[] }

/** A payload for the n-th text, each in its turn; cut only where a column holds no more. */
const bad = (n: number, most = 1_000) => (PAYLOADS[n % PAYLOADS.length] as string).slice(0, most)

/** The same with the name of its column behind it, to be seen on a page. */
const marked = (n: number, column: string) => `${bad(n)} ~${column}~`
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)

async function insert(table: string, row: Record<string, unknown>): Promise<string> {
  const columns = Object.keys(row)
  const places = columns.map((_, i) => `$${i + 1}`)
  await owner(`insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`, Object.values(row))
  return String(row.id ?? '')
}

/** A tenant and people of their own, whose every shown text is something somebody hostile might have stored. */
export async function storeEverywhere(): Promise<Stored> {
  const [adminId, heldId, directoryId] = [newId('ops'), newId('ops'), crypto.randomUUID()]
  const staff = { directory_id: directoryId, email: `${adminId}@vendor.example`.toLowerCase(), role: 'ADMIN' }
  await insert('app.internal_user', { id: adminId, name: `Hostile ${marked(7, 'internal_user.name')}`, ...staff })
  const other = { directory_id: crypto.randomUUID(), email: `${heldId}@vendor.example`.toLowerCase(), role: 'SUPPORT_L2' }
  const held = {
    status: 'HELD',
    held_at: ago(5),
    held_reason: marked(18, 'held_reason'),
    last_login_user_agent: marked(9, 'last_login_user_agent'),
    last_login_at: ago(60),
  }
  await insert('app.internal_user', { id: heldId, name: `Hostile ${bad(0)}`, ...other, ...held })
  const grant = { id: newId('adg'), subject_id: heldId, asked_by: adminId, asked_at: ago(9), expires_at: new Date(Date.now() + 3_600_000) }
  await insert('app.admin_grant', { ...grant, reason: `Because of this: ${marked(19, 'admin_grant.reason')}` })
  const sealed = randomKey()
  const login = { id: newId('log'), operator_id: adminId, key_hash: sealed, created_at: ago(50), proved_at: ago(50), seen_at: ago(10) }
  await insert('app.login_session', {
    ...login,
    expires_at: new Date(Date.now() + 3_600_000),
    ip: '203.0.113.9',
    user_agent: marked(10, 'login_session.user_agent'),
  })

  const tenantId = newId('ten')
  const facts = {
    status: 'ACTIVE',
    region: 'EU',
    plan: 'ENTERPRISE',
    industry: 'RETAIL',
    employees: 1200,
    locales: '{en}',
    access_policy: 'open',
  }
  await insert('tenant', {
    id: tenantId,
    slug: tenantId.toLowerCase(),
    name: `Hostile ${marked(7, 'tenant.name')}`,
    ...facts,
    csm_id: heldId,
    created_at: ago(10_000),
  })
  const own = { tenant_id: tenantId }
  await insert('tenant_domain', { id: newId('dom'), ...own, domain: `${tenantId.slice(-6).toLowerCase()}"><img data-pwned src=x>.example` })
  await insert('tenant_phone', {
    id: newId('pho'),
    ...own,
    label: marked(1, 'tenant_phone.label'),
    e164: `+49${randomInt(1_000_000_000, 9_999_999_999)}`,
  })
  await insert('tenant_contact', {
    id: newId('con'),
    ...own,
    kind: 'PRIMARY',
    name: marked(2, 'tenant_contact.name'),
    email: marked(3, 'tenant_contact.email'),
    phone: null,
  })
  const bodies: Record<string, object> = {
    intake: { anonymousAllowed: true, languages: [bad(1), '__proto__'], openingText: marked(8, 'openingText') },
    branding: { displayName: marked(0, 'displayName'), accentColor: bad(74), logoUrl: marked(54, 'logoUrl') },
  }
  for (const document of CONFIG_DOCUMENTS) {
    for (const version of [1, 2]) {
      const body = JSON.stringify({
        ...bodies[document],
        __proto__: bad(5),
        [bad(4)]: bad(6),
        digest: bad(version),
        note: bad(version + 60),
      })
      await insert('tenant_config', {
        id: newId('cfg'),
        ...own,
        document,
        version,
        body,
        reason: marked(version + 20, 'tenant_config.reason'),
        changed_by: adminId,
        changed_at: ago(90 - version),
      })
    }
  }
  await insert('tenant_secret', {
    id: newId('sec'),
    ...own,
    kind: 'API_KEY',
    name: marked(12, 'tenant_secret.name'),
    last_four: '<b>x',
    sealed,
    set_at: ago(80),
    set_by: adminId,
  })

  const ticketId = await ticket(tenantId, adminId, `Hostile ${bad(12)}`, 0)
  for (const [n, text] of PAYLOADS.entries()) {
    const userId = await insert('tenant_user', {
      ...{
        id: newId('usr'),
        ...own,
        email: `${n}@"><img data-pwned src=x>.example`,
        name: text,
        employee_number: marked(n + 1, 'employee_number'),
        org_unit: marked(n + 2, 'org_unit'),
      },
      ...{ role: 'INVESTIGATOR', status: 'ACTIVE', created_at: ago(5_000 + n) },
    })
    const when = { created_at: ago(4_000 + n), updated_at: ago(3_000 + n) }
    const kind = { severity: 'HIGH', category: 'EXPENSE_FRAUD' }
    const caseId = await insert('"case"', {
      id: newId('case'),
      ...own,
      number: 5_000 + n,
      title: text,
      status: 'OPEN',
      priority: 2,
      ...kind,
      assignee_id: userId,
      ...when,
    })
    const words = { language: 'en', anonymous: true, narrative: `${text} ~narrative~`, case_id: caseId }
    await insert('riu', { id: newId('riu'), ...own, number: 7_000 + n, type: 'WEB', status: 'LINKED', ...kind, ...words, ...when })
    if (n % 10 === 0) await fileOf(tenantId, caseId, userId, n)
    await ticket(tenantId, n < 40 ? adminId : null, text, n)
    const error = {
      fingerprint: `${n}"><i data-pwned>`,
      level: 'FATAL',
      message: text,
      source: marked(n + 3, 'tenant_error.source'),
      count: 3,
    }
    await insert('tenant_error', { id: newId('err'), ...own, ...error, first_seen_at: ago(4_000), last_seen_at: ago(n) })
    const job = { kind: 'SSO_SYNC', state: 'RETRYABLE', attempts: 3, max_attempts: 5, last_error: text, run_at: new Date(Date.now() + 9e6) }
    await insert('tenant_job', { id: newId('job'), ...own, ...job, created_at: ago(200 + n) })
    const about = {
      operator_role: 'ADMIN',
      tenant_id: tenantId,
      act: 'session:note',
      outcome: 'done',
      entity_type: 'impersonation',
      reason: text,
    }
    await insert('audit.trail', {
      operator_id: adminId,
      ...about,
      sentence: marked(n + 4, 'trail.sentence'),
      entity_ids: [tenantId],
      facts: JSON.stringify({
        because: marked(n + 5, 'facts.because'),
        [text]: marked(n + 6, 'facts'),
        after: { [text]: { [text]: text } },
      }),
    })
    await insert('app.kept_mail', {
      key: newId('key'),
      operator_id: adminId,
      address: marked(n + 7, 'kept_mail.address'),
      subject: text,
      letter: `${marked(n + 8, 'letter')}\nhttps://pwned.example/${n}\n${text}`,
    })
  }
  const jobIds: string[] = []
  for (let n = 0; n < PAYLOADS.length; n += 8) {
    const state = {
      kind: 'mail',
      max_attempts: 8,
      attempts: 8,
      state: 'discarded',
      finished_at: new Date(),
      last_error: `${bad(n, 80)} ~job.last_error~`,
    }
    jobIds.push(
      await insert('app.job', {
        id: newId('pjob'),
        ...state,
        args: JSON.stringify({ letter: bad(n + 1), to: adminId, about: bad(n + 2), [bad(n)]: bad(n + 3) }),
      }),
    )
  }
  return { adminId, directoryId, tenantId, ticketId, heldId, jobIds }
}

const randomKey = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32)))

const ticket = (tenantId: string, assigneeId: string | null, subject: string, n: number) =>
  insert('ticket', {
    ...{
      id: newId('tic'),
      tenant_id: tenantId,
      number: randomInt(1_000_000, 2_000_000_000),
      subject,
      requester_name: marked(n + 1, 'requester_name'),
      requester_email: marked(n + 2, 'requester_email'),
    },
    ...{ status: 'OPEN', priority: 'HIGH', assignee_id: assigneeId, opened_at: ago(60 + n), updated_at: ago(60 + n) },
  })

/** What hangs on a case. */
async function fileOf(tenantId: string, caseId: string, authorId: string, n: number) {
  const own = { tenant_id: tenantId }
  for (let each = 0; each < 10; each++) {
    await insert('note', {
      id: newId('note'),
      ...own,
      case_id: caseId,
      author_id: authorId,
      visibility: 'INTERNAL',
      body: marked(n + each, 'note.body'),
      created_at: ago(2_000),
    })
    await insert('participant', { id: newId('par'), ...own, case_id: caseId, role: 'SUBJECT', name: marked(n + each, 'participant.name') })
  }
  const row = {
    ...own,
    case_id: caseId,
    title: marked(n, 'investigation.title'),
    status: 'ACTIVE',
    created_at: ago(3_000),
    started_at: ago(2_900),
  }
  const investigation = await insert('investigation', { id: newId('inv'), ...row })
  for (let position = 1; position <= 5; position++)
    await insert('investigation_step', {
      id: newId('step'),
      ...own,
      investigation_id: investigation,
      position,
      title: marked(n + position, 'investigation_step.title'),
      finding: marked(n + position + 1, 'finding'),
    })
}

/** Takes out of everybody's sight what others look at: home, lists, the searches. */
export async function forget({ adminId, heldId, tenantId, jobIds }: Stored): Promise<void> {
  await owner("update app.impersonation_session set ended_at = now(), end_reason = 'MANUAL' where operator_id = $1 and ended_at is null", [
    adminId,
  ])
  await owner('delete from app.kept_mail where operator_id = $1', [adminId])
  await owner('delete from app.job where id = any($1)', [jobIds])
  await owner('delete from app.admin_grant where asked_by = $1', [adminId])
  for (const table of ['tenant_error', 'tenant_job', 'ticket', 'tenant_domain'])
    await owner(`delete from ${table} where tenant_id = $1`, [tenantId])
  await owner("update tenant set name = 'Gone', csm_id = null, status = 'CHURNED' where id = $1", [tenantId])
  await owner(
    "update app.internal_user set name = 'Gone', status = 'DEACTIVATED', held_at = null, held_reason = null, deactivated_at = now() where id = any($1)",
    [[adminId, heldId]],
  )
}

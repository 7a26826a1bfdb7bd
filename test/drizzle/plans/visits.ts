import pg from 'pg'
import { CAST, type CastName } from '#drizzle/sample/cast.ts'
import type { Ask } from '../asking.ts'
import { type Cost, costsOf } from './explain.ts'
import { CUSTOMER, LARGE, SMALL, type Visit } from './pages.ts'
import type { Duty } from '#worker/db/driver.ts'
import { newId, newSecret } from '#worker/rules/ids.ts'
import type { Asked, Listening, Visitor } from './heard.ts'

export type Seen = { visit: Visit; status: number; costs: Cost[] }

/** Makes the visits through the portal and weighs each statement that they led to, as the login that asked it. */
export async function weigh(portal: Listening, urls: Record<Duty, string>, own: Ask, visits: Visit[]): Promise<Seen[]> {
  const clients = new Map<Duty, pg.Client>()
  const visitors = new Map<string, Promise<Visitor>>()
  const visitorOf = (visit: Visit) => {
    const name = `${visit.who} ${visit.inside ?? ''}`
    const known = visitors.get(name) ?? visitorFor(portal, visit, own)
    visitors.set(name, known)
    return known
  }
  const clientOf = async (duty: Duty) => {
    const client = clients.get(duty) ?? new pg.Client(urls[duty])
    if (!clients.has(duty)) await client.connect()
    clients.set(duty, client)
    return client
  }
  const costs = async (asked: Asked[]) => {
    const all: Cost[] = []
    for (const one of asked) all.push(...(await costsOf(await clientOf(one.duty), one)))
    return all
  }

  const seen: Seen[] = []
  try {
    for (const visit of visits) {
      const open = await visitorOf(visit)
      const page = await open(visit.path)
      seen.push({ visit, status: page.status, costs: await costs(page.asked) })
      const older = linkIn(page.body)
      if (older === undefined) continue
      const next = await open(older)
      seen.push({ visit: { ...visit, path: older }, status: next.status, costs: await costs(next.asked) })
    }
  } finally {
    for (const client of clients.values()) await client.end()
  }
  return seen
}

async function visitorFor(portal: Listening, visit: Visit, own: Ask): Promise<Visitor> {
  if (visit.who !== CUSTOMER) return portal.visitor(CAST[visit.who], await insideOf({ ...visit, who: visit.who }, own))
  const link = newSecret()
  await own(
    `insert into app.customer_link (id, tenant_id, key_hash, name, created_by, expires_at)
     values ($1, $2, app.key_hash($3), 'Their auditor', 'ops_somebody', now() + interval '1 day')`,
    [newId('lnk'), LARGE, link],
  )
  return (path) => portal.ask(path.replace(':link', link), {})
}

/** The page after this one, as its own link says. */
const linkIn = (body: string) => /href="([^"]*[?&;](?:older|after)=[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')

async function insideOf({ who, inside }: Visit & { who: CastName }, own: Ask) {
  if (inside === undefined) return undefined
  const tenantId = inside === 'in a small tenant' ? SMALL : LARGE
  const [ticket] = await own<{ id: string }>(
    `insert into ticket (id, tenant_id, number, subject, requester_name, requester_email, status, priority, assignee_id, opened_at, updated_at)
     select 'tic_' || upper(substr(md5($1 || $2), 1, 20)), $1, 1000000 + (random() * 1e8)::int, 'A subject', 'A name', 'a@customer.example', 'OPEN', 'LOW', $3, now(), now() returning id`,
    [tenantId, inside, CAST[who].id],
  )
  // The investigator with the most to see.
  const [subject] = await own<{ id: string }>(
    `select u.id from tenant_user u join "case" c on c.tenant_id = u.tenant_id and c.assignee_id = u.id
     where u.tenant_id = $1 and u.role = 'INVESTIGATOR' and u.status = 'ACTIVE' group by u.id order by count(*) desc, u.id limit 1`,
    [tenantId],
  )
  return { tenantId, ticketId: ticket?.id ?? '', ...(inside === 'as a user' && subject ? { subjectId: subject.id } : {}) }
}

import { randomInt } from 'node:crypto'
import { CAST } from '#test/cast.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { newId } from '#worker/rules/ids.ts'
import { colleagueOf } from '../colleague.ts'
import { owner } from '../owner.ts'
import { crawlApi } from './api.ts'
import { provoke, provokeApi } from './errors.ts'
import { crawl, formsOf } from './pages.ts'
import { SEATS, type Walker } from './seats.ts'
import type { Answer, Send } from './visitor.ts'
import { Visitor } from './visitor.ts'

export type Place = { tenantId: string; name: string }
export type Heard = { answer: Answer; who: Walker; typed: string; tenantId: string | null; state: 'outside' | 'inside' | 'after the end' }

/** Whether nobody met something before: nobody at all in this state, or nobody who sees the same as this reader, there or anywhere. */
export type IsNew = (what: string, to?: 'to anybody here' | 'to such a reader' | 'to such a reader here') => boolean

/** `refused`: what was met already, shared by all who walk. `only`: what is looked at, in place of everything. */
export type Tour = { who: Walker; place: Place; typed: string; refused: Set<string>; only?: readonly string[] }

const OUTSIDE = [
  ...['/', '/tenants', '/impersonations', '/audit', '/account/sign-ins', '/search', '/people', '/people/new', '/people/held'],
  ...[
    '/people/grants',
    '/portal-jobs',
    '/home/arrange',
    '/impersonations/kill?scope=all',
    '/audit.csv',
    '/audit/checkpoints',
    '/dev/looks',
    '/dev/mail',
  ],
]
const TABS = ['', '/config', '/errors', '/jobs', '/tickets', '/activity', '/enter', '/enter?as=choose']
const INSIDE = ['/workspace/cases', '/workspace/reports', '/workspace/users', '/impersonations/current']

/** One person's walk through all there is for them: outside, inside a tenant, after the end, and the same by program. A colleague of the
 *  cast with a desk of their own, so that nobody's budget is touched but theirs. */
export async function walk({ who, place, typed, refused, only }: Tour, hear: (heard: Heard) => void, send?: Send): Promise<void> {
  let state: Heard['state'] = 'outside'
  const seesNames = ['SUPPORT_L2', 'SUPPORT_L3', 'ADMIN'].includes(CAST[who].role)
  const isNew: IsNew = (what, to = 'to such a reader here') => {
    const known = [what, to.includes('such') && seesNames, to.includes('here') && state]
    return refused.size < refused.add(known.join(' ')).size
  }
  const visitor = new Visitor(
    (answer) => hear({ answer, who, typed, state, tenantId: state === 'inside' ? place.tenantId : null }),
    send,
    SEATS[who],
  )
  const { id, directoryId } = await colleagueOf(who)
  await visitor.signIn(directoryId)
  if (only) {
    for (const address of only) await visitor.ask(address)
    return
  }
  const tabs = TABS.map((tab) => `/tenants/${place.tenantId}${tab}`)
  const asked = [`/tenants?q=${encodeURIComponent(place.name)}`, `/search?q=${encodeURIComponent(place.name)}`, '/search?q=theft']
  await provoke(visitor, typed, await crawl(visitor, [...OUTSIDE, ...tabs, ...asked], isNew), isNew)
  const { accessToken } = JSON.parse((await visitor.json('POST', '/api/v1/auth/tokens', {})).body) as { accessToken: string }
  visitor.token = accessToken
  await crawlApi(visitor, place.tenantId, { inside: 1, elsewhere: 2 }, isNew)
  await provokeApi(visitor, typed, isNew)
  if (!may(CAST[who], 'impersonate')) return

  const ticketId = await ticketFor(id, place.tenantId)
  await enter(visitor, place.tenantId, ticketId)
  state = 'inside'
  const found = await crawl(visitor, [...INSIDE, ...tabs], isNew)
  await provoke(visitor, typed, found, isNew)
  const overlay = visitor.cookies.get('__Host-session') ?? ''
  const [end] = formsOf(await visitor.ask('/workspace/cases')).filter(({ action }) => action.endsWith('/end'))
  if (!end) throw new Error('no way out')
  await visitor.post(end.action, Object.fromEntries(end.fields.map(({ name, value }) => [name, value])))
  state = 'after the end'
  for (const address of found.addresses.filter((each) => each.startsWith('/workspace')).slice(0, 8)) {
    visitor.cookies.set('__Host-session', overlay)
    await visitor.ask(address)
  }

  const fields = { tenantId: place.tenantId, ticketId, category: 'TROUBLESHOOTING', minutes: 30, reason: REASON }
  const started = JSON.parse((await visitor.json('POST', '/api/v1/impersonations', fields)).body) as { accessToken?: string }
  if (started.accessToken === undefined) throw new Error(`no session by program: ${JSON.stringify(started)}`)
  visitor.token = started.accessToken
  state = 'inside'
  await crawlApi(visitor, place.tenantId, { inside: 3, elsewhere: 1 }, isNew)
  await provokeApi(visitor, typed, isNew)
  await visitor.json('POST', '/api/v1/impersonations/kill', {})
}

const REASON = 'The customer cannot find a case in the list and asked us to look.'

async function enter(visitor: Visitor, tenantId: string, ticketId: string) {
  const page = await visitor.ask(`/tenants/${tenantId}/enter`)
  const form = formsOf(page).find(({ action }) => action === '/impersonations')
  if (!form) throw new Error(`no form to enter: ${page.status}`)
  const [csrf = '', key = ''] = ['csrf', 'key'].map((wanted) => form.fields.find(({ name }) => name === wanted)?.value ?? '')
  const answer = await visitor.post('/impersonations', {
    csrf,
    key,
    tenantId,
    ticketId,
    category: 'TROUBLESHOOTING',
    minutes: '30',
    reason: REASON,
  })
  if (answer.status !== 303) throw new Error(`not inside: ${answer.status}`)
}

/** Their own ticket, written by somebody of the tenant. */
async function ticketFor(assigneeId: string, tenantId: string): Promise<string> {
  const id = newId('tic')
  await owner(
    `insert into ticket (id, tenant_id, number, subject, requester_name, requester_email, status, priority, assignee_id, opened_at, updated_at)
     select $1, $2, $4, 'Investigators cannot find a case', name, email, 'OPEN', 'HIGH', $3, now(), now()
     from tenant_user where tenant_id = $2 order by id limit 1`,
    [id, tenantId, assigneeId, randomInt(1_000_000_000, 2_000_000_000)],
  )
  return id
}

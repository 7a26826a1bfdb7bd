import { doors } from '#worker/doors.ts'
import { doorOf, type Form, kindOfForm } from './pages.ts'
import type { Visitor } from './visitor.ts'
import type { IsNew } from './walks.ts'

/** Too long for any field, so that nothing is done: the form comes back with what was typed. */
const tooLong = (text: string) => `${text} ${'and so on '.repeat(1_200)}`

/** What is too large is refused by its length and not read to its end, so its line breaks: nothing else is sent along it. */
const APART = { Connection: 'close' }

/** Every kind of refusal, with words typed that are somebody's own. */
export async function provoke(
  visitor: Visitor,
  typed: string,
  met: { forms: readonly Form[]; addresses: readonly string[] },
  isNew: IsNew,
) {
  const word = encodeURIComponent(typed)
  const ask = (address: string, init: RequestInit = {}) => visitor.ask(address, { ...init, typed: true })
  for (const place of ['/nothing/', '/tenants/', '/impersonations/', '/workspace/cases/', '/audit/records/', '/people/', '/portal-jobs/'])
    if (isNew(place)) await ask(place + word)
  for (const method of ['PUT', 'DELETE', 'PATCH']) await ask(`/tenants?q=${word}`, { method })
  if (isNew('too large'))
    await ask('/home/arrange', { method: 'POST', headers: APART, body: new URLSearchParams({ kind: typed, more: 'x'.repeat(70_000) }) })
  if (isNew('no token')) await ask('/home/arrange', { method: 'POST', body: new URLSearchParams({ csrf: typed, kind: typed }) })
  if (isNew('elsewhere'))
    await ask(`/home/arrange?${word}`, { method: 'POST', headers: { Origin: 'https://elsewhere.example' }, body: typed })
  for (const address of met.addresses) {
    const [path = ''] = address.split('?')
    if (path.includes('.csv') || !isNew(doorOf(path))) continue
    await ask(`${path}?${['q', 'number', 'status', 'older', 'newer', 'kind', 'tenant', 'done'].map((name) => `${name}=${word}`).join('&')}`)
  }
  for (const { action, fields } of met.forms) {
    if (!fields.some(({ isText }) => isText) || !isNew(`form ${kindOfForm(action)}`)) continue
    const filled = fields.map(({ name, value, isText }): [string, string] => [name, isText ? tooLong(typed) : value])
    const answer = await visitor.post(action, Object.fromEntries(filled), { typed: true })
    if (answer.status < 400) throw new Error(`${action} took what is too long: ${answer.status}`)
  }
}

/** The same of the API: every operation with words it does not expect, in its address, its query and its body. What is no content of a tenant
 *  does not become another thing inside of one. */
export async function provokeApi(visitor: Visitor, typed: string, isNew: IsNew) {
  const word = encodeURIComponent(typed)
  for (const name of Object.keys(doors)) {
    const [method = '', path = ''] = name.split(' ')
    if (!path.startsWith('/api/v1') || path.includes('/auth/') || /revoke|\/end$/.test(path)) continue
    if (!isNew(name, path.includes('/workspace/') ? 'to such a reader here' : 'to such a reader')) continue
    const address = path.replace(/:\w+/g, word)
    if (method === 'GET') await visitor.ask(`${address}?q=${word}&status=${word}`, { typed: true })
    else await visitor.json(method, address, { reason: tooLong(typed), note: tooLong(typed), value: typed }, { typed: true })
  }
  if (!isNew('shapes')) return
  await visitor.ask('/api/v1/impersonations', { method: 'POST', body: typed, headers: { 'Content-Type': 'text/plain' }, typed: true })
  // By its length, not by a count: a short name would else not be too much.
  const tooMuch = JSON.stringify({ reason: typed.repeat(Math.ceil(70_000 / typed.length)) })
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), ...APART }
  await visitor.ask('/api/v1/impersonations', { method: 'POST', headers, body: tooMuch, typed: true })
}

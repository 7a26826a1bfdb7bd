import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { WebSocket } from 'ws'
import { CAST, type CastName } from '#drizzle/sample/cast.ts'
import { startRunning } from '#test/e2e/running.ts'
import { holdGround } from '#test/ground/ground.ts'
import { sealLogin } from '#worker/auth/login-cookie.ts'
import { newId } from '#worker/rules/ids.ts'
import { quantile, sayMachine } from './measure.ts'

/** `npm run bench:kill-sockets [-- --rounds 40 --sockets 50]`: how long after somebody presses the button the last of an operator's open
 *  sockets has heard it: of a session that a lead ends, and of sign-ins that are ended everywhere. From the start of the request. */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '40' }, sockets: { type: 'string', default: '50' } } })
const [rounds, sockets] = [Number(values.rounds), Number(values.sockets)]

sayMachine()
const { ground, release } = await holdGround()
const portal = await startRunning(ground)
const own = new pg.Client(portal.ownerUrl)
await own.connect()
try {
  const lena = await signedIn('lena')
  const times: Record<'kill' | 'revocation', number[]> = { kill: [], revocation: [] }
  for (let round = -1; round < rounds; round++) {
    const killed = await killOnce(lena)
    const revoked = await revokeOnce()
    // The first is for warming up.
    if (round >= 0) {
      times.kill.push(killed)
      times.revocation.push(revoked)
    }
  }
  for (const [name, all] of Object.entries(times)) {
    const at = (share: number) => `${quantile(all, share).toFixed(0)} ms`
    console.log(`${name}, to the last of ${sockets} sockets, ${all.length} rounds: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`)
  }
} finally {
  await own.end()
  await portal.stop()
  await release()
}
process.exit(0)

type Person = { cookie: string }

async function killOnce(lead: Person): Promise<number> {
  const vera = await signedIn('vera')
  const session = await entered(vera)
  const open = await opened({ cookie: `${vera.cookie}; ${session.cookie}` })
  const heard = Promise.all(open.map((socket) => until(socket, (text) => text.includes('session:ended'))))
  const press = await form(lead, `/impersonations/${session.id}/kill`, { reason: 'Ended to see how long it takes.' })
  const began = performance.now()
  const answer = await press()
  if (answer.status !== 303) throw new Error(`not ended: ${answer.status}`)
  await heard
  const took = performance.now() - began
  for (const socket of open) socket.terminate()
  return took
}

async function revokeOnce(): Promise<number> {
  const vera = await signedIn('vera')
  const open = await opened(vera)
  const closed = Promise.all(open.map((socket) => until(socket, (text) => text.includes('signed:out'))))
  const press = await form(vera, '/account/sign-ins/revoke-all', {})
  const began = performance.now()
  const answer = await press()
  if (answer.status !== 303) throw new Error(`not revoked: ${answer.status}`)
  await closed
  const took = performance.now() - began
  for (const socket of open) socket.terminate()
  return took
}

/** As after a sign-in at the directory. */
async function signedIn(name: CastName): Promise<Person> {
  const { id } = CAST[name]
  const loginKey = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + 3_600_000)
  const { rows } = await own.query('select id, name, role, lead, zone, version, status from app.internal_user where id = $1', [id])
  await own.query(
    'insert into app.login_session (id, operator_id, key_hash, created_at, expires_at, seen_at) values ($1, $2, app.key_hash($3), now(), $4, now())',
    [newId('log'), id, loginKey, expiresAt],
  )
  const sealed = await sealLogin({ operator: rows[0], loginKey, expiresAt }, ground.variables.SESSION_KEY)
  return { cookie: `__Host-portal=${sealed}` }
}

async function entered(person: Person): Promise<{ id: string; cookie: string }> {
  await own.query(
    "update app.impersonation_session set ended_at = greatest(now(), started_at), end_reason = 'MANUAL' where operator_id = $1 and ended_at is null",
    [CAST.vera.id],
  )
  const { rows } = await own.query(
    `select k.id, k.tenant_id from ticket k join tenant t on t.id = k.tenant_id
     where k.assignee_id = $1 and k.status <> 'CLOSED' and t.status = 'ACTIVE' and t.access_policy = 'open' limit 1`,
    [CAST.vera.id],
  )
  const press = await form(person, '/impersonations', {
    ...{ tenantId: rows[0].tenant_id, ticketId: rows[0].id, category: 'TROUBLESHOOTING', minutes: '30' },
    reason: 'The customer cannot find a case in the list and asked us to look.',
  })
  const answer = await press()
  const cookie = answer.headers.getSetCookie().find((each) => each.startsWith('__Host-session='))
  if (!cookie) throw new Error(`no session: ${answer.status}`)
  const open = await own.query('select id from app.impersonation_session where operator_id = $1 and ended_at is null', [CAST.vera.id])
  return { id: open.rows[0].id, cookie: cookie.split(';')[0] ?? '' }
}

/** A form as it stands on a page, with the token of its sign-in, to be pressed. */
async function form({ cookie }: Person, path: string, fields: Record<string, string>): Promise<() => Promise<Response>> {
  const headers = { Cookie: cookie, Origin: portal.url }
  const page = await (await fetch(`${portal.url}/account/sign-ins`, { headers })).text()
  const csrf = /name="csrf" value="(\w+)"/.exec(page)?.[1] ?? ''
  const body = new URLSearchParams({ csrf, key: newId('key'), ...fields })
  return () => fetch(`${portal.url}${path}`, { method: 'POST', redirect: 'manual', headers, body })
}

function opened({ cookie }: Person): Promise<WebSocket[]> {
  return Promise.all(
    Array.from({ length: sockets }, async () => {
      const socket = new WebSocket(`${portal.url.replace('http', 'ws')}/live`, { headers: { Cookie: cookie, Origin: portal.url } })
      await until(socket, (text) => text.includes('live-place'))
      return socket
    }),
  )
}

/** Resolves with the first frame that satisfies. */
function until(socket: WebSocket, satisfies: (text: string) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data) => satisfies(String(data)) && resolve())
    setTimeout(() => reject(new Error('nothing was heard for 20 s')), 20_000).unref()
  })
}

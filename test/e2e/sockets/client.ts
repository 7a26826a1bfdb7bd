import { io, type Socket } from 'socket.io-client'
import { colleagueOf } from '../colleague.ts'
import { Visitor } from '../canary/visitor.ts'
import { owner } from '../owner.ts'
import { portal } from '../portal.ts'

const open: Socket[] = []

/** For the end of each test: files of one place share this module, so each says so for itself. */
export const hangUp = () => {
  for (const socket of open.splice(0)) socket.disconnect()
}

/** The stock client as anybody would use it. Tokens are asked for at every connect, as its documentation says. */
export function connect(token: () => string | undefined): Socket {
  const auth = (give: (data: object) => void) => give({ token: token() })
  const socket = io(`${portal().url}/notifications`, { transports: ['websocket'], auth, forceNew: true, reconnectionDelay: 100 })
  open.push(socket)
  return socket
}

/** What the client hears next under this name. */
export function next<T = unknown>(socket: Socket, name: string, patience = 20_000): Promise<T> {
  return new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error(`no ${name} within ${patience} ms`)), patience)
    socket.once(name, (said: T) => {
      clearTimeout(timer)
      found(said)
    })
  })
}

export async function connected(token: () => string | undefined): Promise<Socket> {
  const socket = connect(token)
  await Promise.race([next(socket, 'connect'), next<Error>(socket, 'connect_error').then((error) => Promise.reject(error))])
  return socket
}

/** Cuts the line, as a network would; the client comes back by itself. */
export async function cut(socket: Socket): Promise<void> {
  const gone = next(socket, 'disconnect')
  socket.io.engine.close()
  await gone
}

/** A member of staff with a program: their own copy of somebody of the cast, signed in. */
export async function aColleague(who: Parameters<typeof colleagueOf>[0]) {
  const { id, directoryId } = await colleagueOf(who)
  const visitor = new Visitor(() => {})
  await visitor.signIn(directoryId)
  /** A token that ends so soon: as if the sign-in did. */
  const token = async (lasts?: number): Promise<string> => {
    const move = (seconds: number) =>
      owner('update app.login_session set expires_at = now() + make_interval(secs => $2) where operator_id = $1', [id, seconds])
    if (lasts !== undefined) await move(lasts)
    const { status, body } = await visitor.json('POST', '/api/v1/auth/tokens', {})
    if (lasts !== undefined) await move(11 * 60 * 60)
    if (status !== 201) throw new Error(`no token: ${status}`)
    return (JSON.parse(body) as { accessToken: string }).accessToken
  }
  const tell = async (userId: string, message: string, by?: string) => {
    const headers = { Authorization: `Bearer ${by ?? (await token())}`, 'Content-Type': 'application/json' }
    const body = JSON.stringify({ userId, message })
    const answer = await fetch(`${portal().url}/api/v1/test/emit-notification`, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`not told: ${answer.status}`)
  }
  return { id, visitor, token, tell }
}

/** What the product would mint for a tenant's own user, by the local sign-in. */
export async function tenantToken(visitor: Visitor, { tenant, user }: { tenant: string; user: string }): Promise<string> {
  const { location } = await visitor.ask('/sign-in/start')
  const query = new URLSearchParams({ tenant, user, role: 'INVESTIGATOR' })
  return (await fetch(`${new URL(location ?? '').origin}/tenant-token?${query}`, { method: 'POST' })).text()
}

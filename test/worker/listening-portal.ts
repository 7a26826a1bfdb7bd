import type { Asked, Inside, Listening, Person, Statement, Visitor } from '#test/drizzle/plans/heard.ts'
import { createApi } from '#worker/api.ts'
import { createApp } from '#worker/app.tsx'
import { sealLogin } from '#worker/auth/login-cookie.ts'
import { signIn } from '#worker/auth/queries/sign-in.ts'
import { type Client, type Database, neonDatabase } from '#worker/db/driver.ts'
import { settingsFrom } from '#worker/env.ts'
import { csrfOf } from '#worker/http/csrf.ts'
import type { AiAnswers, Desk } from '#worker/http/portal.ts'
import type { Room } from '#worker/live/rules/publication.ts'
import { byCookieOrToken } from '#worker/http/who.ts'
import { startSession } from '#worker/impersonation/queries/session-acts.ts'
import { newId, newSecret } from '#worker/rules/ids.ts'
import { withOwnList } from './own-list.ts'

const CONTEXT = { requestId: 'req_plans', ip: null, userAgent: null, appVersion: 'plans' }
const ORIGIN = 'https://portal.example'
const REASON = 'The customer cannot find a case in the list and asked us to look.'

/** A desk that counts nothing: here it is the database that is looked at. */
const desk = {
  open: async () => undefined,
  close: async () => undefined,
  check: async () => 'live' as const,
  spend: async () => ({ ok: true as const }),
  warning: async () => null,
} as unknown as Desk

const room: Room = { publish: async () => {}, revoke: async () => {} }

/** Nobody has asked a model for anything. */
const nothingAsked = { lately: async () => null, answer: async () => null } as unknown as AiAnswers

/** The portal itself, on plain requests, which writes down every statement that it sends. */
export function listeningPortal(variables: Record<string, string>): Listening {
  const settings = settingsFrom(variables)
  const heard: Asked[] = []
  const database = listening(neonDatabase(settings.databases, settings.neonLocal), heard)
  const parts = {
    settings,
    database,
    whoIs: byCookieOrToken(settings.sessionKey),
    clock: () => new Date(),
    desks: () => desk,
    rooms: () => room,
    audience: () => room,
    enterRoom: async () => new Response(null, { status: 503 }),
    enterAiRoom: async () => new Response(null, { status: 503 }),
    ai: () => nothingAsked,
  }
  const app = createApp(parts, createApi(settings))
  let product: typeof app | undefined

  async function signedIn(person: Person) {
    const spent = { roundTrips: 0, statements: 0 }
    const loginKey = newSecret()
    const answer = await signIn(database, { directoryId: person.directoryId, loginKey, context: CONTEXT, spent })
    if (!answer.ok) throw new Error(`${person.id} cannot sign in: ${answer.because}`)
    const { operator, expiresAt } = answer
    return { loginKey, cookie: `__Host-portal=${await sealLogin({ operator, loginKey, expiresAt }, settings.sessionKey)}` }
  }

  /** Signs somebody in, and brings them into a tenant if they are to be inside one. Answers what a page of theirs asks of the database. */
  async function visitor(person: Person, inside?: Inside): Promise<Visitor> {
    const { loginKey, cookie } = await signedIn(person)
    const cookies = [cookie]
    if (inside) cookies.push(`__Host-session=${await enter(loginKey, inside)}`)

    return async (path, fields) => {
      const headers = { cookie: cookies.join('; '), origin: ORIGIN }
      const body = fields && new URLSearchParams({ csrf: await csrfOf(settings.sessionKey, loginKey), key: newId('key'), ...fields })
      return ask(path, body ? { method: 'POST', headers, body } : { headers })
    }
  }

  /** The same by a program, with the token of its session, as programs come to one. */
  async function program(person: Person, { tenantId, ticketId, subjectId = undefined }: Inside): Promise<Visitor> {
    const { cookie } = await signedIn(person)
    const tokenFrom = async (path: string, headers: Record<string, string>, body: object) => {
      const asked = { ...headers, 'content-type': 'application/json', 'idempotency-key': newId('key') }
      const { status, body: said } = await ask(path, { method: 'POST', headers: asked, body: JSON.stringify(body) })
      if (status !== 201) throw new Error(`no token: ${status} ${said}`)
      return { authorization: `Bearer ${(JSON.parse(said) as { accessToken: string }).accessToken}` }
    }
    const outside = await tokenFrom('/api/v1/auth/tokens', { cookie, origin: ORIGIN }, {})
    const start = { tenantId, ticketId, targetUserId: subjectId ?? null, category: 'TROUBLESHOOTING', minutes: 60, reason: REASON }
    const headers = await tokenFrom('/api/v1/impersonations', outside, start)
    return (path) => ask(path, { headers })
  }

  async function ask(path: string, init: RequestInit, at: { request: typeof app.request } = app) {
    heard.length = 0
    const response = await at.request(`${ORIGIN}${path}`, init)
    const body = await response.text()
    return { status: response.status, asked: [...heard], body }
  }

  async function enter(loginKey: string, { tenantId, ticketId, subjectId = undefined }: Inside): Promise<string> {
    const sessionKey = newSecret()
    const scope = {
      database,
      duty: 'staff' as const,
      loginKey,
      sessionKey: undefined,
      context: CONTEXT,
      spent: { roundTrips: 0, statements: 0 },
    }
    const decided = await startSession(
      scope,
      { key: newId('key'), asked: 'plans' },
      {
        sessionId: newId('imp'),
        sessionKey,
        tenantId,
        targetUserId: subjectId ?? null,
        ticketId,
        category: 'TROUBLESHOOTING',
        reason: REASON,
        minutes: 60,
      },
    )
    if (!decided.ok) throw new Error(`no session: ${decided.because}`)
    return sessionKey
  }

  return { visitor, program, ask: (path, init) => ask(path, init), own: (path, init) => ask(path, init, (product ??= withOwnList(parts))) }
}

function listening(real: Database, heard: Asked[]): Database {
  return (duty) => {
    const client = real(duty)
    const statements = new WeakMap<object, Statement>()
    const query = (text: string, params: unknown[] = []) => {
      const pending = client.query(text, params)
      statements.set(pending, { text, params })
      return pending
    }
    const transaction = (pending: object[], options: object) => {
      heard.push({ duty, statements: pending.map((each) => statements.get(each) as Statement) })
      return client.transaction(pending as never, options)
    }
    return { query, transaction } as unknown as Client
  }
}

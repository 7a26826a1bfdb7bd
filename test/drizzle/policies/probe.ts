import pg from 'pg'
import type { Duty } from '../asking.ts'
import type { LoginName, SessionName, World } from './world.ts'

/** One question to the database, asked by one login with the keys of one person, and what it must get. */
export type Probe = {
  /** A sentence: what holds. */
  says: string
  asks: Asker
  sql: string | ((world: World) => string)
  /** Asked by the owner over another connection while the transaction of `sql` is still open: who waits for whom. Then this is the answer. */
  meanwhile?: (world: World) => string
  /** So many rows of the last statement (shown or changed), or the SQLSTATE it is refused with. */
  gets: number | string
}

export type Asker = { duty: Duty | 'owner'; login?: LoginName; session?: SessionName; traced?: boolean }

/** Signed in, outside of every tenant. `traced`: a row of the trail stands before what is asked. */
export const staff = (login?: LoginName): Asker => ({ duty: 'portal_staff', ...(login ? { login } : {}) })
export const tracedStaff = (login: LoginName): Asker => ({ duty: 'portal_staff', login, traced: true })
/** With the keys of a session and of the sign-in that it overlays, or of another one. */
export const inside = (session: SessionName, login?: LoginName): Asker => ({
  duty: 'portal_tenant_ro',
  session,
  ...(login ? { login } : {}),
})
export const writing = (session: SessionName): Asker => ({ duty: 'portal_tenant_rw', session })
export const anybody = (duty: Duty): Asker => ({ duty })
export const catalogue: Asker = { duty: 'owner' }

export type Answer = number | string
/** Several statements at once; how many rows the last but `after` had. */
export type Tell = (text: string) => Promise<number>

/** The keys are set and nobody entered: what is shown then is all that stands between. `inTransaction`: of whoever asks, to stay in it. */
export async function answerTo(probe: Probe, world: World, tell: Tell, other: Tell, inTransaction = false): Promise<Answer> {
  const { login, session, traced = false } = probe.asks
  const stay = session && world.sessions[session]
  const loginKey = login ? world.logins[login].loginKey : (stay?.loginKey ?? '')
  const text = [
    inTransaction ? 'savepoint probe' : 'begin',
    `select set_config('app.session_key', '${stay?.sessionKey ?? ''}', true), set_config('app.login_key', '${loginKey}', true)`,
    ...(traced ? [`insert into audit.trail (act, sentence, outcome) values ('note:write', 'A sentence.', 'done')`] : []),
    textOf(probe.sql, world),
  ].join(';\n')
  try {
    const rows = await rowsOrCode(tell(text))
    return probe.meanwhile && typeof rows === 'number' ? await rowsOrCode(other(probe.meanwhile(world))) : rows
  } finally {
    await tell(inTransaction ? 'rollback to savepoint probe' : 'rollback')
  }
}

export const textOf = (sql: Probe['sql'], world: World) => (typeof sql === 'string' ? sql : sql(world))

async function rowsOrCode(asked: Promise<number>): Promise<Answer> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code) return error.code
    throw error
  }
}

/** More than was promised: rows where there should be a refusal, or more rows. A guard that refuses in another way still holds. */
export const isLooser = (promised: Answer, got: Answer) => typeof got === 'number' && (typeof promised === 'string' || got > promised)

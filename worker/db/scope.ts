import { drizzle, type NeonHttpDatabase } from 'drizzle-orm/neon-http'
import type { Client, Database, Duty } from '#worker/db/driver.ts'
import { type Entered, enteredFrom } from '#worker/db/entered.ts'
import { heard, remaining } from '#worker/db/silence.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** Who asks, by which login, and what the trail says about the request. One per request and duty. */
export type Scope = {
  database: Database
  duty: Duty
  loginKey: string
  /** In place of a member of staff: a tenant's own user, for whom the product vouches. */
  reader?: { tenant: string; user: string; role?: TenantRole }
  sessionKey: string | undefined
  context: RequestContext
  /** What the database said about the asker with the first batch: truth for the banner. */
  entered?: Entered
  /** Counted for `Server-Timing` and for the tests that hold pages to one round trip. */
  spent: Spent
}

export type RequestContext = {
  requestId: string
  ip: string | null
  userAgent: string | null
  appVersion: string
  /** The person as the sign-in cookie knows them: the database refuses when role, lead or status changed since. */
  operator?: string
  operatorVersion?: number
  /** Of an access token: the database refuses when the family it came from has ended. */
  family?: string
  /** Asks for a sign-in that the directory confirmed lately (IM428). */
  fresh?: boolean
}

export type Spent = {
  roundTrips: number
  statements: number
  /** When a person's patience ends, by `performance.now()`: however often the database is asked, the answer is there by then. Work
   *  without a request has none. */
  until?: number
}

/** An idempotent question: the key of the form and a picture of what was asked with it. */
export type Ask = { key: string; asked: string }

export type Statement = { text: string; params: unknown[] }
type Result = { rows: unknown[]; fields: { name: string }[] }
type Options = { arrayMode?: boolean; fullResults?: boolean }

/** No answer of the database is waited for longer than this, in ms. */
const PATIENCE = 5_000

type How = { ask?: Ask; readOnly?: boolean }

/** A drizzle database whose every query or batch is one HTTP request and one transaction that begins with `app.enter(…)`. */
export function within(scope: Scope, how: How = {}): NeonHttpDatabase {
  return asDrizzle(entering(scope, how))
}

/** The same for one statement that is worded already. */
export async function rowsWithin<Row>(scope: Scope, statement: Statement): Promise<Row[]> {
  const [result] = await entering(scope, {})([statement], {})
  return (result?.rows ?? []) as Row[]
}

function entering(scope: Scope, how: How) {
  // Looking takes no lock: what a change answered before is asked through the login that reads.
  const client = scope.database(how.readOnly && scope.duty === 'tenant_rw' ? 'tenant_ro' : scope.duty)
  // Looking asks for nothing fresher, so that whoever mistyped hears of that first.
  const context = JSON.stringify(how.readOnly ? { ...scope.context, fresh: undefined } : scope.context)
  const [key, asked] = [how.ask?.key ?? null, how.ask?.asked ?? null]
  const enter = scope.reader
    ? client.query('select to_jsonb(e) as entered from app.enter_reader($1::jsonb, $2::jsonb, $3, $4) e', [
        JSON.stringify(scope.reader),
        context,
        key,
        asked,
      ])
    : client.query(
        "select to_jsonb(e) || jsonb_build_object('unread', app.unread()) as entered from app.enter($1, $2, $3::jsonb, $4, $5) e",
        [scope.sessionKey ?? '', scope.loginKey, context, key, asked],
      )

  return async (statements: Statement[], { arrayMode = false }: Options): Promise<Result[]> => {
    scope.spent.roundTrips += 1
    scope.spent.statements += statements.length
    const signal = AbortSignal.timeout(remaining(scope.spent, PATIENCE))
    const answers = (await heard(() =>
      client.transaction([enter, ...statements.map(({ text, params }) => client.query(text, params))], {
        arrayMode,
        fullResults: true,
        readOnly: how.readOnly ?? false,
        fetchOptions: { signal },
      }),
    )) as unknown as Result[]
    const [first, ...rest] = answers
    if (first) scope.entered = enteredFrom(first)
    return rest
  }
}

/** For the few questions that nobody who is signed in asks: signing in itself, and ending a session by its own key. */
export function outside(database: Database, duty: Duty, spent: Spent, patience = PATIENCE): NeonHttpDatabase {
  const client = database(duty)
  return asDrizzle(async (statements, { arrayMode = false }) => {
    spent.roundTrips += 1
    spent.statements += statements.length
    const signal = AbortSignal.timeout(remaining(spent, patience))
    return (await heard(() =>
      client.transaction(
        statements.map(({ text, params }) => client.query(text, params)),
        { arrayMode, fullResults: true, fetchOptions: { signal } },
      ),
    )) as unknown as Result[]
  })
}

/** Drizzle keeps its builders and types; only the way to the wire is ours. A query runs when it is awaited, or within a batch. */
function asDrizzle(run: (statements: Statement[], options: Options) => Promise<Result[]>): NeonHttpDatabase {
  const query = (text: string, params: unknown[], options: Options = {}) =>
    new Pending({ text, params }, async (statement) => (await run([statement], options))[0])
  const transaction = (pending: Pending[], options: Options) =>
    run(
      pending.map((each) => each.statement),
      options,
    )
  return drizzle({ client: { query, transaction } as unknown as Client })
}

class Pending implements PromiseLike<Result | undefined> {
  readonly statement: Statement
  readonly #run: (statement: Statement) => Promise<Result | undefined>
  constructor(statement: Statement, run: (statement: Statement) => Promise<Result | undefined>) {
    this.statement = statement
    this.#run = run
  }
  then<A, B>(
    resolved?: ((result: Result | undefined) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ) {
    return this.#run(this.statement).then(resolved, failed)
  }
}

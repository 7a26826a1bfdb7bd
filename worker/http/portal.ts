import type { Context } from 'hono'
import type { AiRoom } from '#objects/ai-room.ts'
import type { OperatorDesk } from '#objects/operator-desk.ts'
import type { CheckpointStore } from '#worker/audit/store.ts'
import type { Operator } from '#worker/auth/rules/operator.ts'
import type { CustomerScope } from '#worker/customer/queries/asking.ts'
import type { Database } from '#worker/db/driver.ts'
import type { Reader } from '#worker/db/read.ts'
import type { RequestContext, Scope, Spent } from '#worker/db/scope.ts'
import type { Door, DoorName } from '#worker/doors.ts'
import type { Settings } from '#worker/env.ts'
import type { Typed } from '#worker/http/form.ts'
import type { Who, WhoIs } from '#worker/http/who.ts'
import type { RequestLine } from '#worker/http/log.ts'
import type { TenantUser } from '#worker/http/tenant-token.ts'
import type { Audience } from '#worker/live/rules/audience.ts'
import type { Rooms } from '#worker/live/rules/publication.ts'

/** What the app is built from; a test hands in its own. */
export type Parts = {
  settings: Settings
  database: Database
  whoIs: WhoIs
  clock: () => Date
  /** The object that hurries for an operator: warns, ends on time, is asked on every impersonated request. */
  desks: (operatorId: string) => Desk
  /** The rooms of people: what is told there reaches every open tab and client of theirs. */
  rooms: Rooms
  /** For what is meant for many: whoever of them is online hears it. */
  audience: Audience
  /** Brings a socket to somebody's room; it says whose it is in its ticket (worker/live/rules/ticket.ts). */
  enterRoom: (userId: string, upgrade: Request) => Promise<Response>
  /** The same to the room in which models answer. */
  enterAiRoom: (userId: string, upgrade: Request) => Promise<Response>
  /** Somebody's answers of models. */
  ai: (userId: string) => AiAnswers
  /** Whether this address or person may open one more socket this minute; about so many. */
  mayConnect?: (who: `address:${string}` | `person:${string}`) => Promise<boolean>
  /** Whether customers may ask once more this minute, by where they come from and by who reads; about so many. */
  mayVisit?: (who: `address:${string}` | `reader:${string}`) => Promise<boolean>
  /** What stands outside the database. */
  checkpoints?: CheckpointStore
  /** Says that there may be work for the background jobs, and does at once what nobody may wait for: the cron is the net. */
  hint?: () => Promise<unknown>
  /** Hears of every request once it is answered. */
  log?: (line: RequestLine) => void
}

export type AiAnswers = Pick<AiRoom, 'begin' | 'answer' | 'lately' | 'ended' | 'cancel'> & { fetch(request: Request): Promise<Response> }

export type Desk = Pick<OperatorDesk, 'open' | 'check' | 'close' | 'warning' | 'spend' | 'keepDraft' | 'draft'>

/** What `c.var` carries. `operator`, `scope` and `db` are there once a permit has let somebody in. */
export type Portal = {
  Variables: {
    parts: Parts
    who: Who
    requestId: string
    /** The Worker's clock: for rules and views, never for deadlines. */
    now: Date
    spent: Spent
    context: RequestContext
    door: { name: DoorName } & Door
    operator: Operator
    /** Behind doors of a tenant's own users, in place of a member of staff. */
    tenantUser: TenantUser
    /** Behind doors of the customer's side: whoever came by a link or in the name of the product. */
    customer: CustomerScope
    /** What the form of this request holds, without what is write-only; there once it was read. */
    typed: Typed | undefined
    /** Some of its fields are never kept, nor shown again. */
    hasWriteOnly: boolean
    scope: Scope
    db: Reader
    /** False when the operator's desk has lost sight of the session, and must be told. */
    deskKnows: boolean
    secureHeadersNonce: string
  }
}

export type PortalContext = Context<Portal>

import { DurableObject } from 'cloudflare:workers'
import { type Kept, Drafts } from '#objects/operator-desk/drafts.ts'
import { type Spend, type Spent, Purse } from '#objects/operator-desk/purse.ts'
import { holdOperator } from '#worker/auth/queries/hold.ts'
import { HOLD_REASONS } from '#worker/auth/rules/budgets.ts'
import { type Bindings, settingsFrom } from '#worker/env.ts'
import { jobScope } from '#worker/db/job.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { endOverdue } from '#worker/impersonation/queries/overdue.ts'
import { IDLE_LIMIT, nextMoment, type Warning, warningAt } from '#worker/impersonation/rules/window.ts'
import type { EndReason } from '#worker/impersonation/rules/words.ts'
import type { EventName, Json, Publication } from '#worker/live/rules/publication.ts'
import { audienceFrom, roomsFrom } from '#worker/live/rooms.ts'
import { tell, tellBoard } from '#worker/live/tell.ts'

/** What a desk keeps of its operator's session. All moments are of this machine's own clock, reckoned from what was left by the
 *  database's: so a clock that is wrong shifts nothing. */
type Running = {
  operatorId: string
  sessionId: string
  keyDigest: string
  endsAt: number
  idleAt: number
  warned: Warning | null
  /** The database said that it is over. Never concluded from a clock. */
  ended: boolean
}

type Opening = { operatorId: string; sessionId: string; keyDigest: string; remaining: number; idleRemaining: number }

const RUNNING = 'running'
/** After a failure the alarm comes again; the row stops access at the deadline whatever happens here. */
const AGAIN_AFTER = 5_000
/** The idle clock is kept this coarse, so that a busy operator does not write with every click. */
const IDLE_GRAIN = 60_000
/** More than this, in ms, and it is more time; less, and two clocks disagree. */
const LONGER = 30_000

export type Standing = 'live' | 'ended' | 'unknown'

/** One per operator: hurries the running session. It warns, has the database end what is due, and is asked on every impersonated
 *  request. It decides nothing: the row in Postgres does, and where the two disagree the stricter wins. What it does, every tab of the
 *  operator hears. It also counts what the operator asks for, and keeps what they were typing while the directory confirms who they are. */
export class OperatorDesk extends DurableObject<Bindings> {
  readonly #drafts = new Drafts(this.ctx.storage)
  readonly #purse = new Purse(this.ctx.storage)

  /** A session began, was extended, or is seen for the first time after the desk lost its memory. */
  async open({ operatorId, sessionId, keyDigest, remaining, idleRemaining }: Opening): Promise<void> {
    const before = await this.#running()
    const known = before?.sessionId === sessionId ? before : undefined
    if (known?.ended) return
    const now = Date.now()
    const running: Running = {
      operatorId,
      sessionId,
      keyDigest,
      endsAt: now + remaining,
      idleAt: now + idleRemaining,
      warned: warningAt(remaining),
      ended: false,
    }
    await this.#keep(running)
    if (known === undefined) await this.#say(running, 'session:started', '', { remainingMs: remaining })
    else if (running.endsAt - known.endsAt > LONGER)
      await this.#say(running, 'session:extended', `:${running.endsAt}`, { remainingMs: remaining })
  }

  /** Whether the session shown with a request is known to be over, or what the request costs is more than there is. `unknown`: ask the
   *  database, and tell me. */
  async check({
    keyDigest,
    human,
    spend,
  }: {
    keyDigest: string
    human: boolean
    spend?: Spend | undefined
  }): Promise<Standing | (Spent & { ok: false })> {
    const running = await this.#running()
    const isKnown = running?.keyDigest === keyDigest
    if (isKnown && running.ended) return 'ended'
    const spent = spend === undefined ? undefined : await this.spend(spend)
    if (spent?.ok === false) return spent
    if (!isKnown) return 'unknown'
    const idleAt = Date.now() + IDLE_LIMIT
    if (human && idleAt - running.idleAt > IDLE_GRAIN) await this.ctx.storage.put(RUNNING, { ...running, idleAt } satisfies Running)
    return 'live'
  }

  /** One more of what an operator may ask for only so often. Beyond twice of it the database holds them; where it cannot be reached, the
   *  next one tries again. */
  async spend(spend: Spend): Promise<Spent> {
    const spent = this.#purse.spend(spend, Date.now())
    if (spent.ok || spent.because === 'SPENT') return spent
    try {
      await holdOperator(this.#jobs(), { operatorId: spend.operatorId, why: HOLD_REASONS[spend.budget] })
    } catch (error) {
      console.error(JSON.stringify({ alert: 'hold_failed', budget: spend.budget, error: error instanceof Error ? error.name : 'unknown' }))
      return { ok: false, because: 'SPENT', budget: spend.budget, retryAfter: AGAIN_AFTER / 1000 }
    }
    console.error(JSON.stringify({ alert: 'operator_held', operator: spend.operatorId, budget: spend.budget }))
    this.#purse.empty() // whoever is released begins anew
    const running = await this.#running()
    if (running && !running.ended) await this.#over(running, 'FORCE_LOGOUT')
    return spent
  }

  /** Keeps what was typed at a door for a quarter of an hour, in place of what was kept before; answers under which name. */
  async keepDraft(kept: Kept): Promise<string> {
    const id = await this.#drafts.keep(kept, Date.now())
    await this.#wake()
    return id
  }

  async draft({ id, door }: { id: string; door: string }): Promise<Record<string, string> | null> {
    return this.#drafts.read({ id, door }, Date.now())
  }

  /** The database ended it: by hand, by another's hand, or by the sweep. */
  async close({ sessionId }: { sessionId: string }): Promise<void> {
    const running = await this.#running()
    if (running?.sessionId !== sessionId || running.ended) return
    await this.ctx.storage.put(RUNNING, { ...running, ended: true } satisfies Running)
    await this.#wake()
  }

  /** The warning that stands, in minutes before the end. */
  async warning({ sessionId }: { sessionId: string }): Promise<Warning | null> {
    const running = await this.#running()
    return running?.sessionId === sessionId && !running.ended ? running.warned : null
  }

  override async alarm(): Promise<void> {
    await this.#drafts.tidy(Date.now())
    const running = await this.#running()
    if (!running || running.ended) return this.#wake()
    const now = Date.now()
    if (Math.min(running.endsAt, running.idleAt) > now) {
      await this.#warn(running, now)
      return
    }
    try {
      await this.#endIfDue(running)
    } catch (error) {
      console.error(
        JSON.stringify({ alert: 'desk_alarm_failed', session: running.sessionId, error: error instanceof Error ? error.name : 'unknown' }),
      )
      await this.ctx.storage.setAlarm(Date.now() + AGAIN_AFTER)
    }
  }

  /** Asked early, late or twice, the database answers the same: over, or so much is left. */
  async #endIfDue(running: Running): Promise<void> {
    const session = await endOverdue(this.#jobs(), running.sessionId)
    if (session === undefined || session.endReason !== null) {
      await this.#over(running, session?.endReason ?? null)
      return
    }
    const now = Date.now()
    await this.#warn({ ...running, endsAt: now + session.remaining, idleAt: now + session.idleRemaining }, now)
  }

  /** A warning that has just been reached is said, before it counts as said. */
  async #warn(running: Running, now: number): Promise<void> {
    const remainingMs = running.endsAt - now
    const warned = warningAt(remainingMs)
    if (warned !== null && warned !== running.warned)
      await this.#say(running, 'session:warning', `:${warned}:${running.endsAt}`, { minutes: warned, remainingMs })
    await this.#keep({ ...running, warned })
  }

  /** The database ended it: everybody who holds on to it is told, this desk among them. */
  async #over({ operatorId, sessionId }: Running, because: EndReason | null): Promise<void> {
    await tell({ desks: () => this, ...this.#others() }, { what: 'session', operatorId, sessionId, because }).catch(notHeard(sessionId))
  }

  /** To every tab of the operator. A page that did not hear it asks by itself, so nothing waits for it. */
  async #say({ operatorId, sessionId }: Running, name: EventName, which: string, more: { [name: string]: Json }): Promise<void> {
    const { rooms, audience } = this.#others()
    const event: Publication = { dedup: `${name}:${sessionId}${which}`, audience: `user:${operatorId}`, name, body: { sessionId, ...more } }
    const told = [rooms(operatorId).publish([event])]
    if (name !== 'session:warning') told.push(tellBoard({ audience }, event.dedup))
    await Promise.all(told).catch(notHeard(sessionId))
  }

  #others() {
    return { rooms: roomsFrom(this.env), audience: audienceFrom(this.env) }
  }

  async #keep(running: Running): Promise<void> {
    await this.ctx.storage.put(RUNNING, running)
    await this.#wake()
  }

  /** Sets the one alarm for whatever comes first: a warning or the end of the running session, or the end of a draft. */
  async #wake() {
    const now = Date.now()
    const running = await this.#running()
    const moments = running && !running.ended ? [now + nextMoment(running.endsAt - now), running.idleAt] : []
    const draftEnds = await this.#drafts.endsAt()
    if (draftEnds !== undefined) moments.push(draftEnds)
    if (moments.length === 0) await this.ctx.storage.deleteAlarm()
    else await this.ctx.storage.setAlarm(Math.min(...moments))
  }

  #jobs() {
    const settings = settingsFrom(this.env)
    return jobScope(neonDatabase(settings.databases, settings.neonLocal), settings.appVersion)
  }

  #running(): Promise<Running | undefined> {
    return this.ctx.storage.get<Running>(RUNNING)
  }
}

const notHeard = (session: string) => (error: unknown) =>
  console.error(JSON.stringify({ alert: 'room_not_told', session, error: error instanceof Error ? error.name : 'unknown' }))

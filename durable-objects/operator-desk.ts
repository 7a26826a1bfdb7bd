import { DurableObject } from 'cloudflare:workers'
import { settingsFrom } from '#worker/env.ts'
import { jobScope } from '#worker/db/job.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { endOverdue } from '#worker/impersonation/queries/overdue.ts'
import { IDLE_LIMIT, nextMoment, type Warning, warningAt } from '#worker/impersonation/rules/window.ts'

/** What a desk keeps of its operator's session. All moments are of this machine's own clock, reckoned from what was left by the
 *  database's: so a clock that is wrong shifts nothing. */
type Running = {
  sessionId: string
  keyDigest: string
  endsAt: number
  idleAt: number
  warned: Warning | null
  /** The database said that it is over. Never concluded from a clock. */
  ended: boolean
}

type Opening = { sessionId: string; keyDigest: string; remaining: number; idleRemaining: number }

const RUNNING = 'running'
/** After a failure the alarm comes again; the row stops access at the deadline whatever happens here. */
const AGAIN_AFTER = 5_000
/** The idle clock is kept this coarse, so that a busy operator does not write with every click. */
const IDLE_GRAIN = 60_000

/** One per operator: hurries the running session. It warns, has the database end what is due, and is asked on every impersonated
 *  request. It decides nothing: the row in Postgres does, and where the two disagree the stricter wins. */
export class OperatorDesk extends DurableObject<Record<string, unknown>> {
  /** A session began, was extended, or is seen for the first time after the desk lost its memory. */
  async open({ sessionId, keyDigest, remaining, idleRemaining }: Opening): Promise<void> {
    const known = await this.#running()
    if (known?.sessionId === sessionId && known.ended) return
    const now = Date.now()
    await this.#keep({
      sessionId,
      keyDigest,
      endsAt: now + remaining,
      idleAt: now + idleRemaining,
      warned: warningAt(remaining),
      ended: false,
    })
  }

  /** Whether the session shown with a request is known to be over. `unknown`: ask the database, and tell me. */
  async check({ keyDigest, human }: { keyDigest: string; human: boolean }): Promise<'live' | 'ended' | 'unknown'> {
    const running = await this.#running()
    if (running?.keyDigest !== keyDigest) return 'unknown'
    if (running.ended) return 'ended'
    const idleAt = Date.now() + IDLE_LIMIT
    if (human && idleAt - running.idleAt > IDLE_GRAIN) await this.ctx.storage.put(RUNNING, { ...running, idleAt } satisfies Running)
    return 'live'
  }

  /** The database ended it: by hand, by another's hand, or by the sweep. */
  async close({ sessionId }: { sessionId: string }): Promise<void> {
    const running = await this.#running()
    if (running?.sessionId !== sessionId || running.ended) return
    await this.ctx.storage.put(RUNNING, { ...running, ended: true } satisfies Running)
    await this.ctx.storage.deleteAlarm()
  }

  /** The warning that stands, in minutes before the end. */
  async warning({ sessionId }: { sessionId: string }): Promise<Warning | null> {
    const running = await this.#running()
    return running?.sessionId === sessionId && !running.ended ? running.warned : null
  }

  override async alarm(): Promise<void> {
    const running = await this.#running()
    if (!running || running.ended) return
    const now = Date.now()
    if (Math.min(running.endsAt, running.idleAt) > now) {
      await this.#keep({ ...running, warned: warningAt(running.endsAt - now) })
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
    const settings = settingsFrom(this.env)
    const session = await endOverdue(jobScope(neonDatabase(settings.databases, settings.neonLocal), settings.appVersion), running.sessionId)
    if (session === undefined || session.ended) {
      await this.close({ sessionId: running.sessionId })
      return
    }
    const now = Date.now()
    await this.#keep({
      ...running,
      endsAt: now + session.remaining,
      idleAt: now + session.idleRemaining,
      warned: warningAt(session.remaining),
    })
  }

  async #keep(running: Running): Promise<void> {
    const now = Date.now()
    await this.ctx.storage.put(RUNNING, running)
    await this.ctx.storage.setAlarm(Math.min(now + nextMoment(running.endsAt - now), running.idleAt))
  }

  #running(): Promise<Running | undefined> {
    return this.ctx.storage.get<Running>(RUNNING)
  }
}

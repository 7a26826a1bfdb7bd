import { forgetAt, type Runs } from '#objects/ai-room/runs.ts'
import type { Telling } from '#objects/ai-room/telling.ts'
import type { RoomTimers } from '#objects/ai-room/timers.ts'
import { noteRun } from '#worker/ai/queries/note.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { jobScope } from '#worker/db/job.ts'
import type { Bindings, Settings } from '#worker/env.ts'

const AGAIN_AFTER = 60_000

type Parts = { userId: string; env: Bindings; settings: Settings; runs: Runs; timers: RoomTimers; telling: Telling }

/** What comes after the end of a run: whoever follows hears of it, the trail and the purse do, and in its time the text is forgotten. */
export class Afterwards {
  readonly #parts: Parts
  constructor(parts: Parts) {
    this.#parts = parts
  }

  begin(id: string) {
    const { runs, timers, telling } = this.#parts
    const run = runs.find(id)
    if (!run) return
    const now = Date.now()
    timers.drop('unwatched', id)
    timers.set('note', id, now)
    timers.set('forget', id, forgetAt(run, run.endedAt ?? now))
    telling.tellAll()
  }

  forget(id: string) {
    const { runs, timers } = this.#parts
    runs.forget(id)
    timers.drop('forget', id)
  }

  /** How a run ended goes into the trail, and what it cost into the tenant's purse; where one of them cannot be reached, again soon. */
  async note(id: string) {
    const { userId, env, settings, runs, timers } = this.#parts
    timers.set('note', id, Date.now() + AGAIN_AFTER)
    const run = runs.find(id)
    try {
      if (run) {
        const { databases, neonLocal, appVersion } = settings
        await noteRun(jobScope(neonDatabase(databases, neonLocal), appVersion), userId, run)
        const tokens = run.usage.tokensIn + run.usage.tokensOut
        await env.AI_PURSE.getByName(run.basis.tenantId).spend({ runId: id, tokens })
      }
      timers.drop('note', id)
    } catch (error) {
      console.error(JSON.stringify({ alert: 'ai_run_not_noted', error: error instanceof Error ? error.name : 'unknown' }))
    }
  }
}

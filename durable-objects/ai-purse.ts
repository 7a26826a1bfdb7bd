import { DurableObject } from 'cloudflare:workers'
import { BUDGET_WINDOW, type Limited, maySpend } from '#worker/ai/rules/limits.ts'

/** One per tenant: what its people, and the staff inside it, spent on models lately. */
export class AiPurse extends DurableObject<Record<string, unknown>> {
  readonly #sql = this.ctx.storage.sql

  constructor(state: DurableObjectState, env: Record<string, unknown>) {
    super(state, env)
    state.storage.sql.exec('CREATE TABLE IF NOT EXISTS spent (run TEXT PRIMARY KEY, at INTEGER NOT NULL, tokens INTEGER NOT NULL)')
  }

  /** Whether one more run may begin, with so many tokens for a day. What it costs is known at its end. */
  async may({ most }: { most: number }): Promise<Limited> {
    const now = Date.now()
    this.#sql.exec('DELETE FROM spent WHERE at <= ?', now - BUDGET_WINDOW)
    return maySpend(this.#sql.exec<{ at: number; tokens: number }>('SELECT at, tokens FROM spent ORDER BY at').toArray(), most, now)
  }

  /** Told twice is spent once. */
  async spend({ runId, tokens }: { runId: string; tokens: number }): Promise<void> {
    this.#sql.exec('INSERT OR IGNORE INTO spent (run, at, tokens) VALUES (?, ?, ?)', runId, Date.now(), tokens)
  }
}

import { DurableObject } from 'cloudflare:workers'
import type { Cry } from '#worker/live/rules/audience.ts'
import type { Publication, Room } from '#worker/live/rules/publication.ts'

/** Calls of rooms per alarm: an object may make a thousand in one go. */
const AT_ONCE = 500
/** Calls that are under way at the same time. */
const SIDE_BY_SIDE = 50
const AGAIN_AFTER = 5_000
/** A room that was not reached for so long is given up; its person was told by their inbox. */
const GIVE_UP_AFTER = 24 * 60 * 60_000

type Environment = Record<string, unknown> & { USER_ROOM: { getByName(userId: string): Room } }
type Task = { id: number; events: string; role: string | null; after: string }
type Debt = { user_id: string; events: string; first: number; last: number; since: number }

/** Knows who of one tenant (or of the staff) is online, and tells all of them what is meant for many. It writes down what it has to
 *  tell before it begins, and tells again rather than not: the rooms know what they have heard. */
export class TenantRoom extends DurableObject<Environment> {
  readonly #sql = this.ctx.storage.sql

  constructor(state: DurableObjectState, env: Environment) {
    super(state, env)
    const { sql } = state.storage
    sql.exec('CREATE TABLE IF NOT EXISTS present (user_id TEXT PRIMARY KEY, role TEXT NOT NULL)')
    sql.exec('CREATE TABLE IF NOT EXISTS task (id INTEGER PRIMARY KEY AUTOINCREMENT, events TEXT NOT NULL, role TEXT, after TEXT NOT NULL)')
    sql.exec(
      'CREATE TABLE IF NOT EXISTS debt (task INTEGER NOT NULL, user_id TEXT NOT NULL, events TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (user_id, task))',
    )
  }

  async arrive({ userId, role }: { userId: string; role: string }): Promise<void> {
    this.#sql.exec('INSERT OR REPLACE INTO present (user_id, role) VALUES (?, ?)', userId, role)
  }

  async leave({ userId }: { userId: string }): Promise<void> {
    this.#sql.exec('DELETE FROM present WHERE user_id = ?', userId)
    this.#sql.exec('DELETE FROM debt WHERE user_id = ?', userId)
  }

  /** One task for each cry, in order. */
  async publish(cries: Cry[]): Promise<void> {
    for (const { events, role } of cries)
      this.#sql.exec('INSERT INTO task (events, role, after) VALUES (?, ?, ?)', JSON.stringify(events), role, '')
    await this.ctx.storage.setAlarm(Date.now())
  }

  /** What nobody is there to hear is over at once: the next task does not wait for another alarm. */
  override async alarm(): Promise<void> {
    let task = this.#next()
    if (task === undefined) await this.#payDebts()
    while (task !== undefined && (await this.#tell(task)) === 0) task = this.#next()
    await this.#wake()
  }

  #next(): Task | undefined {
    return this.#sql.exec<Task>('SELECT id, events, role, after FROM task ORDER BY id LIMIT 1').toArray()[0]
  }

  /** The next five hundred; answers how many there were. Who could not be reached is owed it, and everything after it, so that the order stays. */
  async #tell({ id, events, role, after }: Task): Promise<number> {
    const people = this.#sql
      .exec<{ user_id: string; owed: number }>(
        `SELECT user_id, EXISTS (SELECT 1 FROM debt WHERE debt.user_id = present.user_id AND debt.task <> ?) AS owed
         FROM present WHERE user_id > ? AND (? IS NULL OR role = ?) ORDER BY user_id LIMIT ?`,
        id,
        after,
        role,
        role,
        AT_ONCE,
      )
      .toArray()
    const missed = new Set(people.filter(({ owed }) => owed === 1).map(({ user_id }) => user_id))
    const reachable = people.filter(({ user_id }) => !missed.has(user_id)).map(({ user_id }) => user_id)
    for (const userId of await this.#unreached(reachable, () => events)) missed.add(userId)
    for (const userId of missed) {
      this.#sql.exec('INSERT OR IGNORE INTO debt (task, user_id, events, since) VALUES (?, ?, ?, ?)', id, userId, events, Date.now())
    }
    if (people.length < AT_ONCE) this.#sql.exec('DELETE FROM task WHERE id = ?', id)
    else this.#sql.exec('UPDATE task SET after = ? WHERE id = ?', people.at(-1)?.user_id ?? '', id)
    return people.length
  }

  async #payDebts() {
    const debts = this.#sql
      .exec<Debt>(
        `SELECT user_id, json_group_array(json(events) ORDER BY task) AS events, min(task) AS first, max(task) AS last, min(since) AS since
         FROM debt GROUP BY user_id ORDER BY min(task) LIMIT ?`,
        AT_ONCE,
      )
      .toArray()
    const byUser = new Map(debts.map((debt) => [debt.user_id, debt]))
    const still = await this.#unreached([...byUser.keys()], (userId) =>
      JSON.stringify((JSON.parse(byUser.get(userId)?.events ?? '[]') as Publication[][]).flat()),
    )
    for (const { user_id, last, since } of debts) {
      if (still.has(user_id) && Date.now() - since < GIVE_UP_AFTER) continue
      if (still.has(user_id)) console.error(JSON.stringify({ alert: 'room_given_up', user: user_id }))
      this.#sql.exec('DELETE FROM debt WHERE user_id = ? AND task <= ?', user_id, last)
    }
  }

  async #unreached(userIds: string[], eventsOf: (userId: string) => string): Promise<Set<string>> {
    const unreached = new Set<string>()
    for (let i = 0; i < userIds.length; i += SIDE_BY_SIDE) {
      await Promise.all(
        userIds.slice(i, i + SIDE_BY_SIDE).map((userId) =>
          this.env.USER_ROOM.getByName(userId)
            .publish(JSON.parse(eventsOf(userId)) as Publication[])
            .catch(() => void unreached.add(userId)),
        ),
      )
    }
    return unreached
  }

  async #wake() {
    const has = (table: 'task' | 'debt') => this.#sql.exec(`SELECT 1 FROM ${table} LIMIT 1`).toArray().length > 0
    if (has('task')) await this.ctx.storage.setAlarm(Date.now())
    else if (has('debt')) await this.ctx.storage.setAlarm(Date.now() + AGAIN_AFTER)
  }
}

import { newSecret } from '#worker/rules/ids.ts'

/** What was typed at a door, as the form reads it: without its token and key, and without what nobody may read again. */
export type Kept = { door: string; typed: Record<string, string> }
type Draft = Kept & { id: string; endsAt: number }

const DRAFT = 'draft'
const LASTS = 15 * 60_000
/** In bytes, as JSON. */
const LARGEST = 64 * 1024

/** One draft of one operator: typed before the directory was asked, shown again after. */
export class Drafts {
  readonly #storage: DurableObjectStorage
  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  async keep({ door, typed }: Kept, now: number): Promise<string> {
    if (new TextEncoder().encode(JSON.stringify(typed)).length > LARGEST) throw new Error('draft_too_large')
    const draft: Draft = { id: newSecret(), door, typed, endsAt: now + LASTS }
    await this.#storage.put(DRAFT, draft)
    return draft.id
  }

  /** The page may be loaded again within its time; nobody else's id, door or desk finds it. */
  async read({ id, door }: { id: string; door: string }, now: number): Promise<Record<string, string> | null> {
    const draft = await this.#storage.get<Draft>(DRAFT)
    return draft !== undefined && draft.id === id && draft.door === door && draft.endsAt > now ? draft.typed : null
  }

  async tidy(now: number): Promise<void> {
    const endsAt = await this.endsAt()
    if (endsAt !== undefined && endsAt <= now) await this.#storage.delete(DRAFT)
  }

  async endsAt(): Promise<number | undefined> {
    return (await this.#storage.get<Draft>(DRAFT))?.endsAt
  }
}

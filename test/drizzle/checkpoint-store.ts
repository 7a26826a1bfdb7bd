import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { type Notary, notaryFrom } from '#worker/audit/notary.ts'
import type { CheckpointStore } from '#worker/audit/store.ts'

/** Storage in memory, with the words of the real one; `fails`: nothing is put. `dies`: it is put, and nobody lives to hear it. */
export function memoryStore(): CheckpointStore & { objects: Map<string, string>; fails: boolean; dies: boolean } {
  const objects = new Map<string, string>()
  const store = {
    objects,
    fails: false,
    dies: false,
    putOnce: async (key: string, text: string) => {
      if (store.fails) throw new Error('the storage does not answer')
      if (objects.has(key)) return false
      objects.set(key, text)
      if (store.dies) throw new Error('died')
      return true
    },
    get: async (key: string) => objects.get(key),
    list: async (after: string, most: number) =>
      [...objects.keys()]
        .filter((key) => key > after)
        .toSorted()
        .slice(0, most),
  }
  return store
}

export const notaryOf = (store: CheckpointStore, key = newCheckpointKey().key, retired: string[] = []): Notary =>
  notaryFrom({ key, retired }, store)

import type { CheckpointStore } from '#worker/audit/store.ts'

const PREFIX = 'checkpoints/'

/** Cloudflare's object storage. A lock on the bucket keeps its objects also from whoever has the keys of the account (README). */
export function storeIn(bucket: R2Bucket): CheckpointStore {
  return {
    async putOnce(key, text) {
      const put = await bucket.put(key, text, {
        onlyIf: new Headers({ 'If-None-Match': '*' }),
        httpMetadata: { contentType: 'application/json' },
      })
      return put !== null
    },
    get: async (key) => (await bucket.get(key))?.text(),
    async list(after, most) {
      const { objects } = await bucket.list({ prefix: PREFIX, startAfter: after, limit: most })
      return objects.map(({ key }) => key)
    },
  }
}

import * as z from 'zod/mini'
import { instant, maybe, named } from '#worker/api/schemas/shared.ts'

/** What the API promises of checkpoints. Hashes are hexadecimal, signatures base64. */
const checkpoint = {
  number: z.int(),
  at: instant,
  /** How many chains had moved. */
  chains: z.int(),
  hash: z.string(),
  keyId: z.string(),
  storageKey: z.string(),
}

export const CheckpointPage = named(
  'CheckpointPage',
  z.object({
    items: z.array(named('ListedCheckpoint', z.object(checkpoint))),
    next: z.optional(z.string()),
    /** Chains that moved since their last checkpoint; `holds` is false where what was signed no longer stands in the trail. */
    uncovered: z.array(z.object({ chain: z.string(), seq: maybe(z.int()), covered: maybe(z.int()), holds: z.boolean() })),
  }),
)

export const Checkpoint = named(
  'Checkpoint',
  z.object({
    ...checkpoint,
    /** The text that was signed, as it was signed; its SHA-256 is the hash. */
    document: z.string(),
    signature: z.string(),
  }),
)

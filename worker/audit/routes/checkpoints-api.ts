import * as z from 'zod/mini'
import { Checkpoint, CheckpointPage } from '#worker/api/schemas/checkpoints.ts'
import { listQuery } from '#worker/api/schemas/shared.ts'
import { listCheckpoints, listUncovered, readCheckpoint } from '#worker/audit/queries/checkpoints.ts'
import { CHECKPOINT_NUMBER, MOST_UNCOVERED, signedFrom, storageKeyOf } from '#worker/audit/rules/checkpoint.ts'
import { operation } from '#worker/http/api.ts'

export const checkpointApi = [
  operation(
    'GET /api/v1/audit/checkpoints',
    {
      id: 'listCheckpoints',
      summary: 'Signed checkpoints of the trail, the latest first, and the chains that moved since.',
      query: {
        cursor: z.optional(
          z.pipe(
            z.string().check(z.regex(CHECKPOINT_NUMBER, 'This is not a place in this list.')),
            z.transform((text: string) => Number(text)),
          ),
        ),
        limit: listQuery.limit,
      },
      answer: CheckpointPage,
    },
    async (c, { query: { cursor: before, limit } }) => {
      const { db } = c.var
      const [items, uncovered] = await db.batch([listCheckpoints(db, { before, most: limit }), listUncovered(db, MOST_UNCOVERED)])
      const last = items.at(-1)
      return { items, uncovered, ...(last && items.length >= limit && { next: String(last.number) }) }
    },
  ),

  operation(
    'GET /api/v1/audit/checkpoints/:number',
    {
      id: 'getCheckpoint',
      summary: 'One checkpoint as it stands outside the database: the signed text, the key and the signature.',
      params: { number: z.string().check(z.regex(CHECKPOINT_NUMBER)) },
      answer: Checkpoint,
    },
    async (c, { params }) => {
      const number = Number(params.number)
      const [row] = await readCheckpoint(c.var.db, number)
      const signed = signedFrom((await c.var.parts.checkpoints?.get(storageKeyOf(number))) ?? '')
      return row && signed && { ...row, ...signed }
    },
  ),
]

import { TellOne, Told } from '#worker/api/schemas/live.ts'
import { operation } from '#worker/http/api.ts'

/** For whoever builds a client: something to hear. Not in production. */
export const liveTestApi = [
  operation(
    'POST /api/v1/test/emit-notification',
    {
      id: 'emitNotification',
      summary: 'Tells one person something at once, on every open socket of theirs. It is kept nowhere else; not in production.',
      repeatable: true,
      body: TellOne,
      answer: Told,
    },
    async (c, { body: { userId, message } }) => {
      const id = c.var.requestId
      await c.var.parts
        .rooms(userId)
        .publish([{ dedup: `test:${id}`, audience: `user:${userId}`, name: 'notification:new', body: { id, userId, message } }])
      return { id }
    },
  ),
]

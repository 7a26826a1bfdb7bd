import type { Kind } from '#worker/jobs/jobs/kind.ts'
import { addressOf } from '#worker/jobs/queries/letters.ts'
import { letterOf } from '#worker/jobs/rules/letters.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'

/** A letter to a colleague. The address is read when it is sent, so that nobody writes to one that has changed, or to who has left. */
export const mailJob: Kind<'mail'> = {
  kind: 'mail',
  ...JOB_LIMITS.mail,
  async run({ scope, mail, origin }, { letter, to, about, count }, { id }) {
    const address = await addressOf(scope, to)
    if (address === undefined) return { ok: false, code: 'READER_GONE', again: false }
    return mail(id, { operatorId: to, address }, letterOf(letter, about, origin, count))
  },
}

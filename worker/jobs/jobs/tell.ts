import type { Kind } from '#worker/jobs/jobs/kind.ts'
import type { ArgsOf } from '#worker/jobs/rules/limits.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { type Over, tell } from '#worker/live/tell.ts'

/** The net under whoever ends something: what a request could not tell after its answer, and what only a trigger of the database knows. */
export const tellJob: Kind<'tell'> = {
  kind: 'tell',
  ...JOB_LIMITS.tell,
  async run({ reach }, args) {
    await tell(reach, overFrom(args))
    return { ok: true }
  },
}

function overFrom({ what, operatorId, about, because }: ArgsOf<'tell'>): Over {
  switch (what) {
    case 'session':
      return { what, operatorId, sessionId: about, because: because ?? null }
    case 'login':
      return { what, operatorId, loginId: about }
    case 'family':
      return { what, operatorId, familyId: about }
    case 'user':
      return { what, operatorId }
  }
}

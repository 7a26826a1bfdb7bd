import type { PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { personOver, tellInPassing } from '#worker/http/tell.ts'
import type { Answer } from '#worker/people/queries/asked.ts'
import { readPerson } from '#worker/people/queries/people.ts'
import { type Because, REFUSALS } from '#worker/people/rules/refusals.ts'

/** What an act about a person answers a program: whom it concerned and which sessions ended, or the rule that was in the way. */
export async function changed(c: PortalContext, personId: string, answer: Answer) {
  if (!answer.ok) return refuse(c, answer, personId)
  await tellInPassing(c, personOver(personId, answer))
  return { id: personId, sessions: answer.sessions }
}

/** Undefined where there is no such person or wish. */
export async function refuse(c: PortalContext, { because }: Answer & { ok: false }, personId?: string): Promise<undefined> {
  if (because === 'UNKNOWN') return undefined
  if (because === 'STALE') {
    const found = personId === undefined ? undefined : await readPerson(c.var.db, personId)
    throw new Refusal('VERSION_CONFLICT', {
      ...(found && { current: { role: found.person.role, lead: found.person.lead, version: found.person.version } }),
    })
  }
  const code = because as Exclude<Because, 'STALE'>
  throw new Refusal(code, { detail: REFUSALS[code].help })
}

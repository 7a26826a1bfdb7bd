import type { Answer } from '#objects/ai-room.ts'
import type { Basis } from '#worker/ai/rules/run.ts'
import { skillsFor } from '#worker/ai/skills/skills.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import type { FormError, Typed } from '#worker/http/form.ts'
import type { AiAnswers, PortalContext } from '#worker/http/portal.ts'
import { newKey } from '#worker/http/show.tsx'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { barrierTo, reasonOf } from '#worker/tenant/policy.ts'
import { writerOf } from '#worker/tenant/writing.ts'
import { AskPanel } from '#views/ai/ask-panel.tsx'

/** Where the person of this request is, once the database has said so: what is asked here is seen here only. */
export function basisIn(c: PortalContext): Basis | null {
  const session = c.var.scope.entered?.session
  return session ? { tenantId: session.tenantId, sessionId: session.id, loginId: null, familyId: null } : null
}

type Shown = { answer?: Answer | null; typed?: Typed; errors?: FormError[] }

/** Where a model is asked about a case, with the last answer to this person in this session. A case is read without it, too. */
export async function askPanel(c: PortalContext, caseId: string, shown: Shown = {}) {
  const { operator, scope } = c.var
  const { typed = {}, errors = [] } = shown
  const latest = shown.answer === undefined ? await lately(c, caseId) : shown.answer
  // A form that comes back is shown in any case; an answer that goes on would stand in its place.
  const answer = errors.length > 0 && latest?.state === 'running' ? null : latest
  const barrier = barrierTo('note', writerOf(c))
  return (
    <AskPanel
      caseId={caseId}
      noNote={barrier === null ? undefined : reasonOf(barrier, 'note')}
      answer={answer}
      skills={skillsFor('case', { role: operator.role, mayWrite: scope.entered?.session?.mode === 'READ_WRITE' })}
      typed={typed}
      errors={errors}
      csrf={await csrfToken(c)}
      formKey={newKey()}
    />
  )
}

/** The answer that a note begins as; undefined where nobody in this session has one of this name, or it cannot be had. */
export async function draftOf(c: PortalContext, runId: string): Promise<Answer | undefined> {
  if (c.var.scope.entered === undefined) await confirmed(c.var.scope)
  return (await answered(c, (room, basis) => room.answer({ runId, basis }))) ?? undefined
}

const lately = (c: PortalContext, caseId: string) => answered(c, (room, basis) => room.lately({ entityId: caseId, basis }))

async function answered(c: PortalContext, ask: (room: AiAnswers, basis: Basis) => Promise<Answer | null>): Promise<Answer | null> {
  const basis = basisIn(c)
  if (basis === null) return null
  try {
    return await ask(c.var.parts.ai(c.var.operator.id), basis)
  } catch (error) {
    console.error(
      JSON.stringify({ alert: 'answers_unavailable', error: error instanceof Error ? error.name : 'unknown', requestId: c.var.requestId }),
    )
    return null
  }
}

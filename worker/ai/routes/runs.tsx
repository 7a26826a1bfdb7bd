import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import * as z from 'zod/mini'
import type { Answer, Begun } from '#objects/ai-room.ts'
import { sealKeys } from '#worker/ai/asker.ts'
import { askPanel, basisIn } from '#worker/ai/panel.tsx'
import { askForm } from '#worker/ai/rules/ask-form.ts'
import type { Basis, Task } from '#worker/ai/rules/run.ts'
import { RUN_FAULTS } from '#worker/ai/rules/words.ts'
import { readForm } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { SessionEnded } from '#worker/http/session-ended.ts'
import { show } from '#worker/http/show.tsx'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { TICKET_HEADER } from '#worker/live/rules/ticket.ts'
import { AnswerPage } from '#views/ai/answer.tsx'

/** Without a script the next page shows the answer, so it waits for it; so long, in ms. */
const PATIENCE = 8_000

/** A model is asked on the page of a case. Its answer streams to whoever has a script, stands on the next page for everybody else, and is
 *  stopped from any tab. */
export const runRoutes = new Hono<Portal>()
  .post('/cases/:caseId/runs', permit('POST /workspace/cases/:caseId/runs'), async (c) => {
    const caseId = c.req.param('caseId')
    const form = await readForm(c, askForm)
    const basis = await basisOf(c)
    if (!form.ok) return panelPage(c, caseId, { typed: form.typed, errors: form.errors })
    const [task, language = ''] = form.values.task.split(' ')
    const room = c.var.parts.ai(c.var.operator.id)
    const begun: Begun = await room.begin(
      { basis, role: c.var.operator.role, keys: await keysOf(c), own: null, share: 'pages' },
      {
        task: task as Task,
        given: { text: form.values.text, language },
        entity: { entityType: 'case', entityId: caseId },
        command: form.ask.key,
      },
    )
    if (!begun.ok) return refuse(c, caseId, begun, form.typed)
    if (c.req.header('hx-request') === undefined) await room.ended({ runId: begun.runId, patience: PATIENCE })
    return c.redirect(`/workspace/runs/${begun.runId}`, 303)
  })

  .get('/runs/:runId', permit('GET /workspace/runs/:runId'), async (c) => {
    const answer = await answerOf(c, c.req.param('runId'))
    return answer?.entityId ? panelPage(c, answer.entityId, { answer }) : c.notFound()
  })

  .get('/runs/:runId/text', permit('GET /workspace/runs/:runId/text'), async (c) => {
    const basis = await basisOf(c)
    const from = Math.max(0, Number.parseInt(c.req.query('from') ?? '', 10) || 0)
    const ticket = JSON.stringify({ runId: c.req.param('runId'), from, tenantId: basis.tenantId, sessionId: basis.sessionId })
    const { status, body } = await c.var.parts
      .ai(c.var.operator.id)
      .fetch(new Request('https://room/text', { headers: { [TICKET_HEADER]: ticket } }))
    if (status !== 200 || body === null) return c.notFound()
    return c.body(body, 200, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Encoding': 'identity' })
  })

  .post('/runs/:runId/cancel', permit('POST /workspace/runs/:runId/cancel'), async (c) => {
    const basis = await basisOf(c)
    await readForm(c, z.strictObject({}))
    const runId = c.req.param('runId')
    const isThere = await c.var.parts.ai(c.var.operator.id).cancel({ runId, basis })
    return isThere ? c.redirect(`/workspace/runs/${runId}`, 303) : c.notFound()
  })

/** Confirmed by the database with this very request. */
async function basisOf(c: PortalContext): Promise<Basis> {
  await confirmed(c.var.scope)
  const basis = basisIn(c)
  if (basis === null) throw new SessionEnded()
  return basis
}

async function answerOf(c: PortalContext, runId: string): Promise<Answer | null> {
  return c.var.parts.ai(c.var.operator.id).answer({ runId, basis: await basisOf(c) })
}

function keysOf(c: PortalContext): Promise<string> {
  const { operator, who, context, parts } = c.var
  const { loginKey, sessionKey = '', familyId = null } = who
  return sealKeys(parts.settings.sessionKey, { operator, loginKey, sessionKey, familyId, ip: context.ip, userAgent: context.userAgent })
}

async function panelPage(c: PortalContext, caseId: string, shown: Parameters<typeof askPanel>[2]) {
  const panel = await askPanel(c, caseId, shown)
  const status = shown?.errors ? 422 : 200
  return show(c, { title: 'Asked about a case', nav: 'workspace', status }, <AnswerPage caseId={caseId}>{panel}</AnswerPage>)
}

function refuse(c: PortalContext, caseId: string, { code, retryAfter }: Begun & { ok: false }, typed: Record<string, string>) {
  if (code === 'NOT_FOUND') return c.notFound()
  if (code === 'ENDED') throw new SessionEnded()
  if (code === 'UNAVAILABLE') throw new HTTPException(503, { message: RUN_FAULTS.UNAVAILABLE })
  const when = retryAfter === undefined ? '' : ` It may be again in ${inTime(retryAfter)}.`
  return panelPage(c, caseId, { typed, errors: [{ field: 'text', message: `${RUN_FAULTS[code]}${when}` }] })
}

const inTime = (seconds: number) => (seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`)

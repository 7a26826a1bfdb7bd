import { RevealedField } from '#worker/api/schemas/workspace.ts'
import { operation } from '#worker/http/api.ts'
import { Refusal } from '#worker/http/problem.ts'
import { revealField } from '#worker/tenant/queries/reveals.ts'
import { MOST_REVEALS, revealable, revealBody } from '#worker/tenant/rules/reveals.ts'

export const revealApi = [
  operation(
    'POST /api/v1/workspace/reveals',
    {
      id: 'revealField',
      summary: `Shows one hidden field of one record, for a reason; ${MOST_REVEALS} in one session, and as many again for each yes of a colleague. Show it for as long as the answer says.`,
      body: revealBody,
      answer: RevealedField,
    },
    async (c, { body: { record, field, reason }, ask }) => {
      const meant = revealable(record, field)
      if (meant === undefined) return undefined
      const answer = await revealField(c.var.scope, ask, { ...meant, reason })
      if (answer.ok) return { record, field, value: answer.value, hiddenInMs: answer.left }
      if (answer.because === 'NOT_FOUND') return undefined
      throw new Refusal(answer.because)
    },
  ),
]

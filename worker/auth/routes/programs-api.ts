import { Programs, RevokedProgram } from '#worker/api/schemas/sessions.ts'
import { listOwnPrograms, revokeProgram } from '#worker/auth/queries/families.ts'
import { operation } from '#worker/http/api.ts'
import { tellInPassing } from '#worker/http/tell.ts'

export const programApi = [
  operation(
    'GET /api/v1/account/programs',
    { id: 'listPrograms', summary: 'One’s own programs and what has become of them, the latest first.', answer: Programs },
    async (c) => ({ items: await listOwnPrograms(c.var.scope) }),
  ),

  operation(
    'POST /api/v1/account/programs/:familyId/revoke',
    { id: 'revokeProgram', summary: 'Ends one of one’s own programs: its tokens and its sockets.', answer: RevokedProgram },
    async (c, { params: { familyId }, ask }) => {
      const { scope, operator } = c.var
      if (!(await revokeProgram(scope, ask, familyId))) return undefined
      await tellInPassing(c, [{ what: 'family', operatorId: operator.id, familyId }])
      return { id: familyId }
    },
  ),
]

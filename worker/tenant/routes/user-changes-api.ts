import { ChangedUser } from '#worker/api/schemas/workspace.ts'
import { withTrail } from '#worker/db/change.ts'
import { operation } from '#worker/http/api.ts'
import { moveUser } from '#worker/tenant/queries/changes.ts'
import { userBody } from '#worker/tenant/rules/change-forms.ts'
import type { UserMove } from '#worker/tenant/rules/moves.ts'
import { whyUserUnchanged } from '#worker/tenant/rules/unchanged.ts'
import { changedOrRefused, writerOf } from '#worker/tenant/writing.ts'

const moving = (move: UserMove, id: string, summary: string) =>
  operation(
    `POST /api/v1/workspace/users/:userId/${move}`,
    { id, summary, body: userBody, answer: ChangedUser },
    async (c, { params: { userId }, body: { version: seen, reason }, ask }) =>
      changedOrRefused(
        await withTrail(c.var.scope, ask, { act: `tenant_user:${move}`, about: userId, reason }, moveUser({ userId, seen, move })),
        ({ status, version }) => ({ id: userId, status, version }),
        (row) => whyUserUnchanged(row, move, writerOf(c)),
      ),
  )

export const userChangeApi = [
  moving('activate', 'activateUser', 'Lets a deactivated user of the tenant come back, in a session that writes.'),
  moving('deactivate', 'deactivateUser', 'Deactivates a user of the tenant, in a session that writes.'),
  moving('invite', 'inviteUser', 'Has the product send an invitation again, in a session that writes.'),
]

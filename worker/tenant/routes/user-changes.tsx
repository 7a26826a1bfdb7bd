import { Hono } from 'hono'
import { withTrail } from '#worker/db/change.ts'
import { readForm } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { moveUser } from '#worker/tenant/queries/changes.ts'
import { userPage } from '#worker/tenant/user-page.tsx'
import { userForm } from '#worker/tenant/rules/change-forms.ts'
import type { UserMove } from '#worker/tenant/rules/moves.ts'
import { whyUserUnchanged } from '#worker/tenant/rules/unchanged.ts'
import { writerOf } from '#worker/tenant/writing.ts'

/** What support changes of a user, in a session that writes. */
export const userChangeRoutes = new Hono<Portal>()
  .post('/:userId/activate', permit('POST /workspace/users/:userId/activate'), (c) => moved(c, 'activate'))
  .post('/:userId/deactivate', permit('POST /workspace/users/:userId/deactivate'), (c) => moved(c, 'deactivate'))
  .post('/:userId/invite', permit('POST /workspace/users/:userId/invite'), (c) => moved(c, 'invite'))

async function moved(c: PortalContext, move: UserMove): Promise<Response> {
  const userId = c.req.param('userId') ?? ''
  const form = await readForm(c, userForm)
  if (!form.ok) return userPage(c, userId, { act: move, ...form })
  const { version: seen, reason } = form.values

  const outcome = await withTrail(
    c.var.scope,
    form.ask,
    { act: `tenant_user:${move}`, about: userId, reason },
    moveUser({ userId, seen, move }),
  )

  if (outcome.ok) return c.redirect(`/workspace/users/${userId}?done=${move === 'invite' ? 'user-invited' : 'user-changed'}`, 303)
  const [current] = outcome.refused
  if (current === undefined) return c.notFound()
  return userPage(c, userId, { act: move, typed: form.typed, errors: [], unchanged: whyUserUnchanged(current, move, writerOf(c)) })
}

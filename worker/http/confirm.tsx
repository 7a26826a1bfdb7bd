import type { Door } from '#worker/doors.ts'
import { keepDraft } from '#worker/http/draft.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { showInShell } from '#worker/http/show-error.tsx'
import { Confirm } from '#views/layout/confirm.tsx'

const TITLE = 'Confirm that it is you'

/** The sign-in is not fresh enough for this door: nothing was done, what was typed is kept, and one button leads to the directory and
 *  back to the form. */
export async function askToConfirm(c: PortalContext): Promise<Response> {
  const draft = await keepDraft(c)
  const page = pageOf(c, c.var.door.fresh)
  const back = draft.kept === 'draft' ? `${page}${page.includes('?') ? '&' : '?'}draft=${draft.id}` : page
  const start = `/sign-in/start?again=1&to=${encodeURIComponent(back)}`
  return showInShell(
    c,
    { status: 403, title: TITLE, code: 'SIGN_IN_NOT_FRESH' },
    <Confirm title={TITLE} start={start} kept={draft.kept} hasWriteOnly={c.var.hasWriteOnly === true} />,
  )
}

/** The page of the form that was sent, with what stands in this request's address. */
function pageOf(c: PortalContext, fresh: Door['fresh']): string {
  return (fresh ?? '/').replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(c.req.param(name) ?? ''))
}

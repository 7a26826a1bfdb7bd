import { recordRefusal } from '#worker/audit/queries/refusal.ts'
import { ownHold } from '#worker/auth/queries/hold.ts'
import type { Operator } from '#worker/auth/rules/operator.ts'
import type { Door } from '#worker/doors.ts'
import { noteHumanAct } from '#worker/http/human-act.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { scopeOf } from '#worker/http/scope-of.ts'
import { show } from '#worker/http/show.tsx'
import { showInShell } from '#worker/http/show-error.tsx'
import { Held } from '#views/layout/held.tsx'

const TITLE = 'Your access is on hold'

/** Somebody who is held comes to a door: the page that says since when, why, and who can release them. At their home it is the page
 *  they asked for; elsewhere it is a refusal, and recorded. The database has the last word on whether they are held at all. */
export async function answerHeld(c: PortalContext, door: Door): Promise<Response> {
  const operator = leadingNobody(c.var.who.operator as Operator)
  c.set('operator', operator)
  const scope = scopeOf(c, operator, 'staff')
  c.set('scope', scope)
  const isHome = door.held === 'notice'
  if (!isHome) await recordRefusal(scope, { door: c.var.door.name, because: 'HELD' })
  const hold = await ownHold(scope)
  await noteHumanAct(c)
  const body = <Held hold={hold} wasElsewhere={!isHome} zone={operator.zone} />
  if (!isHome) return showInShell(c, { status: 403, title: TITLE, code: 'HELD' }, body)
  return show(c, { title: TITLE, nav: 'home', width: 'narrow' }, body)
}

/** Somebody who is held reads of others as little as anybody. */
export const leadingNobody = (operator: Operator): Operator => ({ ...operator, lead: false })

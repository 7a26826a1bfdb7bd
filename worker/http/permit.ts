import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { matchedRoutes } from 'hono/route'
import { may } from '#worker/auth/rules/roles.ts'
import type { Duty } from '#worker/db/driver.ts'
import { reader } from '#worker/db/read.ts'
import { type Door, type DoorName, doors } from '#worker/doors.ts'
import { spend } from '#worker/http/budget.ts'
import { askDesk } from '#worker/http/desk.ts'
import { answerHeld, leadingNobody } from '#worker/http/held.tsx'
import { scopeOf } from '#worker/http/scope-of.ts'
import { letLinkIn } from '#worker/http/let-link.ts'
import { letTenantIn, stillInside } from '#worker/http/let-token.ts'
import { hintAtWork, noteHumanAct } from '#worker/http/human-act.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { KEY } from '#worker/rules/ids.ts'

/** Lets in who may pass this door, and gives the handler what the door's kind allows: the login of the database follows from the
 *  declaration, never from the handler. */
export function permit(name: DoorName): MiddlewareHandler<Portal> {
  const door: Door = doors[name]
  return async (c, next) => {
    c.set('door', { name, ...door })
    if (door.audience === 'staff') {
      if (c.var.who.operator?.status === 'HELD' && door.held !== true) return answerHeld(c, door)
      await letIn(c, door)
    }
    if (door.audience === 'tenant') await letTenantIn(c, door)
    if (door.audience === 'customer-link') await letLinkIn(c)
    await next()
    if (door.audience === 'staff') await noteHumanAct(c)
    await hintAtWork(c)
  }
}

async function letIn(c: PortalContext, door: Door) {
  const { who } = c.var
  if (who.operator === null) throw new HTTPException(401, { message: 'Sign in first.' })
  const isHeld = who.operator.status === 'HELD'
  c.set('operator', isHeld ? leadingNobody(who.operator) : who.operator)
  const scope = scopeOf(c, who.operator, dutyOf(door))
  if (door.fresh !== undefined) scope.context.fresh = true
  c.set('scope', scope)
  if (door.permission !== null && !isHeld && !may(who.operator, door.permission)) {
    throw new HTTPException(403, { message: `This needs the permission ${door.permission}, which your role does not have.` })
  }
  if (door.impersonation === 'deny' && who.sessionKey !== undefined) {
    throw new HTTPException(403, { message: 'This is not done from inside a tenant. End your session first.' })
  }
  if (door.inside) {
    if (who.sessionKey === undefined)
      throw new HTTPException(403, { message: 'You are not inside a tenant. Look one up and enter it first.' })
    c.set('deskKnows', (await askDesk(c, who.sessionKey)) === 'live')
  } else {
    await spend(c)
    c.set('db', reader(scope))
    await stillInside(c)
  }
  if (namesNothing(c)) throw new HTTPException(404, { message: 'There is nothing here.' })
}

/** An address of another shape than our keys names nothing, and what somebody typed there is not kept: a reading would put it on record. */
const namesNothing = (c: PortalContext) => Object.entries(c.req.param()).some(([name, value]) => name.endsWith('Id') && !KEY.test(value))

function dutyOf(door: Door): Duty {
  if (!door.inside) return 'staff'
  return door.effect === 'write' ? 'tenant_rw' : 'tenant_ro'
}

/** Before any handler: a route that the registry does not know is not there, whatever it would do. */
export const onlyDeclaredDoors: MiddlewareHandler<Portal> = async (c, next) => {
  const last = matchedRoutes(c)
    .filter((route) => route.method !== 'ALL')
    .at(-1)
  if (last && !(`${last.method} ${last.path}` in doors)) {
    console.error(JSON.stringify({ alert: 'undeclared_door', route: `${last.method} ${last.path}`, requestId: c.var.requestId }))
    throw new HTTPException(404, { message: 'There is nothing here.' })
  }
  await next()
}

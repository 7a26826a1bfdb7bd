import { PAUSES, roomOf } from '#test/durable-objects/sockets.ts'
import { insert, minutesAgo } from '#test/facts.ts'
import { owner, settings } from '#test/owner.ts'
import { portal, type portalAs } from '#test/world.ts'
import { openLogin } from '#worker/auth/login-cookie.ts'
import { accessToken } from '#worker/http/bearer.ts'
import type { Parts } from '#worker/http/portal.ts'
import { newId } from '#worker/rules/ids.ts'
import type { Caller } from './caller.ts'

/** A portal that counts whose room anybody was brought to. */
export function counted(parts: Partial<Parts> = {}) {
  const entered: string[] = []
  const app = portal({
    enterRoom: (userId, upgrade) => {
      entered.push(userId)
      return roomOf(userId).fetch(upgrade)
    },
    ...parts,
  })
  return { app, entered }
}

export type Seen = Awaited<ReturnType<typeof portalAs>>['browser']

/** An access token of this sign-in as it was or will be. */
export async function tokenOf(browser: Seen, { from = -60, until = 900 }: { from?: number; until?: number } = {}) {
  const login = await openLogin(browser.cookies.get('__Host-portal') ?? '', settings.sessionKey)
  if (!login) throw new Error('nobody is signed in')
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000)
  const family = await familyOf(login.operator.id)
  const facts = { ...login, email: 'somebody@vendor.example', ...family, tokenId: newId('tok') }
  return accessToken(settings.sessionKey, { ...facts, from: at(from), until: at(until) })
}

/** A program of theirs, also of somebody who would be given none. */
async function familyOf(operatorId: string) {
  const [login] = await owner<{ id: string }>('select id from app.login_session where operator_id = $1 order by created_at desc', [
    operatorId,
  ])
  const { id } = await insert('app.token_family', {
    id: newId('fam'),
    operator_id: operatorId,
    login_session_id: login!.id,
    sealed: 'of no use here',
    created_at: minutesAgo(1),
    rotated_at: minutesAgo(1),
  })
  return { loginId: login!.id, familyId: id }
}

/** Everything that a room has a part in is told twice: as it is, and with the room put to sleep whenever something was heard. */
export const ROOMS = Object.entries(PAUSES)

export const refusal = (caller: Caller) => caller.told<{ message: string; data?: { code: string } }>('44/notifications,')

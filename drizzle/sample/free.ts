import { may, type Permission } from '#worker/auth/rules/roles.ts'
import { CAST } from './cast.ts'
import type { Row } from './rows.ts'

const CAST_IDS = new Set<string>(Object.values(CAST).map(({ id }) => id))
export const isOfCast = ({ id }: { id: string }) => CAST_IDS.has(id)

/** Who answers and reviews: colleagues who hold the permission and are inside nobody's data at that moment. None is of the cast, who have done
 *  nothing yet: whatever waits, waits for them. */
export function freeTo(permission: Permission, staff: readonly Row<'internalUsers'>[], sessions: readonly Row<'impersonationSessions'>[]) {
  const able = staff.filter((one) => one.status === 'ACTIVE' && !isOfCast(one) && may(one, permission))
  const stays = Map.groupBy(sessions, ({ operatorId }) => operatorId)
  const isInside = (id: string, at: Date) =>
    (stays.get(id) ?? []).some(({ startedAt, endedAt }) => endedAt === null || (startedAt <= at && at <= endedAt))
  return (but: string, at: Date) => able.filter(({ id }) => id !== but && !isInside(id, at))
}

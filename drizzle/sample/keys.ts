import type { IdPrefix } from '#worker/rules/ids.ts'
import type { Random } from './random.ts'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export type Keys = ReturnType<typeof createKeys>

/** Keys of the same shape as worker/rules/ids.ts, with the row's own date as time part and seeded chance instead of crypto. */
export function createKeys(random: Random) {
  return (prefix: IdPrefix, at: Date): string => {
    let time = ''
    for (let rest = at.getTime(), i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = CROCKFORD[rest % 32] + time
    let chance = ''
    for (let i = 0; i < 10; i++) chance += CROCKFORD[random.int(0, 31)]
    return `${prefix}_${time}${chance}`
  }
}

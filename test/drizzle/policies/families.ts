import { newId, newSecret } from '#worker/rules/ids.ts'
import type { Ask } from '../asking.ts'
import type { Logins } from './world.ts'

/** Chains of refresh tokens: three of Hugo's, and one on each sign-in that is over in its own way. */
export async function aFamilyOfEach(own: Ask, logins: Logins) {
  const family = async (login: Logins['hugo'], more = '') => {
    const id = newId('fam')
    const keys = { oldest: newSecret(), parent: newSecret(), newest: newSecret() }
    await own(
      `insert into app.token_family (id, operator_id, login_session_id, sealed, generation, created_at, rotated_at)
       values ($1, $2, $3, 'sealed', 3, now(), now())`,
      [id, login.id, login.loginId],
    )
    await own(
      `insert into app.refresh_token (key_hash, family_id, generation) values (app.key_hash($2), $1, 1), (app.key_hash($3), $1, 2), (app.key_hash($4), $1, 3)`,
      [id, keys.oldest, keys.parent, keys.newest],
    )
    if (more) await own(`update app.token_family set ${more} where id = $1`, [id])
    return { id, ...keys }
  }
  const { hugo, signedOut, ranOut, idle, kurt } = logins
  return {
    // Long after every probe has asked.
    hugo: await family(hugo, "rotated_at = now() + interval '1 day'"),
    late: await family(hugo, "rotated_at = now() - interval '10 s'"),
    ended: await family(hugo, "ended_at = now(), end_reason = 'REVOKED'"),
    signedOut: await family(signedOut),
    ranOut: await family(ranOut),
    idle: await family(idle),
    kurt: await family(kurt),
  }
}

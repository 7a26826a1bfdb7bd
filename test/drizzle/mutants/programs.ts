import { mutantsOf, weakened } from './mutant.ts'

const REFRESH = 'app.refresh_family(text, text, text, jsonb)'
const never = (condition: string) => weakened(REFRESH, [condition, 'false'])

export const ofPrograms = mutantsOf('programs', [
  ['an older token is traded', weakened(REFRESH, ['shown.generation = family.generation - 1', 'shown.generation < family.generation'])],
  ['answers are lost for an hour', weakened('app.lost_answer_limit()', ["'00:00:10'", "'01:00:00'"])],
  ['a parent names its child', weakened(REFRESH, ['AND t.key_hash = app.key_hash(next_key)', ''])],
  ['a family that has ended gives tokens', never('family.ended_at IS NOT NULL')],
  ['a sign-in that was ended gives tokens', never('login.revoked_at IS NOT NULL')],
  ['a sign-in that ran out gives tokens', never('login.expires_at <= clock_timestamp()')],
  ['an idle sign-in gives tokens', never('login.seen_at <= clock_timestamp() - app.sign_in_idle_limit()')],
  ['the held are given tokens', never("who.status <> 'ACTIVE'")],
  ['a token that comes back ends nothing', never("refusal = 'REUSED'")],
  ['access tokens outlive their family', weakened('app.family_open(text)', ['AND f.ended_at IS NULL', ''])],
  ['access tokens go with any sign-in', weakened('app.family_open(text)', ['AND f.login_session_id = login_id', ''])],
  ['nobody asks for the family', weakened('app.asker()', ['AND app.family_open(l.id)', ''])],
  ['the held trade their sign-in', weakened('app.open_family(text, text, text, text)', ['app.current_operator()', 'app.asker()'])],
  ['everybody is told of all programs', weakened('app.own_programs(integer)', ['WHERE f.operator_id = app.asker()', ''])],
  ['programs of others may be ended', weakened('app.revoke_own_program(text)', ['AND f.operator_id = me', ''])],
  [
    'families are read',
    'grant select on app.token_family to portal_staff; create policy all_of_them on app.token_family to portal_staff using (true)',
  ],
  [
    'tokens are read',
    'grant select on app.refresh_token to portal_staff; create policy all_of_them on app.refresh_token to portal_staff using (true)',
  ],
  ['staff clear programs away', 'grant execute on function app.purge_families(integer) to portal_staff'],
  ['jobs trade tokens', `grant execute on function ${REFRESH} to portal_jobs`],
])

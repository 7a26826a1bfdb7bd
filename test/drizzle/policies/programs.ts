import { anybody, catalogue, type Probe, staff, tracedStaff } from './probe.ts'
import type { World } from './world.ts'

const trade = (key: string, next: string) =>
  `select from app.refresh_family('${key}', '${next}', 'tok_new', '{}') r where r.because is null`
const enter = (family: string) =>
  `select from app.enter('', current_setting('app.login_key'), '${JSON.stringify({ family })}') where operator_id is not null`
const open = `select from app.open_family('fam_new', 'a key', 'sealed', 'tok_new')`
const ofHugo = (w: World) => w.families.hugo

/** Programs that go on with somebody's sign-in: one token at a time, as long as the sign-in, and only their person's. */
export const programs: Probe[] = [
  { says: 'the newest token is traded', asks: staff(), sql: (w) => trade(ofHugo(w).newest, 'a child'), gets: 1 },
  { says: 'a token that nobody gave is not traded', asks: staff(), sql: trade('made up', 'a child'), gets: 0 },
  {
    ...{ says: 'its parent gets the same child, while an answer may be lost', asks: staff(), gets: 1 },
    sql: (w) => trade(ofHugo(w).parent, ofHugo(w).newest),
  },
  { says: 'its parent gets no other child', asks: staff(), sql: (w) => trade(ofHugo(w).parent, 'another child'), gets: 0 },
  {
    ...{ says: 'its parent gets nothing any more after ten seconds', asks: staff(), gets: 0 },
    sql: (w) => trade(w.families.late.parent, w.families.late.newest),
  },
  { says: 'an older token gets nothing', asks: staff(), sql: (w) => trade(ofHugo(w).oldest, ofHugo(w).newest), gets: 0 },
  {
    ...{ says: 'a token that comes back ends its family', asks: catalogue, gets: 0 },
    sql: (w) => `${trade(ofHugo(w).oldest, 'a child')}; select from app.token_family where id = '${ofHugo(w).id}' and ended_at is null`,
  },
  { says: 'a family that has ended gives no token', asks: staff(), sql: (w) => trade(w.families.ended.newest, 'a child'), gets: 0 },
  ...(['signedOut', 'ranOut', 'idle', 'kurt'] as const).map(
    (name): Probe => ({
      ...{ says: `no token is given on a sign-in that is over (${name})`, asks: staff(), gets: 0 },
      sql: (w) => trade(w.families[name].newest, 'a child'),
    }),
  ),
  { says: 'a token of an open family is let in', asks: staff('hugo'), sql: (w) => enter(ofHugo(w).id), gets: 1 },
  { says: 'a token of a family that has ended is not', asks: staff('hugo'), sql: (w) => enter(w.families.ended.id), gets: 'IM400' },
  { says: 'a token of a family of another sign-in is not', asks: staff('ada'), sql: (w) => enter(ofHugo(w).id), gets: 'IM400' },
  { says: 'a sign-in is traded for a family', asks: staff('hugo'), sql: open, gets: 1 },
  ...(['signedOut', 'kurt'] as const).map(
    (name): Probe => ({ says: `nobody signed out or held trades a sign-in (${name})`, asks: staff(name), sql: open, gets: 'IM400' }),
  ),
  { says: 'somebody is told of their programs', asks: staff('hugo'), sql: 'select from app.own_programs(9)', gets: 3 },
  { says: 'nobody is told of programs of others', asks: staff('ada'), sql: 'select from app.own_programs(9)', gets: 0 },
  { says: 'somebody ends a program of theirs', asks: staff('hugo'), sql: (w) => end(ofHugo(w).id), gets: 1 },
  { says: 'nobody ends a program of somebody else', asks: staff('ada'), sql: (w) => end(ofHugo(w).id), gets: 0 },
  ...['token_family', 'refresh_token'].map(
    (table): Probe => ({ says: `nobody reads ${table}`, asks: tracedStaff('ada'), sql: `select 1 from app.${table}`, gets: '42501' }),
  ),
  { says: 'no staff clear programs away', asks: tracedStaff('ada'), sql: 'select app.purge_families(1)', gets: '42501' },
  ...(['portal_tenant_ro', 'portal_tenant_rw', 'portal_jobs'] as const).map(
    (duty): Probe => ({
      says: `${duty} trades no token`,
      asks: anybody(duty),
      sql: (w) => trade(ofHugo(w).newest, 'a child'),
      gets: '42501',
    }),
  ),
]

const end = (family: string) => `select from app.revoke_own_program('${family}')`

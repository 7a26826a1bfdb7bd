import { type Probe, staff, tracedStaff } from './probe.ts'

/** What is somebody’s own: sign-ins, sessions, the home page. */
export const own: Probe[] = [
  { says: 'staff see their own sign-ins', asks: staff('nils'), sql: 'select id from app.login_session', gets: 1 },
  { says: 'an administrator sees no sign-in of others', asks: staff('ada'), sql: 'select id from app.login_session', gets: 1 },
  ...(['gita', 'signedOut', 'ranOut', 'idle'] as const).flatMap((name): Probe[] => [
    { says: `nobody who is signed out (${name}) sees a sign-in`, asks: staff(name), sql: 'select id from app.login_session', gets: 0 },
    { says: `nobody who is signed out (${name}) is told of a sign-in`, asks: staff(name), sql: 'select from app.own_sign_ins(5)', gets: 0 },
  ]),
  { says: 'nobody is told of sign-ins of others', asks: staff('ada'), sql: 'select from app.own_sign_ins(5)', gets: 1 },
  {
    says: 'nobody ends a sign-in of somebody else',
    asks: staff('ada'),
    sql: (w) => `select from app.revoke_own_sign_ins('${w.logins.vera.loginId}')`,
    gets: 0,
  },
  { says: 'nobody signs in who has left', asks: staff(), sql: (w) => `${signIn(w.logins.gita.id)} where because is null`, gets: 0 },
  { says: 'somebody known signs in', asks: staff(), sql: (w) => `${signIn(w.logins.vera.id)} where because is null`, gets: 1 },
  {
    ...{ says: 'nobody else’s return from the directory makes a sign-in fresh', asks: staff('stale'), gets: 0 },
    sql: (w) => `select where app.prove_sign_in('${w.logins.stale.loginKey}', '${w.logins.ada.id}', '{}')`,
  },
  {
    ...{ says: 'a sign-in that is over is not made fresh', asks: staff('ranOut'), gets: 0 },
    sql: (w) => `select where app.prove_sign_in('${w.logins.ranOut.loginKey}', '${w.logins.ranOut.id}', '{}')`,
  },
  {
    says: 'nobody moves the clock of a sign-in',
    asks: tracedStaff('ada'),
    sql: 'update app.login_session set proved_at = now(), seen_at = now()',
    gets: '42501',
  },
  { says: 'nobody sees a session of somebody else', asks: staff('vera'), sql: 'select id from app.impersonation_session', gets: 0 },
  { says: 'a lead of another role sees no session', asks: staff('tara'), sql: 'select id from app.impersonation_session', gets: 0 },
  {
    says: 'whoever may kill sees no ended session',
    asks: staff('imke'),
    sql: 'select id from app.impersonation_session where ended_at is not null',
    gets: 0,
  },
  {
    says: 'an auditor sees ended sessions',
    asks: staff('lena'),
    sql: (w) => `select id from app.impersonation_session where ended_at is not null and id = '${w.sessions.ended.id}'`,
    gets: 1,
  },
  {
    says: 'nobody changes a session by hand',
    asks: tracedStaff('ada'),
    sql: "update app.impersonation_session set reason = 'Written over by hand, afterwards'",
    gets: '42501',
  },
  { says: 'somebody’s cards are their own', asks: staff('hugo'), sql: 'select from app.home_card', gets: 1 },
  { says: 'cards of others are nobody’s', asks: staff('ada'), sql: 'select from app.home_card', gets: 0 },
  { says: 'nobody signed out arranges a home', asks: staff('signedOut'), sql: "select app.arrange_home('[]')", gets: 'IM400' },
]

const signIn = (directoryId: string) => `select from app.sign_in('${directoryId}', 'log_new', 'a new key', '{}')`

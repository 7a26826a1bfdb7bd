import { type Asker, inside, type Probe, staff, writing } from './probe.ts'
import { OVER } from './world.ts'

/** As the first statement of a batch does it, with the keys that are set; `context`, `key` and `asked` as given. */
const enter = (more = "'{}'") => `select from app.enter(current_setting('app.session_key'), current_setting('app.login_key'), ${more})`
const QUESTION = `'{}', 'key_of_a_form', 'a question'`
const answered = `${enter(QUESTION)}; insert into audit.trail (act, sentence, outcome) values ('note:write', 'A sentence.', 'done')`
const nobody: Asker = { duty: 'portal_staff' }

export const entering: Probe[] = [
  { says: 'somebody signed in is let in', asks: staff('hugo'), sql: enter(), gets: 1 },
  { says: 'somebody in a session is let in', asks: inside('live'), sql: enter(), gets: 1 },
  { says: 'nobody is let in without a sign-in', asks: nobody, sql: enter(), gets: 'IM400' },
  ...(['gita', 'signedOut', 'ranOut', 'idle'] as const).map(
    (name): Probe => ({
      ...{ says: `nobody is let in whose sign-in or standing is over (${name})`, asks: staff(name), sql: enter(), gets: 'IM400' },
    }),
  ),
  { says: 'the held are let in for what is their own', asks: staff('kurt'), sql: enter(), gets: 1 },
  ...OVER.map(
    (state): Probe => ({
      ...{ says: `nobody is let into a tenant whose session is ${state}`, asks: inside(state), sql: enter() },
      gets: ['signedOut', 'ranOut', 'idle', 'deactivated'].includes(state) ? 'IM400' : 'IM401',
    }),
  ),
  { says: 'nobody is let into a tenant without a session', asks: { duty: 'portal_tenant_ro', login: 'hugo' }, sql: enter(), gets: 'IM401' },
  {
    says: 'a session is refused beside another sign-in',
    asks: { duty: 'portal_staff', session: 'live', login: 'hugo' },
    sql: enter(),
    gets: 'IM402',
  },
  { says: 'a session beside another sign-in opens no tenant', asks: inside('live', 'hugo'), sql: enter(), gets: 'IM402' },
  { says: 'a session that may not write is refused by the writing login', asks: writing('live'), sql: enter(), gets: 'IM403' },
  { says: 'an old sign-in is refused where a fresh one is asked for', asks: staff('stale'), sql: enter(`'{"fresh":true}'`), gets: 'IM428' },
  { says: 'a fresh sign-in is let in where one is asked for', asks: staff('hugo'), sql: enter(`'{"fresh":true}'`), gets: 1 },
  {
    ...{ says: 'a cookie made before the role changed is refused', asks: staff('hugo'), gets: 'IM400' },
    sql: (w) => enter(`'{"operator":"${w.logins.hugo.id}","operatorVersion":7}'`),
  },
  {
    ...{ says: 'a cookie of somebody else is refused', asks: staff('hugo'), gets: 'IM400' },
    sql: (w) => enter(`'{"operator":"${w.logins.ada.id}","operatorVersion":1}'`),
  },
  { says: 'a key is taken once', asks: staff('hugo'), sql: `${enter(QUESTION)}; ${enter(QUESTION)}`, gets: 'IK409' },
  {
    ...{ says: 'a key is answered with what it was answered first', asks: staff('hugo'), gets: 1 },
    sql: `${answered}; select from app.answer('key_of_a_form', 'a question')`,
  },
  {
    ...{ says: 'a key is not answered for another question', asks: staff('hugo'), gets: 'IK422' },
    sql: `${answered}; select from app.answer('key_of_a_form', 'another question')`,
  },
  {
    ...{ says: 'a key is answered to nobody else', asks: staff('hugo'), gets: 0 },
    sql: (w) =>
      `${answered}; select set_config('app.login_key', '${w.logins.ada.loginKey}', true); select from app.answer('key_of_a_form', 'a question')`,
  },
  {
    ...{ says: 'a change holds its session from its first statement, so that a kill is exact', asks: writing('writing'), sql: enter() },
    meanwhile: (w) => `select from app.impersonation_session where id = '${w.sessions.writing.id}' for no key update nowait`,
    gets: '55P03',
  },
  {
    ...{
      says: 'touching wakes no sign-in that has run out',
      asks: staff('idle'),
      sql: 'select app.touch(); select id from app.login_session',
    },
    gets: 0,
  },
]

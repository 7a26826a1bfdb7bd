import { anybody, catalogue, type Probe, staff, tracedStaff } from './probe.ts'
import type { World } from './world.ts'

const REASON = 'A reason of some length.'
const change = (person: string, what: string, more = '') =>
  `select from app.change_person('${person}', '${what}', '${REASON}'${more}) where because is null`
const role = (person: string, to: string, seen = 1) => change(person, 'role', `, '${to}', false, ${seen}`)
const ask = (person: string) => `select from app.ask_admin('agr_new', '${person}', '${REASON}') where because is null`
const decide = (
  w: World,
  which: keyof World['wishes'] = 'open',
  seen = `(select asked_at from app.admin_grant where id = '${w.wishes[which]}')`,
) => `select from app.decide_admin('${w.wishes[which]}', true, ${seen}) where because is null`
const wish = (values: string) => (w: World) => `update app.admin_grant set ${values} where id = '${w.wishes.open}'`
const add = (as: string) =>
  `select from app.add_person('ops_new', 'dir_new', 'new@vendor.example', 'A name', '${as}', false, 'UTC') where because is null`

/** Who works here and what they may do: by two, by others, never by oneself. */
export const people: Probe[] = [
  { says: 'an administrator changes a role', asks: staff('ada'), sql: (w) => role(w.logins.vera.id, 'SUPPORT_L2'), gets: 1 },
  { says: 'a lead changes no role', asks: staff('lena'), sql: (w) => role(w.logins.vera.id, 'SUPPORT_L2'), gets: '42501' },
  { says: 'nobody signed out changes a role', asks: staff('signedOut'), sql: (w) => role(w.logins.vera.id, 'SUPPORT_L2'), gets: 'IM400' },
  {
    says: 'nobody changes a role that changed meanwhile',
    asks: staff('ada'),
    sql: (w) => role(w.logins.vera.id, 'SUPPORT_L2', 7),
    gets: 0,
  },
  { says: 'nobody changes themselves', asks: staff('ada'), sql: (w) => change(w.logins.ada.id, 'deactivate'), gets: 0 },
  { says: 'nobody makes an administrator alone', asks: staff('ada'), sql: (w) => role(w.logins.vera.id, 'ADMIN'), gets: 0 },
  {
    ...{ says: 'nobody decides a wish without saying how', asks: staff('ben'), gets: '22023' },
    sql: (w) =>
      `select from app.decide_admin('${w.wishes.open}', null, (select asked_at from app.admin_grant where id = '${w.wishes.open}'))`,
  },
  { says: 'nobody adds an administrator', asks: staff('ada'), sql: add('ADMIN'), gets: 0 },
  { says: 'an administrator adds others', asks: staff('ada'), sql: add('SUPPORT_L1'), gets: 1 },
  { says: 'nobody else adds a person', asks: staff('lena'), sql: add('SUPPORT_L1'), gets: '42501' },
  {
    ...{ says: 'nobody who was an administrator comes back as one', asks: staff('ada'), gets: 0 },
    sql: (w) => `${change(w.logins.ben.id, 'deactivate')}; ${change(w.logins.ben.id, 'reactivate')}`,
  },
  { says: 'a support lead releases the held', asks: staff('lena'), sql: (w) => change(w.logins.kurt.id, 'release'), gets: 1 },
  { says: 'nobody else releases the held', asks: staff('hugo'), sql: (w) => change(w.logins.kurt.id, 'release'), gets: '42501' },
  {
    says: 'nobody holds who has left: released, they would be back',
    asks: staff('ada'),
    sql: (w) => change(w.logins.gita.id, 'hold'),
    gets: 0,
  },
  { says: 'nobody lets come back who has not left', asks: staff('ada'), sql: (w) => change(w.logins.kurt.id, 'reactivate'), gets: 0 },
  { says: 'nobody deactivates twice', asks: staff('ada'), sql: (w) => change(w.logins.gita.id, 'deactivate'), gets: 0 },
  {
    ...{ says: 'nobody changes a person without a reason', asks: staff('ada'), gets: '22023' },
    sql: (w) => `select from app.change_person('${w.logins.vera.id}', 'deactivate', 'Because')`,
  },
  { says: 'nobody releases whom nobody held', asks: staff('lena'), sql: (w) => change(w.logins.gita.id, 'release'), gets: 0 },
  {
    ...{ says: 'the last administrator is known for that', asks: catalogue, gets: 0 },
    sql: (w) =>
      `update app.internal_user set status = 'HELD' where id = '${w.logins.ben.id}'; select where not app.is_last_admin('${w.logins.ada.id}')`,
  },
  {
    ...{ says: 'two who change people take turns', asks: staff('ada'), sql: (w) => change(w.logins.vera.id, 'hold'), gets: '55P03' },
    meanwhile: (w) => `select from app.internal_user where id = '${w.logins.ben.id}' for no key update nowait`,
  },
  {
    says: 'nobody is told of open sign-ins but whoever manages people',
    asks: staff('lena'),
    sql: (w) => `select where app.open_sign_ins('${w.logins.vera.id}') is not null`,
    gets: 0,
  },
  ...['role', 'status', 'lead', 'name'].map(
    (column): Probe => ({
      ...{
        says: `nobody sets the ${column} of a person by hand`,
        asks: tracedStaff('ada'),
        sql: `update app.internal_user set ${column} = ${column}`,
        gets: '42501',
      },
    }),
  ),
  {
    says: 'nobody gives a role another permission',
    asks: staff('ada'),
    sql: "insert into app.role_permission values ('SUPPORT_L1', false, 'manage_users')",
    gets: '42501',
  },
  {
    says: 'no staff hold somebody in the name of the portal',
    asks: staff('ada'),
    sql: (w) => `select app.hold_operator('${w.logins.vera.id}', 'x')`,
    gets: '42501',
  },
  {
    says: 'no login adds staff like the owner',
    asks: staff('ada'),
    sql: "select app.add_staff('a', 'b', 'c@d.example', 'E', 'ADMIN', false)",
    gets: '42501',
  },
  { says: 'an administrator asks for another one', asks: staff('ada'), sql: (w) => ask(w.logins.vera.id), gets: 1 },
  { says: 'nobody else asks for an administrator', asks: staff('lena'), sql: (w) => ask(w.logins.vera.id), gets: '42501' },
  { says: 'a second administrator grants', asks: staff('ben'), sql: (w) => decide(w), gets: 1 },
  { says: 'whoever asked does not grant', asks: staff('ada'), sql: (w) => decide(w), gets: 0 },
  { says: 'nobody else grants', asks: staff('lena'), sql: (w) => decide(w, 'open', 'now()'), gets: '42501' },
  ...(['lapsed', 'askerGone', 'decided', 'ofHeld'] as const).map(
    (which): Probe => ({ says: `nobody grants a wish that is ${which}`, asks: staff('ben'), sql: (w) => decide(w, which), gets: 0 }),
  ),
  { says: 'nobody asks for an administrator who is one', asks: staff('ben'), sql: (w) => ask(w.logins.ada.id), gets: 0 },
  { says: 'nobody asks twice', asks: staff('ben'), sql: (w) => ask(w.logins.hugo.id), gets: 0 },
  { says: 'nobody asks for somebody who has left', asks: staff('ben'), sql: (w) => ask(w.logins.gita.id), gets: 0 },
  { says: 'nobody grants what was asked anew meanwhile', asks: staff('ben'), sql: (w) => decide(w, 'open', 'now()'), gets: 0 },
  ...[
    ['whoever asked never decides', 'asked_by', '23514'],
    ['whom it is about never decides', 'subject_id', '23514'],
  ].map(
    ([says, by, gets]): Probe => ({
      ...{
        says: says as string,
        asks: catalogue,
        sql: wish(`state = 'granted', decided_by = ${by}, decided_at = now()`),
        gets: gets as string,
      },
    }),
  ),
  { says: 'nobody asks for themselves', asks: catalogue, sql: wish('subject_id = asked_by'), gets: '23514' },
  { says: 'nothing is granted by nobody', asks: catalogue, sql: wish("state = 'granted'"), gets: '23514' },
  {
    says: 'a wish is decided by nobody’s hand',
    asks: tracedStaff('ben'),
    sql: (w) => wish(`state = 'granted', decided_by = '${w.logins.vera.id}', decided_at = now()`)(w),
    gets: '42501',
  },
  {
    says: 'who somebody is in the directory never changes',
    asks: catalogue,
    sql: "update app.internal_user set directory_id = id || 'x'",
    gets: '23514',
  },
  {
    ...{ says: 'a change of role counts the version', asks: catalogue, gets: 0 },
    sql: (w) =>
      `update app.internal_user set lead = true where id = '${w.logins.vera.id}'; select from app.internal_user where id = '${w.logins.vera.id}' and version = 1`,
  },
  { says: 'jobs read no name of staff', asks: anybody('portal_jobs'), sql: 'select name from app.internal_user', gets: '42501' },
  {
    says: 'jobs find no address of somebody who has left',
    asks: anybody('portal_jobs'),
    sql: (w) => `select id from app.internal_user where id = '${w.logins.gita.id}'`,
    gets: 0,
  },
]

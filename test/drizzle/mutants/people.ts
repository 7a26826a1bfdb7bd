import { mutantsOf, open, weakened } from './mutant.ts'

const CHANGE = 'app.change_person(text, text, text, text, boolean, integer)'
const DECIDE = 'app.decide_admin(text, boolean, timestamptz, text)'
const when = (signature: string, line: string) => weakened(signature, [`WHEN ${line}`, 'WHEN false'])
const withoutCheck = (name: string) => `alter table app.admin_grant drop constraint ${name}`

export const ofPeople = mutantsOf('people', [
  ['a wish is decided by nothing', weakened(DECIDE, ['IF granted IS NULL THEN', 'IF false THEN'])],
  ['no permission is required', weakened('app.required(text)', ['NOT app.may(permission)', 'false'])],
  ['managing people is a lead’s', weakened(CHANGE, ["ELSE 'manage_users'", "ELSE 'release_holds'"])],
  ['somebody changes themselves', when(CHANGE, 'was.id = me')],
  ['a change is made over another', when(CHANGE, "what = 'role' AND seen IS DISTINCT FROM was.version")],
  ['one makes an administrator', when(CHANGE, "what = 'role' AND new_role = 'ADMIN'")],
  ['an administrator comes back by one hand', when(CHANGE, "what = 'reactivate' AND was.role = 'ADMIN'")],
  ['the gone are released', when(CHANGE, "what = 'release' AND was.status <> 'HELD'")],
  ['the gone are held, and may be released', when(CHANGE, "what = 'hold' AND was.status <> 'ACTIVE'")],
  ['the held come back without a release', when(CHANGE, "what = 'reactivate' AND was.status <> 'DEACTIVATED'")],
  ['the gone are deactivated again', when(CHANGE, "what = 'deactivate' AND was.status = 'DEACTIVATED'")],
  ['a person is changed without a reason', weakened(CHANGE, ["length(trim(coalesce(reason, ''))) < 10", 'false'])],
  ['the held become administrators', when(DECIDE, "granted AND was.status <> 'ACTIVE'")],
  ['an administrator is asked for again', when('app.ask_admin(text, text, text)', "subject.role = 'ADMIN'")],
  ['one adds an administrator', when('app.add_person(text, text, text, text, text, boolean, text)', "add_person.role = 'ADMIN'")],
  ['there is no last administrator', weakened('app.is_last_admin(text)', ['RETURN EXISTS', 'RETURN false AND EXISTS'])],
  [
    'the held count as administrators',
    weakened('app.is_last_admin(text)', [
      "u.id <> person AND u.role = 'ADMIN' AND u.status = 'ACTIVE'",
      "u.id <> person AND u.role = 'ADMIN'",
    ]),
  ],
  ['changes of people do not wait for each other', weakened('app.hold_people(text)', [' FOR NO KEY UPDATE', ''])],
  [
    'open sign-ins are told to everybody',
    weakened('app.open_sign_ins(text)', ["IF NOT app.may('manage_users') THEN RETURN NULL; END IF;", '']),
  ],
  ['whoever asked grants', when(DECIDE, 'wish.asked_by = me') + ';' + withoutCheck('admin_grant_three_people')],
  ['a wish is granted unread', when(DECIDE, 'wish.asked_at IS DISTINCT FROM seen')],
  ['a wish that lapsed is granted', when(DECIDE, 'wish.expires_at <= clock_timestamp()')],
  [
    'a wish of somebody who is no administrator is granted',
    when(DECIDE, "granted AND (asker.role <> 'ADMIN' OR asker.status <> 'ACTIVE')"),
  ],
  ['a wish is decided twice', when(DECIDE, "wish.state <> 'asked'")],
  ['a wish is asked for again while it waits', when('app.ask_admin(text, text, text)', 'known.expires_at > clock_timestamp()')],
  ['a wish is for somebody who has left', when('app.ask_admin(text, text, text)', "subject.status <> 'ACTIVE'")],
  ['two people are enough', withoutCheck('admin_grant_three_people')],
  [
    'whom it is about decides',
    `${withoutCheck('admin_grant_three_people')}; alter table app.admin_grant add check (asked_by <> subject_id and decided_by <> asked_by)`,
  ],
  ['a wish is granted by nobody', withoutCheck('admin_grant_decided')],
  [
    'staff decide wishes by hand',
    'grant update on app.admin_grant to portal_staff; create policy mine on app.admin_grant for update to portal_staff using (true)',
  ],
  ['staff write people by hand', 'grant update (role) on app.internal_user to portal_staff'],
  [
    'staff give permissions',
    'grant insert on app.role_permission to portal_staff; create policy mine on app.role_permission for insert to portal_staff with check (true)',
  ],
  ['staff hold in the portal’s name', 'grant execute on function app.hold_operator(text, text) to portal_staff'],
  ['staff add staff like the owner', 'grant execute on function app.add_staff(text, text, text, text, text, boolean) to portal_staff'],
  ['a directory id may change', 'drop trigger directory_id_is_immutable on app.internal_user'],
  ['a change of role is not counted', 'alter table app.internal_user disable trigger version_counts'],
  ['jobs read all of a person', 'grant select on app.internal_user to portal_jobs'],
  ['letters go to those who left', open('letters', 'app.internal_user')],
])

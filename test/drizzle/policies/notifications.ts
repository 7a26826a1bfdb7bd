import { anybody, catalogue, type Probe, staff, tracedStaff } from './probe.ts'
import type { World } from './world.ts'

const TABLES = ['notification', 'notification_inbox', 'notification_preference']
const mark =
  (what: string, notice: keyof World['notices'], more = '', snooze = 'null', until = 'null') =>
  (w: World) =>
    `select from app.mark_notifications('${what}', array['${w.notices[notice]}'], null, ${snooze}, ${until}, 5)${more}`
const jobs = anybody('portal_jobs')
const notify = `select app.notify('evt_new', 'nobody', null, '{}', '{}', '{}')`

/** Everybody’s inbox is their own, written by jobs, counted by itself. */
export const notifications: Probe[] = [
  ...TABLES.flatMap((table): Probe[] => [
    { says: `what is theirs in ${table} is shown to its owner`, asks: staff('hugo'), sql: `select from app.${table}`, gets: 1 },
    { says: `what is another’s in ${table} is shown to nobody`, asks: staff('ada'), sql: `select from app.${table}`, gets: 0 },
    { says: `nobody signed out sees a row of ${table}`, asks: staff('signedOut'), sql: `select from app.${table}`, gets: 0 },
    { says: `no job reads ${table}`, asks: jobs, sql: `select 1 from app.${table}`, gets: '42501' },
  ]),
  { says: 'nobody held sees their notifications', asks: staff('kurt'), sql: 'select from app.notification', gets: 0 },
  { says: 'the bell knows what is unread', asks: staff('hugo'), sql: 'select where app.unread() = 1', gets: 1 },
  { says: 'the bell of another knows nothing of it', asks: staff('ada'), sql: 'select where app.unread() > 0', gets: 0 },
  { says: 'somebody marks what is theirs', asks: staff('hugo'), sql: mark('read', 'hugos', ' where changed = 1'), gets: 1 },
  { says: 'nobody marks what is another’s', asks: staff('ada'), sql: mark('read', 'hugos', ' where matched > 0'), gets: 0 },
  { says: 'nobody held marks anything', asks: staff('kurt'), sql: mark('read', 'kurts'), gets: 'IM400' },
  { says: 'nobody signed out marks anything', asks: staff('signedOut'), sql: mark('read', 'hugos'), gets: 'IM400' },
  { says: 'nobody held chooses what they are told', asks: staff('kurt'), sql: `select app.prefer(0, null, null, '[]')`, gets: 'IM400' },
  {
    says: 'a mark leaves its trace',
    asks: staff('hugo'),
    sql: (w) => `${mark('read', 'hugos')(w)}; select from audit.trail where act = 'notification:read'`,
    gets: 1,
  },
  {
    says: 'nothing is put off into the past',
    asks: staff('hugo'),
    sql: mark('snooze', 'hugos', '', 'null', "now() - interval '1 s'"),
    gets: '22023',
  },
  { says: 'nothing is put off for ever', asks: staff('hugo'), sql: mark('snooze', 'hugos', '', 'null', "'infinity'"), gets: '22023' },
  { says: 'nobody marks by hand', asks: tracedStaff('hugo'), sql: 'update app.notification set is_read = true', gets: '42501' },
  {
    says: 'nobody moves the number on a bell',
    asks: tracedStaff('hugo'),
    sql: 'update app.notification_inbox set unread = 0',
    gets: '42501',
  },
  {
    says: 'nobody writes a notification by hand',
    asks: tracedStaff('ada'),
    sql: `insert into app.notification (id, user_id, event_id, notice, category, severity, title, sentence) values ('ntf_new', 'ops_x', 'evt_x', 'role.changed', 'JOBS', 'LOW', 'A title', 'A sentence.')`,
    gets: '42501',
  },
  { says: 'no staff tell an audience', asks: tracedStaff('ada'), sql: notify, gets: '42501' },
  { says: 'no staff wake what others put off', asks: tracedStaff('ada'), sql: 'select app.wake_notifications(10, 5)', gets: '42501' },
  {
    says: 'what was put off wakes in its time, and nothing before',
    asks: jobs,
    sql: 'select where app.wake_notifications(10, 5) = 1',
    gets: 1,
  },
  { says: 'nothing wakes before its time', asks: jobs, sql: 'select where app.wake_notifications(10, 5) > 1', gets: 0 },
  {
    says: 'the number follows every change',
    asks: catalogue,
    sql: `update app.notification set is_read = true; select from app.notification_inbox where unread > 0`,
    gets: 0,
  },
  {
    says: 'the number follows what is removed',
    asks: catalogue,
    sql: `delete from app.notification; select from app.notification_inbox where unread > 0`,
    gets: 0,
  },
  {
    says: 'nobody turns off what they must hear of',
    asks: catalogue,
    sql: (w) =>
      `insert into app.notification_preference (user_id, category, in_app, by_letter, digest_minutes) values ('${w.logins.vera.id}', 'SAFETY', false, false, 5)`,
    gets: '23514',
  },
  { says: 'a notification leads nowhere else', asks: catalogue, sql: `update app.notification set link = '//evil.example'`, gets: '23514' },
  {
    says: 'an event is told to one person once',
    asks: catalogue,
    sql: (w) =>
      `insert into app.notification (id, user_id, event_id, notice, category, severity, title, sentence) values ('ntf_new', '${w.logins.hugo.id}', 'evt_${w.notices.hugos}', 'role.changed', 'JOBS', 'LOW', 'A title', 'A sentence.')`,
    gets: '23505',
  },
]

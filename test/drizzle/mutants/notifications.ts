import { mutantsOf, open, weakened } from './mutant.ts'

const MARK = 'app.mark_notifications(text, text[], text, text, timestamptz, integer)'
const TELL = 'app.notify(text, text, text, jsonb, jsonb, jsonb)'

export const ofNotifications = mutantsOf('notifications', [
  ['notifications are shown to everybody', open('own', 'app.notification')],
  ['numbers are shown to everybody', open('own', 'app.notification_inbox')],
  ['preferences are shown to everybody', open('own', 'app.notification_preference')],
  ['the held have an inbox', weakened('app.inbox_owner()', ['app.current_operator()', 'app.asker()'])],
  ['everybody’s bell is the fullest', weakened('app.unread()', ['WHERE i.user_id = app.inbox_owner()', 'ORDER BY i.unread DESC LIMIT 1'])],
  ['anybody marks anything', weakened(MARK, ['n.user_id = me AND n.id = ANY (ids)', 'n.id = ANY (ids)'])],
  ['the held mark', weakened(MARK, ['IF me IS NULL THEN', 'IF false THEN'], ['VALUES (me,', 'VALUES (coalesce(me, app.asker()),'])],
  ['the held choose', weakened('app.prefer(integer, integer, integer, jsonb)', ['app.inbox_owner()', 'app.asker()'])],
  ['things are put off into the past', weakened(MARK, ['OR wake <= moment', ''])],
  ['things are put off for ever', weakened(MARK, ["OR wake > moment + interval '1 year'", ''])],
  [
    'staff mark by hand',
    'grant update on app.notification to portal_staff; create policy mine on app.notification for update to portal_staff using (true)',
  ],
  [
    'staff move numbers',
    'grant update on app.notification_inbox to portal_staff; create policy mine on app.notification_inbox for update to portal_staff using (true)',
  ],
  [
    'staff write notifications',
    'grant insert on app.notification to portal_staff; create policy mine on app.notification for insert to portal_staff with check (true)',
  ],
  ['staff tell an audience', `grant execute on function ${TELL} to portal_staff`],
  ['staff wake what others put off', 'grant execute on function app.wake_notifications(integer, integer) to portal_staff'],
  ['jobs read inboxes', 'grant select on app.notification to portal_jobs'],
  ['jobs read numbers', 'grant select on app.notification_inbox to portal_jobs'],
  [
    'things wake before their time',
    weakened(
      'app.wake_notifications(integer, integer)',
      ['WHERE n.snoozed_until <= clock_timestamp() ORDER', 'WHERE n.snoozed_until IS NOT NULL ORDER'],
      ['AND n.snoozed_until <= clock_timestamp() RETURNING', 'RETURNING'],
    ),
  ],
  ['the number stands still', 'drop trigger count_changed on app.notification'],
  ['the number forgets what is removed', 'drop trigger count_removed on app.notification'],
  ['anything may be turned off', 'alter table app.notification_preference drop constraint notification_preference_mandatory'],
  ['a notification leads anywhere', 'alter table app.notification drop constraint notification_link'],
  ['an event is told again and again', 'drop index app.notification_once'],
])

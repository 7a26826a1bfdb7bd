import { mutantsOf, open, weakened } from './mutant.ts'

const READER = 'app.tenant_reader()'
const ENTER = 'app.enter_reader(jsonb, jsonb, text, text)'

export const ofTenantInbox = mutantsOf('tenantInbox', [
  ['tenants’ users see every inbox', open('own_of_tenant', 'app.notification')],
  ['tenants’ users see every number', open('own_of_tenant', 'app.notification_inbox')],
  ['tenants’ users see every wish', open('own_of_tenant', 'app.notification_preference')],
  ['a user who is gone reads on', weakened(READER, ["AND u.status = 'ACTIVE'", ''])],
  ['a user of any tenant enters', weakened(READER, ["u.tenant_id = named ->> 'tenant' AND ", ''])],
  [
    'a setting is believed',
    weakened('app.inbox_owner()', [
      '(SELECT r.user_id FROM app.tenant_reader() r)',
      "(nullif(current_setting('app.tenant_user', true), '')::jsonb ->> 'user')",
    ]),
  ],
  [
    'a setting is believed of anybody',
    weakened(
      'app.inbox_owner()',
      ["IF session_user = 'portal_tenant_user' THEN", "IF current_setting('app.tenant_user', true) <> '' THEN"],
      ['(SELECT r.user_id FROM app.tenant_reader() r)', "(current_setting('app.tenant_user', true)::jsonb ->> 'user')"],
    ),
  ],
  ['nobody enters and is somebody', weakened(ENTER, ['IF me IS NULL THEN', 'IF false THEN'])],
  ['a key is answered twice', weakened(ENTER, ["IF NOT FOUND THEN RAISE EXCEPTION 'repeated' USING ERRCODE = 'IK409'; END IF;", ''])],
  [
    'tenants’ users mark by hand',
    'grant update on app.notification to portal_tenant_user; create policy mine on app.notification for update to portal_tenant_user using (true); drop trigger traced on app.notification',
  ],
  ['tenants’ users read the trail', 'grant usage on schema audit to portal_tenant_user; grant select on audit.trail to portal_tenant_user'],
  [
    'tenants’ users read who there is',
    'grant usage on schema public to portal_tenant_user; grant select on public.tenant_user to portal_tenant_user',
  ],
  ['staff enter as tenants’ users', `grant execute on function ${ENTER} to portal_staff`],
])

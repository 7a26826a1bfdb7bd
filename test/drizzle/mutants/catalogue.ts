import { mutantsOf } from './mutant.ts'

/** Never committed: roles are those of every database of the server. */
export const ofCatalogue = mutantsOf('catalogue', [
  ['row-level security is not forced on a table', 'alter table riu no force row level security'],
  ['row-level security is not enabled on the trail', 'alter table audit.trail disable row level security'],
  ['a new table has no row-level security', 'create table app.brand_new (id text)'],
  ['a policy is for everybody', 'create policy everybody on tenant_error for select using (true)'],
  ['a view asks with its owner’s rights', 'create view public.every_case as select * from "case"'],
  ['a copy is kept', 'create materialized view public.every_case as select * from "case"'],
  ['anybody may execute a function', 'grant execute on function app.kill_sessions(text, text, text) to public'],
  ['anybody may read a table', 'grant select on tenant to public'],
  [
    'a new function is everybody’s',
    'create function app.brand_new() returns int language sql return 1; grant execute on function app.brand_new() to public',
  ],
  ['a function takes names from whoever calls', 'alter function app.may(text) reset search_path'],
  ['a function takes names from another schema', 'alter function app.current_tenant() set search_path = public'],
  ['a function acts with the rights of the owner of the database', 'alter function app.live_session() owner to current_user'],
  ['a login may write content', 'grant insert on note to portal_tenant_rw'],
  ['a login may remove the trail', 'grant truncate on audit.trail to portal_jobs'],
  ['a login may create', 'grant create on schema app to portal_staff'],
  ['a guard may create', 'grant create on schema public to portal_guard'],
  ['people change without a trace', 'drop trigger traced on app.internal_user'],
  ['sessions change without a trace', 'alter table app.impersonation_session disable trigger traced'],
  ['content changes without a trace', 'drop trigger traced on "case"'],
  ['wishes change without a trace', 'drop trigger traced on app.admin_grant'],
  ['a tenant changes under its sessions', 'drop trigger hold_sessions on tenant'],
  ['a login is a member of the guard', 'grant portal_guard to portal_staff'],
  ['one login is a member of another', 'grant portal_tenant_rw to portal_tenant_ro'],
  ['a login bypasses row-level security', 'alter role portal_jobs bypassrls'],
  ['a login makes roles', 'alter role portal_staff createrole'],
  ['a login inherits', 'alter role portal_tenant_ro inherit'],
  ['somebody may log in as the guard', 'alter role portal_guard login'],
  [
    'a login owns a table',
    'grant portal_tenant_rw to current_user; grant create on schema public to portal_tenant_rw; alter table note owner to portal_tenant_rw; revoke create on schema public from portal_tenant_rw',
  ],
])

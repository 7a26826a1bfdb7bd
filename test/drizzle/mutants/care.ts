import { mutantsOf, openCheck, weakened } from './mutant.ts'

const WRITES = 'app.writes_as()'
const PARTY = 'app.party_cases(text)'
const REVEAL = 'app.reveal(text, text, text, text, boolean)'
const SEARCH = 'app.search_everywhere(text, text[], text, integer)'
const everywhere = (table: string) => `alter policy write_in_session on ${table} using (true) with check (true)`
/** A policy that keeps nothing from anybody, as it was before. */
const nothingKept = (table: string) => `do $mutant$ declare was text;
  begin
    select qual into was from pg_policies where tablename = '${table}' and policyname = 'in_session';
    if strpos(was, 'kept_') = 0 then raise 'nothing is kept of ${table}'; end if;
    execute format('alter policy in_session on public.%I using (%s)', '${table}', regexp_replace(was, 'app\\.kept_(cases|investigations)\\(\\) AS \\w+', 'NULL::text WHERE false', 'g'));
  end $mutant$`

const NOTE = {
  rank: "(select app.writes_as()) >= app.tenant_role_rank('INVESTIGATOR')",
  name: 'written_by = (select app.current_operator())',
  behalf: 'author_id is not distinct from (select app.current_subject())',
  seen: 'exists (select from public."case" c where c.id = case_id)',
}
/** The policy of new notes without one of its guards. Without the tenant's it would still hold: a case that is seen is of that tenant. */
const noteWithout = (guard: keyof typeof NOTE) =>
  `alter policy add_in_session on note with check (tenant_id = (select app.current_tenant()) and ${Object.entries(NOTE)
    .filter(([name]) => name !== guard)
    .map(([, sql]) => sql)
    .join(' and ')})`

export const ofCare = mutantsOf('care', [
  ['cases are written everywhere', everywhere('"case"')],
  ['cases are written by whoever sees them', openCheck('write_in_session', '"case"')],
  ['users are written everywhere', everywhere('tenant_user')],
  ['users are written by whoever sees them', openCheck('write_in_session', 'tenant_user')],
  ['a session that reads writes', weakened(WRITES, ["s.mode = 'READ_WRITE' AND app.may('write_in_session')", 'true'])],
  ['whoever may not write does', weakened(WRITES, ["AND app.may('write_in_session')", ''])],
  ['everybody writes as an administrator', weakened(WRITES, ['app.tenant_role_rank(s.seen_as)', '5'])],
  ['the title of a case is written', 'grant update (title) on "case" to portal_tenant_rw'],
  ['the version of a case is written', 'grant update (version) on "case" to portal_tenant_rw'],
  ['a closed case opens at once', weakened('app.move_case()', ["old.status = 'CLOSED' AND new.status = 'OPEN'", 'false'])],
  ['a case keeps its version', weakened('app.move_case()', ['new.version := old.version + 1;', ''])],
  ['cases move by themselves', 'drop trigger in_session on "case"'],
  ['a user goes anywhere', weakened('app.move_user()', ["IF session_user = 'portal_tenant_rw' AND", 'IF false AND'])],
  ['a user keeps their version', weakened('app.move_user()', ['new.version := old.version + 1;', ''])],
  ['what is configured is open to every session', 'alter policy in_session on tenant_config using (true)'],
  ['versions are added anywhere', openCheck('add_in_session', 'tenant_config')],
  [
    'versions are added under any name',
    'alter policy add_in_session on tenant_config with check (tenant_id = (select app.current_tenant()) and (select app.writes_as()) >= 4)',
  ],
  [
    'versions are added by whoever is there',
    'alter policy add_in_session on tenant_config with check (tenant_id = (select app.current_tenant()) and changed_by = (select app.current_operator()))',
  ],
  [
    'the login that reads adds versions',
    'grant insert on tenant_config to portal_tenant_ro; create policy mine on tenant_config for insert to portal_tenant_ro with check (true)',
  ],
  ['notes are written anywhere', openCheck('add_in_session', 'note')],
  ['notes are written by whoever is there', noteWithout('rank')],
  ['notes are written under any name', noteWithout('name')],
  ['notes are written on behalf of anybody', noteWithout('behalf')],
  ['notes are written about cases that nobody sees', noteWithout('seen')],
  ['when a note was written is said by who writes it', 'grant insert (created_at) on note to portal_tenant_rw'],
  [
    'the login that reads writes notes',
    'grant insert on note to portal_tenant_ro; create policy mine on note for insert to portal_tenant_ro with check (true)',
  ],
  [
    'notes are changed',
    'grant update (body) on note to portal_tenant_rw; create policy mine on note for update to portal_tenant_rw using (true)',
  ],
  ['notes leave no trace', 'drop trigger traced on note'],
  ['everything may be revealed', weakened(REVEAL, ['taken >= app.reveals_of(s.id)', 'false'])],
  [
    'a hundred fields may be revealed',
    'create or replace function app.reveal_limit() returns integer language sql immutable parallel safe return 100',
  ],
  ['who reported may be revealed', weakened(REVEAL, ["OR (entity = 'participant' AND EXISTS", 'OR (false AND EXISTS'])],
  ['any field may be revealed', weakened(REVEAL, ['WHEN (entity, field) NOT IN', 'WHEN false AND (entity, field) NOT IN'])],
  ['everybody reveals', weakened(REVEAL, ["NOT app.may('reveal')", 'false'])],
  ['no sign-in is too old to reveal', weakened(REVEAL, ['IF taken = 0 AND EXISTS', 'IF false AND EXISTS'])],
  ['staff reveal from outside', 'grant execute on function app.reveal(text, text, text, text, boolean) to portal_staff'],
  ...['case', 'riu', 'note', 'participant', 'investigation', 'investigation_step'].map((table): [string, string] => [
    `nothing of ${table} is kept from a party`,
    nothingKept(table),
  ]),
  ['nobody is a party', weakened(PARTY, ['p.internal_user_id = o.id', 'false'])],
  ['no address makes a party', weakened(PARTY, ['lower(u.email) = lower(o.email)', 'false'])],
  ['an address makes a party only as it is spelled', weakened(PARTY, ['lower(u.email) = lower(o.email)', 'u.email = o.email'])],
  ['no hash of an address makes a party', weakened(PARTY, ["sha256(convert_to(lower(o.email), 'UTF8')), ", ''])],
  ['no hash of an id makes a party', weakened(PARTY, [", sha256(convert_to(o.directory_id, 'UTF8'))", ''])],
  ['hashes may be read', 'grant select (identity_hash) on participant to portal_tenant_ro'],
  ['a party finds their case', weakened(SEARCH, ['AND NOT e.entity_id = ANY (kept) LIMIT bound\n    ) p', 'LIMIT bound\n    ) p'])],
  ['a party finds the report of their case', weakened('app.kept_records()', ['r.case_id = ANY (cases)', 'false'])],
  [
    'few records are counted out',
    'create or replace function app.facet(kind text, count bigint) returns jsonb language sql immutable parallel safe return to_jsonb(count)',
  ],
  ['nobody records who enters with a case of their own', 'drop trigger note_conflict on app.impersonation_session'],
])

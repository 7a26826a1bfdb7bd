import { mutantsOf, open, weakened } from './mutant.ts'

const TENANT = 'app.reader_tenant()'
const EVERY = 'app.reader_sees_every_case()'
const TRACE = 'app.trace_reading(text, text, text, text, text[], jsonb)'
const cases = (guard: string) => `alter policy of_reader on public."case" using (${guard})`

export const ofTenantReaders = mutantsOf('tenantReaders', [
  ['a tenant that is closed to the vendor is read', weakened(TENANT, [" AND t.access_policy <> 'closed'", ''])],
  ['a tenant that is suspended is read', weakened(TENANT, ["t.status = 'ACTIVE' AND ", ''])],
  ['the product alone says who leads', weakened(EVERY, ["u.role IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN') AND ", ''])],
  ['the product is not asked who leads', weakened(EVERY, [" AND said IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN')", ''])],
  ['investigations open any case', weakened('app.reader_investigated()', [' AND i.assignee_id = r.user_id', ''])],
  ['nothing is kept from a party', weakened('app.reader_party()', ['p.tenant_user_id = r.user_id', 'false'])],
  ['every user sees every case', cases('tenant_id = (select app.reader_tenant()) and id not in (select app.reader_party())')],
  ['officers see every tenant', cases('(select app.reader_sees_every_case()) and id not in (select app.reader_party())')],
  ...['riu', 'investigation', 'note', 'participant', 'investigation_step'].map((table): [string, string] => [
    `tenants’ users see every row of ${table}`,
    open('of_reader', table),
  ]),
  [
    'reports that hang on no case are seen by all',
    'alter policy of_reader on riu using (tenant_id = (select app.reader_tenant()) and (case_id is null or exists (select from public."case" c where c.id = case_id)))',
  ],
  ['models are told of bodies', 'grant select (body) on note to portal_tenant_user'],
  ['models are told what was reported', 'grant select (narrative) on riu to portal_tenant_user'],
  ['models are told what was found', 'grant select (finding) on investigation_step to portal_tenant_user'],
  ['models are told names', 'grant select (name) on participant to portal_tenant_user'],
  ['they write any act', weakened(TRACE, ["act NOT IN ('ai:load', 'ai:ask') OR ", ''])],
  ['they write any outcome', weakened(TRACE, [" OR outcome NOT IN ('read', 'not_found')", ''])],
])

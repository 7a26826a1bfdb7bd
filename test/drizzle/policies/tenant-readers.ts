import { anybody, type Probe, staff } from './probe.ts'
import type { World } from './world.ts'

const tenantUser = anybody('portal_tenant_user')
type Reader = Exclude<keyof World['readers'], 'tenantId' | 'assignedCase'>

const as = (who: Reader, sql: string | ((w: World) => string)) => (w: World) =>
  `select from app.enter_reader('${JSON.stringify(w.readers[who])}', '{}'); ${typeof sql === 'string' ? sql : sql(w)}`

/** Of each table, how many rows each of them sees of their tenant. */
const SEEN: Record<string, Partial<Record<Reader, number>>> = {
  '"case"': { officer: 3, party: 2, assigned: 1, investigates: 1, employee: 0, saidToLead: 0, saidToServe: 0, ofClosed: 0, ofSuspended: 0 },
  riu: { officer: 4, party: 3, assigned: 1, employee: 0, ofClosed: 0 },
  investigation: { officer: 3, party: 2, assigned: 1, employee: 0 },
  investigation_step: { officer: 3, party: 2, assigned: 1, employee: 0 },
  note: { officer: 3, party: 2, assigned: 1, employee: 0 },
  participant: { officer: 4, party: 2, assigned: 1, employee: 0 },
}
const trace = (act: string, outcome = 'read') => `select from app.trace_reading('${act}', 'A sentence.', '${outcome}', 'case', '{}', '{}')`

/** What may be read to a model for a tenant’s own users: what they may see, and of that neither names nor anybody’s own words. */
export const tenantReaders: Probe[] = [
  ...Object.entries(SEEN).flatMap(([table, seen]) =>
    Object.entries(seen).map(
      ([who, gets]): Probe => ({
        says: `of ${table}, ${who} sees so many: ${gets}`,
        asks: tenantUser,
        sql: as(who as Reader, `select id from ${table}`),
        gets,
      }),
    ),
  ),
  {
    says: 'whoever is assigned to a case sees that one',
    asks: tenantUser,
    sql: as('assigned', (w) => `select id from "case" where id = '${w.readers.assignedCase}'`),
    gets: 1,
  },
  {
    says: 'an officer sees no case of another tenant',
    asks: tenantUser,
    sql: as('officer', (w) => `select id from "case" where id in ('${w.here.caseId}', '${w.there.caseId}')`),
    gets: 0,
  },
  ...Object.keys(SEEN).map(
    (table): Probe => ({
      says: `nobody who did not enter sees a row of ${table}`,
      asks: tenantUser,
      sql: `select id from ${table}`,
      gets: 0,
    }),
  ),
  ...(
    [
      ['riu', 'narrative'],
      ['investigation_step', 'finding'],
      ['note', 'body'],
      ['note', 'author_id'],
      ['participant', 'name'],
      ['participant', 'tenant_user_id'],
      ['investigation', 'assignee_id'],
    ] as const
  ).map(
    ([table, column]): Probe => ({
      says: `not even an officer has the ${column} of ${table} read`,
      asks: tenantUser,
      sql: as('officer', `select ${column} from ${table}`),
      gets: '42501',
    }),
  ),
  {
    says: 'nobody changes a case so',
    asks: tenantUser,
    sql: as('officer', 'update "case" set priority = 1'),
    gets: '42501',
  },
  { says: 'what was read is written down under their name', asks: tenantUser, sql: as('officer', trace('ai:ask')), gets: 1 },
  {
    says: 'what was not there is, too, where their tenant is closed',
    asks: tenantUser,
    sql: as('ofClosed', trace('ai:load', 'not_found')),
    gets: 1,
  },
  { says: 'they write no other act', asks: tenantUser, sql: as('officer', trace('case:read')), gets: '42501' },
  { says: 'they write nothing as done', asks: tenantUser, sql: as('officer', trace('ai:ask', 'done')), gets: '42501' },
  { says: 'nobody writes so who did not enter', asks: tenantUser, sql: trace('ai:ask'), gets: 'IM400' },
  { says: 'the staff do not write so', asks: staff('ada'), sql: trace('ai:ask'), gets: '42501' },
]

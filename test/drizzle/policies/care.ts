import { anybody, type Asker, inside, type Probe, staff, writing } from './probe.ts'
import type { World } from './world.ts'

const TRACE = `insert into audit.trail (act, sentence, outcome) values ('case:status', 'A sentence.', 'done')`
const traced = (sql: (w: World) => string) => (w: World) => `${TRACE}; ${sql(w)}`
const twice = (sql: (w: World) => string) => traced((w) => `${sql(w)}; ${sql(w)}`)
const theCase = (set: string) => traced((w) => `update "case" set ${set} where id = '${w.here.caseId}'`)
const aUser = (who: 'investigatorId' | 'employeeId' | 'adminId' | 'goneId', set: string) =>
  traced((w) => `update tenant_user set ${set} where id = '${w.users[who]}'`)
const aConfig = (by: string, tenant = 'here') =>
  traced(
    (w) => `insert into tenant_config (id, tenant_id, document, version, body, reason, changed_by, changed_at)
      values ('cfg_new', '${tenant === 'here' ? w.here.id : w.there.id}', 'routing', 2, '{}', 'A reason', ${by}, now())`,
  )
const me = 'app.current_operator()'
type NoteOf = { by?: string; author?: string | ((w: World) => string); case?: (w: World) => string; at?: true }
const aNote = ({ by = me, author = 'null', case: ofCase = (w) => w.here.caseId, at }: NoteOf) =>
  traced(
    (w) => `insert into note (id, tenant_id, case_id, author_id, written_by, visibility, body${at ? ', created_at' : ''})
      values ('note_new', '${w.here.id}', '${ofCase(w)}', ${typeof author === 'string' ? author : author(w)}, ${by}, 'INTERNAL', 'Words'${at ? ", '2020-01-01'" : ''})`,
  )
const reveal = (entity: string, id: string, field: string) =>
  `select from app.reveal('${entity}', '${id}', '${field}', 'A reason of some length.', true) where because is null`
/** So many before, by the owner's count. */
const afterReveals = (n: number, sql: string) =>
  `${Array.from({ length: n }, () => `insert into audit.trail (act, sentence, outcome) values ('field:reveal', 'A sentence.', 'done')`).join('; ')}; ${sql}`

/** Outside of every tenant, by the sign-in that their session rests on. */
const party: Asker = { duty: 'portal_staff', session: 'asParty' }

/** What is written inside a tenant and by whom, what is revealed, and what is kept from a party. */
export const care: Probe[] = [
  { says: 'a session that writes moves a case of its tenant', asks: writing('writing'), sql: theCase("status = 'CLOSED'"), gets: 1 },
  {
    says: 'a session that reads moves no case through the login that writes',
    asks: writing('live'),
    sql: theCase("status = 'CLOSED'"),
    gets: 'IM401',
  },
  {
    ...{ says: 'a case is moved by no session of another tenant', asks: writing('writing'), gets: 0 },
    sql: traced((w) => `update "case" set priority = 1 where id = '${w.there.caseId}'`),
  },
  {
    ...{ says: 'cases without a condition are those of the session’s tenant', asks: writing('writing'), gets: 2 },
    sql: traced(() => 'update "case" set priority = 1'),
  },
  {
    ...{ says: 'cases without a condition are only those the session’s subject sees', asks: writing('writingAsInvestigator'), gets: 1 },
    sql: traced(() => 'update "case" set priority = 1'),
  },
  {
    says: 'a manager sees cases and changes none',
    asks: writing('writingAsManager'),
    sql: traced(() => 'update "case" set priority = 1'),
    gets: '42501',
  },
  {
    ...{
      says: 'whoever may not write in a session changes nothing, whatever its mode says',
      asks: writing('writingWithoutLeave'),
      gets: '42501',
    },
    sql: traced(() => 'update "case" set priority = 1'),
  },
  {
    says: 'a closed case does not become open at once',
    asks: writing('writing'),
    sql: traced(
      (w) =>
        `update "case" set status = 'CLOSED' where id = '${w.here.caseId}'; update "case" set status = 'OPEN' where id = '${w.here.caseId}'`,
    ),
    gets: 'IM409',
  },
  {
    ...{ says: 'of two who saw the same version of a case, one changes it', asks: writing('writing'), gets: 0 },
    sql: twice((w) => `update "case" set priority = 1 where id = '${w.here.caseId}' and version = 1`),
  },
  ...['version', 'updated_at', 'closed_at', 'title', 'tenant_id'].map(
    (column): Probe => ({
      ...{ says: `nobody writes the ${column} of a case`, asks: writing('writing'), gets: '42501' },
      sql: theCase(`${column} = ${column}`),
    }),
  ),
  { says: 'a case is not changed without its trace', asks: writing('writing'), sql: 'update "case" set priority = 1', gets: 'IM500' },
  {
    says: 'a session that writes deactivates a user',
    asks: writing('writing'),
    sql: aUser('employeeId', "status = 'DEACTIVATED'"),
    gets: 1,
  },
  {
    says: 'a deactivated user is not invited at once',
    asks: writing('writing'),
    sql: aUser('goneId', "status = 'INVITED'"),
    gets: 'IM409',
  },
  {
    ...{ says: 'of two who saw the same version of a user, one changes them', asks: writing('writing'), gets: 0 },
    sql: twice(
      (w) =>
        `update tenant_user set status = 'DEACTIVATED' where id = '${w.users.employeeId}' and version = 1 and status <> 'DEACTIVATED'; update tenant_user set status = 'ACTIVE' where id = '${w.users.employeeId}' and version = 1`,
    ),
  },
  {
    says: 'an investigator deactivates nobody',
    asks: writing('writingAsInvestigator'),
    sql: aUser('employeeId', "status = 'DEACTIVATED'"),
    gets: '42501',
  },
  {
    says: 'nobody deactivates who may do more than the one they look as',
    asks: writing('writingAsOfficer'),
    sql: aUser('adminId', "status = 'DEACTIVATED'"),
    gets: '42501',
  },
  {
    ...{ says: 'users of another tenant are nobody’s to change', asks: writing('writing'), gets: 0 },
    sql: traced((w) => `update tenant_user set invited_at = now() where tenant_id = '${w.there.id}'`),
  },
  {
    says: 'no user is changed through a session that reads',
    asks: writing('live'),
    sql: aUser('employeeId', "status = 'DEACTIVATED'"),
    gets: 'IM401',
  },

  { says: 'what is configured is read inside its tenant', asks: inside('live'), sql: 'select from tenant_config', gets: 1 },
  { says: 'what is configured elsewhere is not', asks: inside('elsewhere'), sql: 'select from tenant_config', gets: 0 },
  { says: 'nothing configured is shown without a session', asks: anybody('portal_tenant_ro'), sql: 'select from tenant_config', gets: 0 },
  { says: 'a session that writes adds a version under its operator’s name', asks: writing('writing'), sql: aConfig(me), gets: 1 },
  { says: 'nobody adds a version under another name', asks: writing('writing'), sql: aConfig('null'), gets: '42501' },
  { says: 'nobody adds a version to another tenant', asks: writing('writing'), sql: aConfig(me, 'there'), gets: '42501' },
  { says: 'an investigator adds no version', asks: writing('writingAsInvestigator'), sql: aConfig(me), gets: '42501' },
  { says: 'a session that reads adds no version', asks: writing('live'), sql: aConfig(me), gets: 'IM401' },
  { says: 'the login that reads adds no version', asks: inside('writing'), sql: aConfig(me), gets: '42501' },

  { says: 'a session that writes adds a note under its operator’s name', asks: writing('writing'), sql: aNote({}), gets: 1 },
  {
    says: 'whoever looks as somebody writes it on their behalf',
    asks: writing('writingAsInvestigator'),
    sql: aNote({ author: 'app.current_subject()', case: (w) => w.theirs.caseId }),
    gets: 1,
  },
  {
    says: 'nobody writes a note on behalf of another',
    asks: writing('writing'),
    sql: aNote({ author: (w) => `'${w.users.adminId}'` }),
    gets: '42501',
  },
  { says: 'nobody writes a note under another name', asks: writing('writing'), sql: aNote({ by: "'ops_other'" }), gets: '42501' },
  {
    says: 'nobody writes a note that the tenant would have written',
    asks: writing('writing'),
    sql: aNote({ by: 'null', author: (w) => `'${w.users.adminId}'` }),
    gets: '42501',
  },
  {
    says: 'nobody writes a note about a case of another tenant',
    asks: writing('writing'),
    sql: aNote({ case: (w) => w.there.caseId }),
    gets: '42501',
  },
  {
    says: 'nobody writes a note about a case that they do not see',
    asks: writing('writingAsInvestigator'),
    sql: aNote({ author: 'app.current_subject()' }),
    gets: '42501',
  },
  { says: 'a manager writes no note', asks: writing('writingAsManager'), sql: aNote({}), gets: '42501' },
  { says: 'whoever may not write in a session writes no note', asks: writing('writingWithoutLeave'), sql: aNote({}), gets: '42501' },
  { says: 'a session that reads writes no note', asks: writing('live'), sql: aNote({}), gets: 'IM401' },
  { says: 'the login that reads writes no note', asks: inside('writing'), sql: aNote({}), gets: '42501' },
  { says: 'nobody says when a note was written', asks: writing('writing'), sql: aNote({ at: true }), gets: '42501' },
  {
    says: 'no note is changed',
    asks: writing('writing'),
    sql: traced(() => "update note set body = 'x'"),
    gets: '42501',
  },
  {
    says: 'no note is written without its trace',
    asks: writing('writing'),
    sql: (w) => aNote({})(w).slice(TRACE.length + 1),
    gets: 'IM500',
  },

  { says: 'a session reveals a field', asks: inside('live'), sql: (w) => reveal('riu', w.here.riuId, 'narrative'), gets: 1 },
  {
    says: 'a tenth field is revealed',
    asks: inside('live'),
    sql: (w) => afterReveals(9, reveal('riu', w.here.riuId, 'narrative')),
    gets: 1,
  },
  {
    says: 'an eleventh field is not',
    asks: inside('live'),
    sql: (w) => afterReveals(10, reveal('riu', w.here.riuId, 'narrative')),
    gets: 0,
  },
  { says: 'who reported is not revealed', asks: inside('live'), sql: (w) => reveal('participant', w.apart.reporterId, 'name'), gets: 0 },
  { says: 'a sealed reporter is no field', asks: inside('live'), sql: (w) => reveal('riu_reporter', w.here.riuId, 'name'), gets: 0 },
  {
    says: 'nothing is revealed by a session that is over',
    asks: inside('ended'),
    sql: (w) => reveal('riu', w.here.riuId, 'narrative'),
    gets: 'IM401',
  },
  {
    says: 'nothing is revealed to whoever may not',
    asks: inside('readingWithoutLeave'),
    sql: (w) => reveal('riu', w.here.riuId, 'narrative'),
    gets: 0,
  },
  {
    says: 'the first reveal asks for a fresh sign-in',
    asks: inside('signedInEarlier'),
    sql: (w) => reveal('riu', w.here.riuId, 'narrative'),
    gets: 'IM428',
  },
  {
    ...{ says: 'the second does not', asks: inside('signedInEarlier'), gets: 1 },
    sql: (w) => afterReveals(1, reveal('riu', w.here.riuId, 'narrative')),
  },
  {
    says: 'staff reveal nothing outside of a session',
    asks: { duty: 'portal_staff', session: 'live' },
    sql: (w) => reveal('riu', w.here.riuId, 'narrative'),
    gets: '42501',
  },

  ...['"case"', 'riu', 'note', 'participant', 'investigation', 'investigation_step'].map(
    (table): Probe => ({
      ...{ says: `of ${table} whoever is a party sees only what is not of their case`, asks: inside('asParty'), gets: 1 },
      sql: `select from ${table}`,
    }),
  ),
  ...(['byAddress', 'byHash', 'byDirectory'] as const).map(
    (way): Probe => ({
      ...{ says: `a party is known ${way}`, asks: inside(way), gets: 1 },
      sql: 'select from "case"',
    }),
  ),
  { says: 'a party writes nothing of their case', asks: writing('asParty'), sql: traced(() => 'update "case" set priority = 1'), gets: 1 },
  {
    ...{ says: 'a party who searches is not shown their case', asks: party, gets: 0 },
    sql: (w) => `select from app.search_everywhere('${w.apart.place.caseId}', null, null, 10) where entity_id is not null`,
  },
  {
    ...{ says: 'nor its report', asks: party, gets: 0 },
    sql: (w) => `select from app.search_everywhere('${w.apart.place.riuId}', null, null, 10) where entity_id is not null`,
  },
  {
    ...{ says: 'anybody else who searches is', asks: staff('hugo'), gets: 1 },
    sql: (w) => `select from app.search_everywhere('${w.apart.place.caseId}', null, null, 10) where entity_id is not null`,
  },
  {
    ...{ says: 'fewer than five records of customers are not counted out', asks: staff('hugo'), gets: 0 },
    sql: (w) => `select from app.search_everywhere('${w.apart.place.caseId}', null, null, 10) where counts <> '{"case": "<5"}'`,
  },
  {
    ...{ says: 'the hash of an address is read by no login', asks: inside('live'), gets: '42501' },
    sql: 'select identity_hash from participant',
  },
  {
    ...{ says: 'nobody enters with a case of their own and is not on record', asks: party, gets: 0 },
    sql: ({
      apart: { place, sessions },
    }) => `select from app.end_impersonation('${sessions.asParty.id}', '${sessions.asParty.sessionKey}', '${sessions.asParty.loginKey}', '{}');
      select from app.start_impersonation('imp_party', 'a new key', '${place.id}', null, '${place.ticketId}', 'HOW_TO', 'A reason of more than twenty characters.', 30);
      select where not exists (select from audit.trail where act = 'conflict:keep' and facts = '{"cases": 1}' and session_id = 'imp_party')`,
  },
]

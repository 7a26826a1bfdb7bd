import { duties } from '../asking.ts'
import { catalogue, inside, type Probe, staff } from './probe.ts'
import type { LoginName } from './world.ts'

const note = (columns = '', values = '') =>
  `insert into audit.trail (act, sentence, outcome${columns}) values ('note:write', 'A sentence.', 'done'${values})`
const UNFORGEABLE = [
  'operator_id',
  'operator_role',
  'on_behalf_of',
  'session_id',
  'chain',
  'seq',
  'at',
  'hash',
  'prev',
  'canonical',
  'ip',
  'request_id',
]

/** The trail: what is written stays, who wrote is not theirs to say, and whose acts one reads. */
export const trail: Probe[] = [
  ...duties.flatMap((duty): Probe[] => [
    ...[
      'update audit.trail set act = act',
      'delete from audit.trail',
      'truncate audit.trail',
      'update audit.trail_head set seq = 0',
      'delete from app.answer',
    ].map((sql): Probe => ({ says: `${duty} cannot: ${sql}`, asks: { duty, login: 'ada', session: 'writing' }, sql, gets: '42501' })),
    ...UNFORGEABLE.map(
      (column): Probe => ({
        ...{ says: `${duty} does not say ${column} of a row of the trail`, asks: { duty, session: 'writing' }, gets: '42501' },
        sql: note(`, ${column}`, ', null'),
      }),
    ),
  ]),
  ...['update audit.trail set act = act', 'delete from audit.trail', 'truncate audit.trail'].map(
    (sql): Probe => ({
      ...{ says: `the owner who gave themselves the right cannot: ${sql}`, asks: catalogue, gets: 'IM500' },
      sql: `grant update, delete, truncate on audit.trail to portal_archive; ${sql}`,
    }),
  ),
  ...(['portal_tenant_ro', 'portal_tenant_rw'] as const).map(
    (duty): Probe => ({
      ...{ says: `${duty} does not choose the tenant of a row`, asks: { duty, session: 'writing' }, gets: '42501' },
      sql: (w) => note(', tenant_id', `, '${w.there.id}'`),
    }),
  ),
  { says: 'staff who are signed in write to it', asks: staff('nils'), sql: note(), gets: 1 },
  ...(['gita', 'signedOut', 'ranOut', 'idle'] as const).map(
    (name): Probe => ({
      ...{ says: `nobody who is signed out (${name}) writes to it`, asks: staff(name), sql: note(), gets: 'IM400' },
    }),
  ),
  ...(['ended', 'overdue', 'held', 'signedOut'] as const).map(
    (state): Probe => ({
      ...{ says: `a session that is ${state} writes nothing to it`, asks: inside(state), sql: note(), gets: 'IM401' },
    }),
  ),
  {
    ...{ says: 'a row says who wrote it, whatever the writer set', asks: staff('vera'), gets: 0 },
    sql: (w) => `select set_config('audit.chain', 'operator:x', true); ${note()};
      select from audit.trail where operator_id = '${w.logins.vera.id}' and (operator_role <> 'SUPPORT_L1' or chain <> 'operator:' || operator_id or session_id is not null)`,
  },
  {
    ...{ says: 'a reading holds its session with its row, so that a kill is exact', asks: inside('live'), sql: note(), gets: '55P03' },
    meanwhile: (w) => `select from app.impersonation_session where id = '${w.sessions.live.id}' for no key update nowait`,
  },
  {
    ...{ says: 'a row holds the head of its chain, so that none is lost', asks: staff('vera'), sql: note(), gets: '55P03' },
    meanwhile: (w) => `select from audit.trail_head where chain = 'operator:${w.logins.vera.id}' for update nowait`,
  },
  {
    ...{ says: 'a row follows the one before it', asks: staff('vera'), gets: 0 },
    sql: (w) => `${note()}; ${note()}; select from audit.trail t join audit.trail p on p.chain = t.chain and p.seq = t.seq - 1
      where t.chain = 'operator:${w.logins.vera.id}' and (t.prev <> p.hash or t.hash <> sha256(t.prev || convert_to(t.canonical, 'UTF8')))`,
  },
  ...(
    [
      ['vera', 1, 0],
      ['nils', 0, 1],
      ['tara', 0, 1],
      ['omar', 0, 0],
      ['dana', 0, 0],
      ['imke', 0, 0],
      ['kurt', 0, 0],
      ['gita', 0, 0],
      ['signedOut', 0, 0],
      ['lena', 1, 1],
      ['ada', 1, 1],
    ] satisfies [LoginName, number, number][]
  ).flatMap(([name, veras, nilss]): Probe[] => [
    { says: `${name} reads ${veras} act of Vera’s`, asks: staff(name), sql: (w) => actsOf(w.logins.vera.id), gets: veras },
    { says: `${name} reads ${nilss} act of Nils’`, asks: staff(name), sql: (w) => actsOf(w.logins.nils.id), gets: nilss },
    {
      says: `${name} finds ${veras + nilss} acts about a ticket`,
      asks: staff(name),
      sql: (w) => `select from app.acts_about('${w.tickets.open}')`,
      gets: veras + nilss,
    },
  ]),
  { says: 'nobody but a lead reads acts of others of their role', asks: staff('nils'), sql: (w) => actsOf(w.logins.tara.id), gets: 0 },
]

const actsOf = (operatorId: string) => `select from audit.trail where operator_id = '${operatorId}'`

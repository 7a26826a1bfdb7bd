import { catalogue, type Probe, staff } from './probe.ts'
import type { World } from './world.ts'

const REASON = 'A reason of more than twenty characters.'
type Start = { tenant: string; ticket: string; target?: string; minutes?: number | string }
const start = ({ tenant, ticket, target, minutes = 30 }: Start) =>
  `select from app.start_impersonation('imp_new', 'a new key', '${tenant}', ${target ? `'${target}'` : 'null'}, '${ticket}', 'HOW_TO', '${REASON}', ${minutes}) where because is null`
const usual = (w: World) => ({ tenant: w.here.id, ticket: w.tickets.open, target: w.users.investigatorId })
const aRow = (values: string) => (w: World) => `update app.impersonation_session set ${values} where id = '${w.sessions.live.id}'`
const COPIED = 'operator_id, login_session_id, operator_role, tenant_id, seen_as, category, reason, ticket_id, started_at, expires_at'
const second = `insert into app.impersonation_session (id, key_hash, ${COPIED}) select 'imp_second', '\\x00', ${COPIED}`

/** How a session begins, how long it may last, and who ends whose. */
export const sessions: Probe[] = [
  { says: 'whoever has the ticket enters its tenant', asks: staff('vera'), sql: (w) => start(usual(w)), gets: 1 },
  { says: 'nobody enters without being signed in', asks: staff('signedOut'), sql: (w) => start(usual(w)), gets: 'IM400' },
  {
    ...{ says: 'nobody enters without the permission', asks: staff('nils'), gets: 0 },
    // The ticket changes hands within the transaction: what refuses is the missing permission alone.
    sql: (w) => `${trace}; update ticket set assignee_id = '${w.logins.nils.id}' where id = '${w.tickets.open}'; ${start(usual(w))}`,
  },
  {
    says: 'nobody enters over a ticket of somebody else',
    asks: staff('vera'),
    sql: (w) => start({ ...usual(w), ticket: w.tickets.notTheirs }),
    gets: 0,
  },
  {
    says: 'nobody enters over a closed ticket',
    asks: staff('vera'),
    sql: (w) => start({ ...usual(w), ticket: w.tickets.closed }),
    gets: 0,
  },
  {
    says: 'nobody enters over another tenant’s ticket',
    asks: staff('vera'),
    sql: (w) => start({ tenant: w.there.id, ticket: w.tickets.open }),
    gets: 0,
  },
  ...(['closed', 'approve', 'suspended'] as const).map(
    (how): Probe => ({
      ...{ says: `nobody enters a tenant that is shut (${how})`, asks: staff('vera'), gets: 0 },
      sql: (w) => start({ tenant: w.shut[how].id, ticket: w.shut[how].ticket }),
    }),
  ),
  {
    ...{ says: 'nobody looks as a user who has left', asks: staff('vera'), gets: 0 },
    sql: (w) => start({ ...usual(w), target: w.users.goneId }),
  },
  {
    says: 'nobody looks as a user above their ceiling',
    asks: staff('vera'),
    sql: (w) => start({ ...usual(w), target: w.users.adminId }),
    gets: 0,
  },
  {
    says: 'nobody looks as a user of another tenant',
    asks: staff('vera'),
    sql: (w) => start({ ...usual(w), target: w.there.userId }),
    gets: 0,
  },
  { says: 'nobody enters for longer than an hour', asks: staff('vera'), sql: (w) => start({ ...usual(w), minutes: 61 }), gets: '23514' },
  { says: 'nobody enters for no stated time', asks: staff('vera'), sql: (w) => start({ ...usual(w), minutes: 'null' }), gets: '23514' },
  {
    ...{ says: 'nobody is in two tenants at once', asks: catalogue, gets: '23505' },
    sql: (w) => `${second} from app.impersonation_session i where i.id = '${w.sessions.live.id}'`,
  },
  ...[
    ['lasts at most four hours', "expires_at = started_at + interval '4 hours 1 second'", '23514'],
    ['has an end', "expires_at = 'infinity'", '23514'],
    ['has a beginning', "started_at = '-infinity'", '23514'],
    ['has an end that is known', 'expires_at = null', '23502'],
    ['does not end before it began', 'expires_at = started_at', '23514'],
    ['says why it ended', 'ended_at = now()', '23514'],
    ['says why it began', "reason = 'Too short.'", '23514'],
    ['rests on a ticket or a project', 'ticket_id = null', '23514'],
    [
      'reads only, where the glass was broken',
      `break_glass = true, mode = 'READ_WRITE', reason = '${REASON}${REASON}', limit_at = started_at + interval '30 minutes', expires_at = started_at + interval '30 minutes'`,
      '23514',
    ],
  ].map(
    ([says, values, gets]): Probe => ({ says: `a session ${says}`, asks: catalogue, sql: aRow(values as string), gets: gets as string }),
  ),
  {
    ...{ says: 'nobody lengthens a session of somebody else', asks: staff('ada'), gets: 0 },
    sql: (w) => `select from app.extend_impersonation('${w.sessions.live.id}', 10, '${REASON}') where because is null`,
  },
  {
    ...{ says: 'nobody takes more than half an hour more at once', asks: { duty: 'portal_staff', session: 'live' }, gets: 0 },
    sql: (w) => `select from app.extend_impersonation('${w.sessions.live.id}', 31, '${REASON}') where because is null`,
  },
  {
    ...{ says: 'nobody takes more time without saying how much', asks: { duty: 'portal_staff', session: 'live' }, gets: '23514' },
    sql: (w) => `select from app.extend_impersonation('${w.sessions.live.id}', null, '${REASON}')`,
  },
  {
    ...{ says: 'nobody lengthens a session that is over', asks: { duty: 'portal_staff', session: 'overdue' }, gets: 0 },
    sql: (w) => `select from app.extend_impersonation('${w.sessions.overdue.id}', 10, '${REASON}') where because is null`,
  },
  {
    ...{ says: 'nobody ends a session of somebody else by its id', asks: staff('vera'), gets: 0 },
    sql: (w) => `select from app.end_impersonation('${w.sessions.live.id}', '', '${w.logins.vera.loginKey}', '{}')`,
  },
  {
    ...{ says: 'nobody writes a closing note about a session of somebody else', asks: staff('ada'), gets: 0 },
    sql: (w) => `select from app.note_impersonation('${w.sessions.ended.id}', 'A note.') where because is null`,
  },
  {
    ...{ says: 'an operator leaves a closing note', asks: { duty: 'portal_staff', session: 'ended' }, gets: 1 },
    sql: (w) => note(w.sessions.ended.id),
  },
  {
    ...{ says: 'nobody leaves a second closing note', asks: { duty: 'portal_staff', session: 'ended' }, gets: 0 },
    sql: (w) => `${note(w.sessions.ended.id)}; ${note(w.sessions.ended.id)}`,
  },
  {
    ...{ says: 'nobody leaves a closing note before the end', asks: { duty: 'portal_staff', session: 'live' }, gets: 0 },
    sql: (w) => note(w.sessions.live.id),
  },
  { says: 'nobody leaves a closing note a week later', asks: staff('omar'), sql: (w) => note(w.reviews.longAgo), gets: 0 },
  {
    ...{ says: 'nobody leaves a closing note as long as a book', asks: { duty: 'portal_staff', session: 'ended' }, gets: 0 },
    sql: (w) => note(w.sessions.ended.id, 2001),
  },
  {
    ...{ says: 'a session shown by its own sign-in was not stolen', asks: staff(), gets: 0 },
    sql: (w) => `select from app.report_stolen('${w.sessions.live.sessionKey}', '${w.sessions.live.loginKey}', '{}')`,
  },
  { says: 'whoever may kill ends a session', asks: staff('imke'), sql: (w) => kill(w.sessions.live.id), gets: 1 },
  { says: 'nobody kills without the permission', asks: staff('hugo'), sql: (w) => kill(w.sessions.live.id), gets: '42501' },
  { says: 'nobody held kills', asks: staff('kurt'), sql: (w) => kill(w.sessions.live.id), gets: 'IM400' },
  { says: 'nobody kills without a reason', asks: staff('imke'), sql: (w) => kill(w.sessions.live.id, 'Because'), gets: '22023' },
  {
    says: 'nobody kills what has no name',
    asks: staff('imke'),
    sql: "select from app.kill_sessions('everything', null, 'A reason of some length.')",
    gets: '22023',
  },
  ...(['portal_tenant_ro', 'portal_tenant_rw', 'portal_jobs'] as const).map(
    (duty): Probe => ({
      ...{ says: `${duty} never kills`, asks: { duty, login: 'ada' }, sql: (w) => kill(w.sessions.live.id), gets: '42501' },
    }),
  ),
  ...(
    [
      ['the tenant is suspended', (w) => `update tenant set status = 'SUSPENDED' where id = '${w.here.id}'`],
      [
        'the ticket is closed',
        (w) =>
          `${aRow(`ticket_id = '${w.tickets.open}'`)(w)}; update ticket set status = 'CLOSED', closed_at = now() where id = '${w.tickets.open}'`,
      ],
      ['the operator is held', (w) => `update app.internal_user set status = 'HELD' where id = '${w.sessions.live.operatorId}'`],
      [
        'the operator’s role changes',
        (w) => `update app.internal_user set role = 'HOTLINE_OPS' where id = '${w.sessions.live.operatorId}'`,
      ],
    ] satisfies [string, (w: World) => string][]
  ).map(
    ([says, change]): Probe => ({
      ...{ says: `a session ends when ${says}`, asks: catalogue, gets: 0 },
      sql: (w) => `${change(w)}; select from app.impersonation_session where id = '${w.sessions.live.id}' and ended_at is null`,
    }),
  ),
  {
    ...{ says: 'sign-ins end when the role changes', asks: catalogue, gets: 0 },
    sql: (w) => `update app.internal_user set role = 'HOTLINE_OPS' where id = '${w.logins.vera.id}';
      select from app.login_session where operator_id = '${w.logins.vera.id}' and revoked_at is null`,
  },
]

const trace = "insert into audit.trail (act, sentence, outcome) values ('note:write', 'A sentence.', 'done')"
const note = (id: string, length = 20) => `select from app.note_impersonation('${id}', repeat('a', ${length})) where because is null`
const kill = (id: string, reason = 'A reason of some length.') => `select from app.kill_sessions('session', '${id}', '${reason}')`

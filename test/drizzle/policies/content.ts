import { CONTENT } from '../content.ts'
import { anybody, inside, type Probe, staff, writing } from './probe.ts'
import { OVER } from './world.ts'

const EVERYTHING = CONTENT.map((table) => `select 1 from public.${table}`).join(' union all ')
const rowsOf = (table: string, tenantId: string) =>
  `select 1 from public.${table} where ${table === 'tenant' ? 'id' : 'tenant_id'} = '${tenantId}'`

/** Tenant content: through a live session of that tenant, and narrowed to what its subject may see. */
export const content: Probe[] = [
  ...CONTENT.flatMap((table): Probe[] => [
    { says: `${table} shows a live session rows of its tenant`, asks: inside('elsewhere'), sql: (w) => rowsOf(table, w.there.id), gets: 1 },
    {
      says: `${table} shows a live session no row of another tenant`,
      asks: inside('elsewhere'),
      sql: (w) => rowsOf(table, w.here.id),
      gets: 0,
    },
    {
      says: `${table} shows the writing login nothing without a session`,
      asks: anybody('portal_tenant_rw'),
      sql: `select 1 from public.${table}`,
      gets: 0,
    },
    { says: `${table} is read by no login for jobs`, asks: anybody('portal_jobs'), sql: `select 1 from public.${table}`, gets: '42501' },
    ...(['portal_tenant_ro', 'portal_tenant_rw'] as const).flatMap((duty): Probe[] => [
      { says: `${table} is deleted by no ${duty}`, asks: { duty, session: 'writing' }, sql: `delete from public.${table}`, gets: '42501' },
      {
        says: `${table} is changed by no ${duty}`,
        asks: { duty, session: 'writing' },
        sql: `update public.${table} set id = id`,
        gets: '42501',
      },
    ]),
  ]),
  ...CONTENT.filter((table) => table !== 'tenant').map(
    (table): Probe => ({
      ...{ says: `${table} is read by no staff outside of a session`, asks: staff('ada') },
      ...{ sql: `select 1 from public.${table}`, gets: '42501' },
    }),
  ),
  { says: 'a live session that may write sees what one that reads sees', asks: writing('writing'), sql: EVERYTHING, gets: 18 },
  ...OVER.map((state): Probe => ({ says: `a session shows nothing once it is ${state}`, asks: inside(state), sql: EVERYTHING, gets: 0 })),
  { says: 'a session shows nothing without its sign-in', asks: { ...inside('live', 'hugo') }, sql: EVERYTHING, gets: 0 },
  { says: 'a session that may not write shows the writing login nothing', asks: writing('live'), sql: EVERYTHING, gets: 0 },
  {
    ...{ says: 'an investigator sees only the cases that are theirs', asks: inside('asInvestigator'), gets: 1 },
    sql: 'select 1 from "case"',
  },
  ...['riu', 'note', 'participant', 'investigation', 'investigation_step'].map(
    (table): Probe => ({
      ...{ says: `an investigator sees of ${table} what hangs on their own case`, asks: inside('asInvestigator'), gets: 1 },
      sql: `select 1 from ${table}`,
    }),
  ),
  {
    ...{ says: 'an employee sees no case and nothing that hangs on one', asks: inside('asEmployee'), gets: 0 },
    sql: ['"case"', 'riu', 'note', 'participant', 'investigation', 'investigation_step']
      .map((table) => `select 1 from ${table}`)
      .join(' union all '),
  },
  { says: 'an employee sees nobody but themselves', asks: inside('asEmployee'), sql: 'select 1 from tenant_user', gets: 1 },
  ...(['portal_staff', 'portal_tenant_ro', 'portal_tenant_rw', 'portal_jobs'] as const).map(
    (duty): Probe => ({
      ...{ says: `${duty} never reads a sealed reporter`, asks: { duty, session: 'writing' }, gets: '42501' },
      sql: 'select 1 from riu_reporter',
    }),
  ),
  ...['"case"', 'investigation'].map(
    (table): Probe => ({
      ...{ says: `a ${table} is assigned to nobody of another tenant`, asks: { duty: 'owner' }, gets: '23503' },
      sql: (w) => `update ${table} set assignee_id = '${w.here.userId}' where tenant_id = '${w.there.id}'`,
    }),
  ),
]

import { duties } from '../asking.ts'
import { anybody, type Probe, staff, tracedStaff, writing } from './probe.ts'
import type { World } from './world.ts'

const move = (job: keyof World['jobs'], to: string) => (w: World) =>
  `update app.job set state = '${to}', finished_at = ${to === 'available' ? 'null' : 'now()'} where id = '${w.jobs[job]}'`
const put = (more = '', values = '') => `insert into app.job (id, kind, max_attempts${more}) values ('pjob_new', 'sweep', 1${values})`
const jobs = anybody('portal_jobs')
const claim = `select from app.claim_jobs(10, false, '{"sweep": 60}')`
const search = (words = 'place') => `select from app.search_everywhere('${words}', null, null, 5) where entity_id is not null limit 1`

/** Background jobs and the outbox: by functions, and by hand only what a hand may. */
export const background: Probe[] = [
  { says: 'an administrator replays a discarded job', asks: tracedStaff('ada'), sql: move('discarded', 'available'), gets: 1 },
  { says: 'an administrator cancels a waiting job', asks: tracedStaff('ada'), sql: move('waiting', 'cancelled'), gets: 1 },
  { says: 'nobody calls a job done by hand', asks: tracedStaff('ada'), sql: move('waiting', 'completed'), gets: 'IM409' },
  {
    says: 'nobody touches a running job by hand',
    asks: tracedStaff('ada'),
    sql: (w) => `update app.job set attempts = 0 where id = '${w.jobs.running}'`,
    gets: 'IM409',
  },
  { says: 'nobody else moves a job', asks: tracedStaff('imke'), sql: move('waiting', 'cancelled'), gets: 0 },
  { says: 'staff put a job in', asks: tracedStaff('nils'), sql: put(), gets: 1 },
  { says: 'nobody held puts a job in', asks: tracedStaff('kurt'), sql: put(), gets: '42501' },
  ...['state', 'session_id', 'fence', 'lease_until', 'attempts'].map(
    (column): Probe => ({
      ...{ says: `nobody says ${column} of a new job`, asks: tracedStaff('ada'), sql: put(`, ${column}`, ', null'), gets: '42501' },
    }),
  ),
  { says: 'a session over puts no job in', asks: writing('ended'), sql: put(), gets: 'IM401' },
  { says: 'a session that reads puts no job in', asks: writing('live'), sql: put(), gets: 'IM401' },
  { says: 'a job from inside a tenant leaves its trace', asks: writing('writing'), sql: put(), gets: 'IM500' },
  {
    says: 'a job of a session that is over is not taken',
    asks: jobs,
    sql: (w) => `${claim} j where j.id = '${w.jobs.waitingOfEnded}'`,
    gets: 0,
  },
  { says: 'a job that is due is taken', asks: jobs, sql: (w) => `${claim} j where j.id = '${w.jobs.waiting}'`, gets: 1 },
  {
    says: 'nobody with an older fence completes a job',
    asks: jobs,
    sql: (w) => `select app.complete_job('${w.jobs.running}', 0)`,
    gets: 'IM409',
  },
  {
    says: 'the effect of a session that is over does not happen',
    asks: jobs,
    sql: (w) => `select app.complete_job('${w.jobs.runningOfEnded}', 1)`,
    gets: 'IM401',
  },
  ...(['hugo', 'ended'] as const).map(
    (name): Probe => ({
      says: `a room hears whether a program goes on: ${name}`,
      asks: jobs,
      sql: (w) => `select from app.still_open('{"families": ["${w.families[name].id}", "fam_none"]}')`,
      gets: name === 'hugo' ? 1 : 0,
    }),
  ),
  ...(['live', 'ended', 'overdue'] as const).map(
    (name): Probe => ({
      says: `a room hears whether a session is open: ${name}`,
      asks: jobs,
      sql: (w) => `select from app.still_open('{"logins": [], "sessions": ["${w.sessions[name].id}", "imp_none"]}')`,
      gets: name === 'live' ? 1 : 0,
    }),
  ),
  ...(['vera', 'signedOut', 'ranOut', 'idle'] as const).map(
    (name): Probe => ({
      says: `a room hears whether a sign-in is open: ${name}`,
      asks: jobs,
      sql: (w) => `select from app.still_open('{"logins": ["${w.logins[name].loginId}", "log_none"], "sessions": []}')`,
      gets: name === 'vera' ? 1 : 0,
    }),
  ),
  { says: 'jobs read no letter', asks: jobs, sql: 'select key from app.kept_mail', gets: '42501' },
  { says: 'jobs write no job by hand', asks: jobs, sql: put(), gets: '42501' },
  ...[
    "claim_jobs(1, false, '{}')",
    "complete_job('x', 1)",
    'purge(1)',
    'end_overdue(null)',
    "still_open('{}')",
    "put_job('sweep', '{}', 1)",
  ].map(
    (call): Probe => ({
      ...{ says: `no staff do the work of jobs: ${call}`, asks: tracedStaff('ada'), sql: `select from app.${call}`, gets: '42501' },
    }),
  ),
  { says: 'the outbox is written by no hand', asks: tracedStaff('ada'), sql: 'update app.outbox set delivered_at = now()', gets: '42501' },
]

/** Searching, looking up and being offered people, all without being inside. */
export const searching: Probe[] = [
  { says: 'whoever may search is shown what is met', asks: staff('hugo'), sql: search(), gets: 1 },
  { says: 'nobody else searches', asks: staff('vera'), sql: search(), gets: '42501' },
  { says: 'nobody held searches', asks: staff('kurt'), sql: search(), gets: 'IM400' },
  {
    says: 'a search leaves its trace',
    asks: staff('hugo'),
    gets: 1,
    sql: `${search()}; select from audit.trail where act = 'search:everywhere'`,
  },
  {
    ...{ says: 'a story is met by no search', asks: { duty: 'owner' }, gets: 0 },
    sql: "update riu set number = number; select from app.search_entry where words @@ 'story'::tsquery",
  },
  ...duties.map(
    (duty): Probe => ({
      says: `${duty} never reads the entries of the search`,
      asks: { duty, login: 'ada', session: 'writing' },
      sql: 'select 1 from app.search_entry',
      gets: '42501',
    }),
  ),
  { says: 'staff look tenants up', asks: staff('nils'), sql: (w) => lookUp(w), gets: 1 },
  ...(['kurt', 'signedOut'] as const).map(
    (name): Probe => ({ says: `${name} looks no tenant up`, asks: staff(name), sql: (w) => lookUp(w), gets: 0 }),
  ),
  { says: 'whoever may enter is offered subjects up to their ceiling', asks: staff('vera'), sql: (w) => offered(w), gets: 2 },
  { says: 'nobody else is offered subjects', asks: staff('nils'), sql: (w) => offered(w), gets: 0 },
  {
    says: 'nobody signed out is told how a tenant is entered',
    asks: staff('signedOut'),
    sql: (w) => `select from app.tenant_access('${w.here.id}')`,
    gets: 0,
  },
]

const lookUp = (w: World) => `select from app.look_up_tenants('${w.here.id}', '', 5)`
const offered = (w: World) => `select from app.possible_subjects('${w.here.id}', 10)`

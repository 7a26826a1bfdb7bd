import { afterAll, beforeAll } from 'vitest'
import { startNeonEndpoint } from '#dev/neon-endpoint.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { newId } from '#worker/rules/ids.ts'
import { type Ask, keptAt } from './asking.ts'
import { type Place, scratchPlace } from './scratch.ts'

export type JobRow = { id: string; kind: string; state: string; attempts: number; fence: number; last_error: string | null; run_at: Date }

export const LEASES = { mail: 60, sweep: 60 }

/** A database of its own, because whoever claims takes what is due, whoever put it in. */
export function jobsPlace() {
  const place = scratchPlace()
  const kept = new Map<keyof Place, ReturnType<typeof keptAt>>()
  const by =
    (who: keyof Place): Ask =>
    (text, params) => {
      const asked = kept.get(who) ?? keptAt(place()[who])
      kept.set(who, asked)
      return asked.ask(text, params)
    }
  const own = by('owner')

  // Its own endpoint, closed before the database goes, as what is kept is: the shared one would keep its connections.
  let endpoint: Awaited<ReturnType<typeof startNeonEndpoint>> | undefined
  beforeAll(async () => {
    const { hostname, port, search } = new URL(place().owner)
    endpoint = await startNeonEndpoint({ target: { host: hostname, port: Number(port || 5432), parameters: search } })
  })
  afterAll(async () => {
    await endpoint?.close()
    for (const { end } of kept.values()) await end()
  })
  const database = () => {
    const { staff, tenantRo, tenantRw, jobs, customer, tenantUser } = place()
    return neonDatabase({ staff, tenant_ro: tenantRo, tenant_rw: tenantRw, jobs, customer, tenant_user: tenantUser }, endpoint?.url ?? '')
  }
  const jobs = by('jobs')

  const aJob = async (row: Record<string, unknown> = {}) => {
    const full: Record<string, unknown> = { id: newId('job'), kind: 'sweep', max_attempts: 3, ...row }
    const columns = Object.keys(full)
    await own(
      `insert into app.job (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
      columns.map((column) => full[column]),
    )
    return full.id as string
  }
  const jobRow = async (id: string) => (await own<JobRow>('select * from app.job where id = $1', [id]))[0] as JobRow
  const claim = (most = 1, oldest = false, leases: Record<string, number> = LEASES) =>
    jobs<JobRow>('select * from app.claim_jobs($1, $2, $3)', [most, oldest, JSON.stringify(leases)])
  const complete = (id: string, fence: number) => jobs('select app.complete_job($1, $2)', [id, fence])
  const fail = (id: string, fence: number, code: string, againIn: number | null) =>
    jobs<{ state: string }>('select app.fail_job($1, $2, $3, $4) as state', [id, fence, code, againIn])
  const leaseRunsOut = (id: string) => own("update app.job set lease_until = now() - interval '1 second' where id = $1", [id])
  const noJobs = () => own('delete from app.job')

  return { place, database, by, own, jobs, aJob, jobRow, claim, complete, fail, leaseRunsOut, noJobs }
}

export const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()

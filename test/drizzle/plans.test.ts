import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type NeonEndpoint, startNeonEndpoint } from '#dev/neon-endpoint.ts'
import { CAST } from '#drizzle/sample/cast.ts'
import type { Ask } from './asking.ts'
import { CUSTOMER, DEARER, LARGE, type Visit, VISITS } from './plans/pages.ts'
import { listeningPortal } from './plans/heard.ts'
import { type Seen, weigh } from './plans/visits.ts'
import { fill } from './plans/volume.ts'
import { connectedTo } from './readers.ts'
import { createScratchCopy, type Place, shared } from './scratch.ts'

/** Tables that grow with the customers. None of them is ever read from end to end for a page. */
const LARGE_TABLES = [
  ...['case', 'riu', 'investigation', 'investigation_step', 'note', 'participant', 'tenant_user', 'ticket'].map((name) => `public.${name}`),
  ...['tenant_error', 'tenant_error_day', 'tenant_job', 'tenant_config', 'tenant_secret'].map((name) => `public.${name}`),
  ...[
    'impersonation_session',
    'impersonation_activity',
    'session_review',
    'access_request',
    'reveal_request',
    'login_session',
    'search_entry',
    'job',
    'outbox',
    'answer',
    'notification',
    'webhook_receipt',
    'webhook_delivery',
  ].map((name) => `app.${name}`),
  ...['trail', 'trail_head'].map((name) => `audit.${name}`),
]

/** Fifty rows, what is counted for each of them, the guards and the row about reading them; in pages of 8 kB. */
const PAGES = 1_200
/** All of the staff, which a list offers to choose from. */
const SORTED = 500

let place: Place
let drop: () => Promise<void> = async () => {}
let endpoint: NeonEndpoint
let seen: Seen[] = []
const urlsOf = () => ({
  staff: place.staff,
  tenant_ro: place.tenantRo,
  tenant_rw: place.tenantRw,
  jobs: place.jobs,
  customer: place.customer,
  tenant_user: place.tenantUser,
})
const { variables, templateUrl } = inject('ground')

const visiting = async (own: Ask, visits: Visit[]) =>
  weigh(
    await listeningPortal({
      ...variables,
      NEON_LOCAL: endpoint.url,
      STAFF_DATABASE_URL: place.staff,
      TENANT_RO_DATABASE_URL: place.tenantRo,
      TENANT_RW_DATABASE_URL: place.tenantRw,
      JOBS_DATABASE_URL: place.jobs,
      CUSTOMER_DATABASE_URL: place.customer,
      TENANT_USER_DATABASE_URL: place.tenantUser,
    }),
    urlsOf(),
    own,
    visits,
  )

/** At volume M, the product's own statements, heard from the product's own pages, weighed as the logins that ask them. */
beforeAll(async () => {
  const copy = await createScratchCopy({ ...shared, owner: templateUrl })
  place = copy.place
  const { hostname, port, search } = new URL(place.owner)
  // Of its own, so that nobody is connected any more when the copy is dropped.
  endpoint = await startNeonEndpoint({ target: { host: hostname, port: Number(port), parameters: search } })
  drop = async () => {
    await endpoint.close()
    await copy.drop()
  }
  await connectedTo(place.owner, async (own) => {
    await fill(own)
    seen = await visiting(own, VISITS)
  })
}, 600_000)

afterAll(() => drop(), 60_000)

const dearer = ({ inside, path }: Visit) => DEARER.find((one) => (one.inside === undefined || one.inside === inside) && one.path.test(path))
const named = ({ who, inside, path }: Visit) => [who, inside, path].filter(Boolean).join(' ')

describe('at volume M', () => {
  it('answers every page that is asked for', () => {
    expect(seen.length).toBeGreaterThan(VISITS.length)
    // Whoever knows no act of a record knows of no such record.
    const missing = seen.filter(({ visit, status }) => status !== 200 && !visit.path.startsWith('/audit/records/'))
    expect(missing.map(({ visit, status }) => `${status} ${named(visit)}`)).toEqual([])
  })

  it('reads no large table from end to end', () => {
    const faults = seen.flatMap(({ visit, costs }) =>
      costs.flatMap(({ scanned, plan }) =>
        Object.keys(scanned)
          .filter((table) => LARGE_TABLES.includes(table) && !dearer(visit)?.scans?.includes(table))
          .map((table) => `${named(visit)} reads all of ${table}\n${plan}`),
      ),
    )
    expect(faults).toEqual([])
  })

  it('looks at no more pages than a list of fifty needs', () => {
    const faults = seen.flatMap(({ visit, costs }) =>
      costs
        .filter(({ pages }) => pages > (dearer(visit)?.pages ?? PAGES))
        .map(({ pages, plan }) => `${named(visit)} looks at ${pages}\n${plan}`),
    )
    expect(faults).toEqual([])
  })

  it('puts no more in order than a page holds', () => {
    const faults = seen.flatMap(({ visit, costs }) =>
      costs
        .filter(({ sorted }) => sorted > (dearer(visit)?.sorted ?? SORTED))
        .map(({ sorted, plan }) => `${named(visit)} sorts ${sorted}\n${plan}`),
    )
    expect(faults).toEqual([])
  })

  it('would tell of a list that has lost its index', async () => {
    await connectedTo(place.owner, async (own) => {
      await own('drop index tenant_job_page, tenant_job_state, audit.trail_of_act')
      const [jobs, acts] = [`/tenants/${LARGE}/jobs`, '/audit?act=impersonation%3Akill&from='] as const
      const without = await visiting(own, [
        { who: 'lena', path: jobs },
        { who: 'ada', path: acts },
      ])
      const costsOf = (path: string) => without.filter(({ visit }) => visit.path === path).flatMap(({ costs }) => costs)
      expect(costsOf(jobs).some(({ sorted }) => sorted > SORTED)).toBe(true)
      expect(costsOf(acts).some(({ pages, scanned }) => pages > PAGES && 'audit.trail' in scanned)).toBe(true)
    })
  })
})

it('knows the people who look', () => {
  const roles = VISITS.flatMap(({ who }) => (who === CUSTOMER ? [] : [CAST[who].role]))
  expect(new Set(roles).size).toBeGreaterThanOrEqual(6)
})

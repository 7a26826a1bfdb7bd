import { beforeAll, describe, expect, it } from 'vitest'
import { aCase, aNote, anInvestigation, aParticipant, aReport, aTenant, aTicket, aUser } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs, startFields, trailOf } from '#test/world.ts'

/** A tenant with one of everything; each name and text in it is findable as "Canary". */
async function furnished(tenantId: string) {
  const investigator = await aUser(tenantId, {
    name: 'Ignatius Canary',
    email: `ignatius.canary.${tenantId.toLowerCase()}@customer.example`,
    employee_number: 'E-CANARY',
  })
  const file = await aCase(tenantId, { assignee_id: investigator.id })
  const report = await aReport(tenantId, file.id)
  const investigation = await anInvestigation(tenantId, file.id)
  const person = await aParticipant(tenantId, file.id)
  const reporter = await aParticipant(tenantId, file.id, { role: 'REPORTER', name: 'Rosamund Canary' })
  const note = await aNote(tenantId, file.id, investigator.id)
  return { investigator, file, report, investigation, person, reporter, note }
}

const pagesOf = ({ file, report, investigator }: Awaited<ReturnType<typeof furnished>>) => [
  '/workspace/cases',
  `/workspace/cases/${file.id}`,
  '/workspace/reports',
  `/workspace/reports/${report.id}`,
  '/workspace/users',
  `/workspace/users/${investigator.id}`,
]

describe('a page of tenant content', () => {
  it('shows Vera (L1) nobody’s name, address or words on any page, and Hugo (L2) names but no narrative', async () => {
    const vera = await inside('vera')
    const hugo = await inside('hugo')
    const [hers, his] = [await furnished(vera.tenant.id), await furnished(hugo.tenant.id)]
    for (const path of pagesOf(hers)) {
      const text = await (await vera.browser.get(path)).text()
      expect(text, path).not.toMatch(/canary/i)
      if (path !== '/workspace/reports') expect(text, path).toContain('Hidden: ')
    }
    const shown = (await Promise.all(pagesOf(his).map(async (path) => (await hugo.browser.get(path)).text()))).join('')
    expect(shown).toContain('Ignatius Canary')
    expect(shown).toContain('Ottilie Canary')
    for (const sealed of ['Benedikt Canary', 'Leopold Canary', 'Wilhelmina Canary', 'Rosamund Canary']) expect(shown).not.toContain(sealed)
  })

  it('writes every record it showed into the trail, in the same breath', async () => {
    const { browser, tenant, sessionId } = await inside('vera')
    const { file, report, investigation, person, reporter, note } = await furnished(tenant.id)
    await browser.get(`/workspace/cases/${file.id}`)

    const read = (await trailOf(`tenant:${tenant.id}`)).at(-1)
    expect(read).toMatchObject({ act: 'case:read', outcome: 'read', session_id: sessionId, entity_type: 'case' })
    expect([...(read?.entity_ids ?? [])].sort()).toEqual(
      [file.id, report.id, investigation.id, investigation.step.id, person.id, reporter.id, note.id].sort(),
    )
    expect(read?.sentence).toContain('7 records')
  })

  it('is withheld when its trail row cannot be written', async () => {
    const { browser, tenant, sessionId } = await inside('vera')
    const { file } = await furnished(tenant.id)
    // The chain's head is held by somebody else for longer than anyone waits.
    await owner('update audit.trail_head set hash = hash where chain = $1', [`tenant:${tenant.id}`])
    const before = (await trailOf(`tenant:${tenant.id}`)).length
    await owner(`alter table audit.trail_head add constraint fault check (chain <> 'tenant:${tenant.id}') not valid`)
    try {
      const response = await browser.get(`/workspace/cases/${file.id}`)
      expect(response.status).toBe(503)
      expect(await response.text()).not.toContain(`C-${file.number}`)
    } finally {
      await owner('alter table audit.trail_head drop constraint fault')
    }
    expect(await trailOf(`tenant:${tenant.id}`)).toHaveLength(before)
    expect(sessionId).toBeTruthy()
  })

  it('counts what hangs on each row, not on all of them', async () => {
    const { browser, tenant } = await inside('hugo')
    const [busy, idle] = [await aUser(tenant.id), await aUser(tenant.id)]
    const files = await Promise.all([1, 2, 3].map(() => aCase(tenant.id, { assignee_id: busy.id })))
    await aReport(tenant.id, files[0]?.id ?? '')
    const users = await (await browser.get('/workspace/users')).text()
    const openCasesOf = (id: string) => new RegExp(`/users/${id}"[^]*?data-label="Open cases"[^>]*>(\\d+)<`).exec(users)?.[1]
    expect([openCasesOf(busy.id), openCasesOf(idle.id)]).toEqual(['3', '0'])
    const cases = await (await browser.get('/workspace/cases')).text()
    const reportsOf = (id = '') => new RegExp(`/cases/${id}"[^]*?data-label="Reports"[^>]*>(\\d+)<`).exec(cases)?.[1]
    expect(files.map(({ id }) => reportsOf(id))).toEqual(['1', '0', '0'])
    expect(await (await browser.get('/workspace/reports')).text()).toContain(`C-${files[0]?.number}`)
  })

  it('does not exist for another tenant: the same answer as for an id that nobody has, and the attempt is recorded', async () => {
    const { browser, tenant } = await inside('imke')
    const foreign = await furnished((await aTenant()).id)
    const strip = (text: string) => text.replace(/\w+_[0-9A-Z]{20}[\w-]*|nonce="[^"]*"|data-[\w-]*remaining-ms="\d+"|PT\d+S|\d+:\d\d/g, '·')
    for (const [path, id] of [
      ['cases', foreign.file.id],
      ['reports', foreign.report.id],
      ['users', foreign.investigator.id],
    ] as const) {
      const there = await browser.get(`/workspace/${path}/${id}`)
      const nowhere = await browser.get(`/workspace/${path}/${id.slice(0, -4)}ZZZZ`)
      expect([there.status, nowhere.status]).toEqual([404, 404])
      expect(strip(await there.text())).toBe(strip(await nowhere.text()))
    }
    const refused = (await trailOf(`tenant:${tenant.id}`)).filter(({ outcome }) => outcome === 'not_found')
    expect(refused).toHaveLength(6)
    expect(refused[0]?.entity_ids).toEqual([foreign.file.id])
  })

  it('shows through the eyes of an investigator only what is assigned to that person', async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    const mine = await furnished(tenant.id)
    const others = await furnished(tenant.id).catch(() => undefined)
    const unassigned = await aCase(tenant.id)
    const byInvestigation = await aCase(tenant.id)
    await anInvestigation(tenant.id, byInvestigation.id, { assignee_id: mine.investigator.id })
    await anInvestigation(tenant.id, mine.file.id, { assignee_id: mine.investigator.id })
    const [itsReport, hiddenReport] = [await aReport(tenant.id, byInvestigation.id), await aReport(tenant.id, unassigned.id)]
    expect((await browser.post('/impersonations', startFields(tenant.id, ticket.id, { targetUserId: mine.investigator.id }))).status).toBe(
      303,
    )

    const listed = async (kind: 'cases' | 'reports') => {
      const html = await (await browser.get(`/workspace/${kind}`)).text()
      return [...html.matchAll(new RegExp(`href="/workspace/${kind}/(\\w+)"`, 'g'))].map(([, id]) => id)
    }
    // Each once, for whatever reasons it is theirs.
    expect((await listed('cases')).sort()).toEqual([mine.file.id, byInvestigation.id].sort())
    expect((await listed('reports')).sort()).toEqual([mine.report.id, itsReport.id].sort())
    expect((await browser.get(`/workspace/reports/${hiddenReport.id}`)).status).toBe(404)
    expect((await browser.get(`/workspace/cases/${unassigned.id}`)).status).toBe(404)
    expect((await browser.get(`/workspace/reports/${mine.report.id}`)).status).toBe(200)
    expect(others).toBeUndefined()
  })
})

describe('a list', () => {
  let world: Awaited<ReturnType<typeof inside>>
  beforeAll(async () => {
    world = await inside('hugo')
    await owner(
      `insert into "case" (id, tenant_id, number, title, status, priority, severity, category, created_at, updated_at)
       select 'case_' || lpad(n::text, 20, '0') || right($1, 6), $1, n, 'Case ' || n, case when n % 3 = 0 then 'IN_PROGRESS' else 'OPEN' end, 1 + n % 4, 'LOW', 'GIFTS',
              now() - (n / 2) * interval '1 hour', now() from generate_series(1, 130) n`,
      [world.tenant.id],
    )
  })
  const numbersOn = (html: string) => [...new Set([...html.matchAll(/C-(\d+)/g)].map((found) => Number(found[1])))]
  const olderOn = (html: string) => /href="([^"]*older=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')

  it('pages through everything once, newest first, although rows arrive in between and share their time', async () => {
    const { browser, tenant } = world
    const seen: number[] = []
    let path: string | undefined = '/workspace/cases'
    while (path) {
      const html: string = await (await browser.get(path)).text()
      seen.push(...numbersOn(html))
      path = olderOn(html)
      await aCase(tenant.id, {
        created_at: new Date().toISOString(),
        updated_at: new Date(Date.now() + 1000).toISOString(),
        number: 9000 + seen.length,
      })
    }
    expect(seen.filter((number) => number <= 130)).toHaveLength(130)
    expect(new Set(seen.filter((number) => number <= 130)).size).toBe(130)
  })

  it('keeps its filters in the address and through its pages', async () => {
    const { browser } = world
    const html = await (await browser.get('/workspace/cases?status=IN_PROGRESS&priority=2')).text()
    expect(
      numbersOn(html)
        .filter((number) => number <= 130)
        .every((number) => number % 3 === 0 && number % 4 === 1),
    ).toBe(true)
    expect((await (await browser.get('/workspace/cases?number=C-42')).text()).match(/C-42\b/)).not.toBeNull()
    const wide = await (await browser.get('/workspace/cases?status=OPEN')).text()
    expect(olderOn(wide)).toContain('status=OPEN')
  })

  it('ignores a filter that is none, instead of breaking or echoing it', async () => {
    const response = await world.browser.get('/workspace/cases?status=%3Cscript%3E&priority=9&older=now')
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain('<script>')
  })
})

describe('the price of a page', () => {
  it('is one round trip and the same number of statements at 10 and at 200 rows', async () => {
    const { browser, tenant, sessionId } = await inside('imke')
    const { file, report, investigator } = await furnished(tenant.id)
    const fill = (from: number, to: number) =>
      Promise.all([
        owner(
          `insert into riu (id, tenant_id, number, type, status, category, severity, language, anonymous, narrative, case_id, created_at, updated_at)
           select 'riu_' || right($1, 8) || lpad(n::text, 12, '0'), $1, 70000 + n, 'WEB', 'LINKED', 'GIFTS', 'LOW', 'en', true, 'x', $2, now(), now() from generate_series($3::int, $4::int) n`,
          [tenant.id, file.id, from, to],
        ),
        owner(
          `insert into "case" (id, tenant_id, number, title, status, priority, severity, category, created_at, updated_at, assignee_id)
           select 'case_' || right($1, 8) || lpad(n::text, 12, '0'), $1, 80000 + n, 'Case', 'OPEN', 1, 'LOW', 'GIFTS', now(), now(), $2 from generate_series($3::int, $4::int) n`,
          [tenant.id, investigator.id, from, to],
        ),
        owner(
          `insert into note (id, tenant_id, case_id, author_id, visibility, body, created_at)
           select 'note_' || right($1, 8) || lpad(n::text, 12, '0'), $1, $2, $3, 'CASE', 'x', now() from generate_series($4::int, $5::int) n`,
          [tenant.id, file.id, investigator.id, from, to],
        ),
        owner(
          `insert into ticket (id, tenant_id, number, subject, requester_name, requester_email, status, priority, assignee_id, opened_at, updated_at)
           select 'tic_' || right($1, 8) || lpad(n::text, 12, '0'), $1, 1500000000 + floor(random() * 500000000)::int, 'x', 'x', 'x', 'OPEN', 'LOW', (select operator_id from app.impersonation_session where id = $2), now(), now()
           from generate_series($3::int, $4::int) n`,
          [tenant.id, sessionId, from, to],
        ),
      ])
    const paths = [
      '/',
      '/tenants',
      `/tenants?q=${encodeURIComponent(tenant.name)}`,
      `/tenants/${tenant.id}`,
      `/tenants/${tenant.id}/enter`,
      '/impersonations',
      `/impersonations/${sessionId}`,
      '/workspace/cases',
      `/workspace/cases/${file.id}`,
      '/workspace/reports',
      `/workspace/reports/${report.id}`,
      '/workspace/users',
      `/workspace/users/${investigator.id}`,
      '/account/sign-ins',
    ]
    const price = async (path: string) => {
      const response = await browser.get(path)
      expect(response.status, path).toBe(200)
      return /db;desc="([^"]*)"/.exec(response.headers.get('server-timing') ?? '')?.[1]
    }
    await fill(1, 10)
    const few = await Promise.all(paths.map(price))
    await fill(11, 200)
    expect(await Promise.all(paths.map(price))).toEqual(few)
    for (const [i, spent] of few.entries()) {
      expect(spent, paths[i]).toMatch(/^1 round trips, [1-8] statements$/)
    }
    // A list inside a tenant, with its session, its masks and its row of the trail, asks no more often than any list.
    for (const list of ['/workspace/cases', '/workspace/reports', '/workspace/users'])
      expect([list, few[paths.indexOf(list)]]).toEqual([list, '1 round trips, 1 statements'])
  })
})

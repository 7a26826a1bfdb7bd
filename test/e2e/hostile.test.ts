import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signInByHint } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { PAYLOADS } from './hostile/payloads.ts'
import { forget, type Stored, storeEverywhere } from './hostile/store.ts'
import { watch } from './hostile/watch.ts'
import { owner } from './owner.ts'
import { portal } from './portal.ts'

let stored: Stored
beforeAll(async () => {
  stored = await storeEverywhere()
}, 60_000)
afterAll(() => stored && forget(stored))

async function signIn(context: BrowserContext): Promise<Page> {
  await signInByHint(stored.directoryId, context)
  return context.newPage()
}

/** The columns whose words a person with every permission finds somewhere; those of others are masked, or shown by nobody. */
const SHOWN = [
  ...['admin_grant.reason', 'displayName', 'facts', 'facts.because', 'held_reason', 'internal_user.name', 'investigation.title'],
  ...[
    'investigation_step.title',
    'job.last_error',
    'kept_mail.address',
    'letter',
    'logoUrl',
    'openingText',
    'org_unit',
    'participant.name',
  ],
  ...['tenant.name', 'tenant_config.reason', 'tenant_error.source', 'tenant_phone.label', 'tenant_secret.name', 'trail.sentence'],
]

const plain = (text: string) => text.replace(/\s+/g, ' ')

describeInBrowser('words that somebody stored', (open) => {
  it(`are words on every page: none of ${PAYLOADS.length} becomes anything else`, async () => {
    const began = Date.now()
    const context = await open({ viewport: { width: 1280, height: 900 } })
    const { problems, visit, look, expecting } = await watch(context)
    const page = await signIn(context)
    const { tenantId, ticketId, adminId, heldId, jobIds } = stored
    const words: string[] = []
    let pages = 0
    const see = async (path: string) => {
      const { status, text } = await visit(page, path)
      expect([path, status]).toEqual([path, 200])
      words.push(plain(text))
      pages++
    }
    /** A list to its end, and the first rows of it. */
    const walk = async (list: string, rows = 2) => {
      let links: string[] = []
      for (let path: string | null = list, turn = 0; path !== null && turn < 3; turn++) {
        await see(path)
        if (turn === 0)
          links = (await page.locator('.row-link').evaluateAll('links => links.map((link) => link.getAttribute("href"))')) as string[]
        const older = page.locator('#pager-older[href]')
        path = (await older.count()) > 0 ? await older.first().getAttribute('href') : null
      }
      for (const link of [...new Set(links)].slice(0, rows)) await see(link)
    }

    const tenant = `/tenants/${tenantId}`
    for (const path of ['/', '/home/arrange', '/tenants?q=Hostile', '/search?q=hostile', `/search?q=hostile&tenant=${tenantId}`])
      await see(path)
    for (const tab of ['', '/enter', '/enter?as=choose', '/config', '/activity']) await see(tenant + tab)
    for (const document of ['intake', 'routing', 'retention', 'notifications', 'branding']) await see(`${tenant}/config/${document}`)
    for (const tab of ['/errors', '/jobs', '/tickets']) await walk(tenant + tab, 0)
    for (const path of ['/people', `/people/${adminId}`, `/people/${heldId}`, '/people/held', '/people/grants', '/account/sign-ins'])
      await see(path)
    for (const path of ['/portal-jobs', ...jobIds.map((id) => `/portal-jobs/${id}`), '/dev/mail', '/impersonations/kill?scope=all'])
      await see(path)
    await walk(`/audit?tenant=${tenantId}`, 6)
    await see(`/audit/records/${tenantId}`)

    // As people type and press: the palette and a filter swap parts of a page.
    await see('/')
    await page.keyboard.press('/')
    await page.keyboard.type('Hostile')
    await page
      .locator('#palette-results')
      .getByRole('link', { name: /Hostile/ })
      .first()
      .waitFor()
    words.push(plain(await look(page)))

    await see(`${tenant}/enter?ticket=${ticketId}`)
    await page.getByLabel('What is it about?').selectOption('TROUBLESHOOTING')
    await page
      .getByLabel(/reason|why/i)
      .first()
      .fill(`=cmd|pwned <img data-pwned src=x onerror=alert(1)> the reason of this.`)
    expecting('/workspace/cases')
    const [entered] = await Promise.all([
      page.waitForURL(/\/workspace\/cases/),
      page.getByRole('button', { name: /^Enter read-only/ }).click(),
    ])
    expect(entered).toBeUndefined()
    problems.splice(0, problems.length, ...problems.filter(({ what }) => !what.startsWith(`request POST ${portal().url}/impersonations`)))
    await walk('/workspace/cases', 3)
    await walk('/workspace/reports', 2)
    await walk('/workspace/users', 3)
    for (const [n] of PAYLOADS.entries()) if (n % 10 === 0) await see(await caseAt(n))
    await see('/')
    await see('/impersonations')
    const [session] = await owner<{ id: string; ended_at: Date | null }>(
      'select id, ended_at from app.impersonation_session where operator_id = $1',
      [adminId],
    )
    expect(session?.ended_at).toBeNull()
    await see(`/impersonations/${session?.id}`)

    const csv = await (await context.request.get(`${portal().url}/audit.csv?tenant=${tenantId}`)).text()
    const cells = [...csv.replace(/^\uFEFF/, '').matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
      ([, quoted, bare]) => quoted ?? bare ?? '',
    )
    expect(cells.length).toBeGreaterThan(1_000)
    expect(cells.filter((cell) => /^[\s\p{Cf}]*[=+\-@\t\r＝＋－＠]/u.test(cell))).toEqual([])

    console.info(`${PAYLOADS.length} payloads, ${pages} pages, ${cells.length} cells, ${((Date.now() - began) / 1000).toFixed(1)} s`)
    expect([...new Set(problems.map(({ page: path, what }) => `${path}: ${what}`))]).toEqual([])
    const all = words.join('\n')
    expect(PAYLOADS.filter((payload) => !all.includes(plain(payload)))).toEqual([])
    expect([...new Set([...all.matchAll(/~([\w.]+)~/g)].map(([, column]) => column))].toSorted()).toEqual(SHOWN)
    await context.close()
  }, 120_000)

  const caseAt = async (n: number) => {
    const [row] = await owner<{ id: string }>('select id from "case" where tenant_id = $1 and number = $2', [stored.tenantId, 5_000 + n])
    return `/workspace/cases/${row?.id}`
  }

  for (const bypassCSP of [false, true]) {
    it(`would be noticed where a page forgot to escape one, ${bypassCSP ? 'and its policy as well' : 'its policy standing'}`, async () => {
      const context = await open({ bypassCSP })
      const { problems, visit } = await watch(context)
      const page = await signIn(context)
      await context.route('**/account/sign-ins', async (route) => {
        const answer = await route.fetch()
        const raw = PAYLOADS.slice(0, 12).join('') + PAYLOADS.filter((each) => each.includes('hx-get')).join('')
        await route.fulfill({ response: answer, body: (await answer.text()).replace('</main>', `${raw}</main>`) })
      })
      await visit(page, '/account/sign-ins')
      const found = problems.map(({ what }) => what.split(' ')[0])
      expect(found).toContain('element')
      expect(found).toContain('request')
      if (bypassCSP) for (const sign of ['a', 'dialog']) expect(found).toContain(sign)
      else expect(found).toContain('violation')
      await context.close()
    })
  }
})

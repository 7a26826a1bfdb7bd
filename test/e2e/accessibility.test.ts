import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { beforeEach, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { aDiscardedLetter, leaveAll } from './owner.ts'
import { portal } from './portal.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type Violation = { id: string; nodes: { html: string }[] }

describeInBrowser('every page', (open) => {
  beforeEach(() => leaveAll(CAST.imke.id))

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 320]) {
      it(`breaks no rule of WCAG 2.2 A and AA and does not scroll sideways, ${colorScheme}, ${width} px`, async () => {
        // The page's own policy would keep the checker out.
        const context = await open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true })
        const found: string[] = []
        const check = async (path: string) => {
          await page.goto(`${portal().url}${path}`)
          await page.evaluate(axe)
          const violations = (await page.evaluate(
            "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], rules: { 'target-size': { enabled: true } } }).then(({ violations }) => violations)",
          )) as Violation[]
          for (const { id, nodes } of violations) found.push(`${path}: ${id}: ${nodes[0]?.html.slice(0, 160)}`)
          const across = (await page.evaluate('document.documentElement.scrollWidth')) as number
          if (across > width) found.push(`${path}: ${across} px wide`)
        }

        let page = await context.newPage()
        await check('/sign-in')
        await page.close()
        page = await signInAs('imke', context)
        const outside = [
          '/',
          '/tenants',
          '/tenants?q=acme',
          '/tenants?q=nobodyhasthisname',
          '/search',
          '/search?q=theft',
          '/search?q=acme&kind=tenant',
          '/search?q=nobodyhasthisword',
          '/impersonations',
          '/impersonations/kill?scope=all',
          '/impersonations/kill?scope=operator',
          '/audit',
          '/audit?outcome=refused&tenant=nobody-has-this',
          '/account/sign-ins',
          '/nowhere',
          '/dev/looks',
        ]
        for (const path of outside) await check(path)
        await enter(page)
        const first = async (list: string) => {
          await page.goto(`${portal().url}${list}`)
          return new URL((await page.locator('.row-link').first().getAttribute('href')) ?? '', portal().url).pathname
        }
        const tenant = new URL((await page.locator('.banner-tenant').getAttribute('href')) ?? '', portal().url).pathname
        const inside = [
          '/workspace/cases',
          '/workspace/cases?number=999999',
          '/workspace/reports',
          '/workspace/users',
          tenant,
          `${tenant}/enter`,
          `${tenant}/config`,
          `${tenant}/config/intake`,
          `${tenant}/errors`,
          `${tenant}/errors?q=nothing+like+this`,
          `${tenant}/jobs`,
          `${tenant}/tickets`,
          `${tenant}/activity`,
        ]
        for (const path of inside) await check(path)
        for (const list of ['/workspace/cases', '/workspace/reports', '/workspace/users', '/impersonations', '/audit'])
          await check(await first(list))
        await leaveAll(CAST.imke.id)
        await check('/workspace/cases')
        await check(`${tenant}/enter`)
        const managing = await open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true })
        page = await signInAs('ada', managing)
        for (const path of ['/people', '/people?q=nobodyhasthisname', '/people/new', '/people/held', '/people/grants']) await check(path)
        await check(`/people/${CAST.vera.id}`)
        for (const path of [
          '/portal-jobs',
          '/portal-jobs?state=running',
          `/portal-jobs/${await aDiscardedLetter(CAST.vera.id)}`,
          '/dev/mail',
        ])
          await check(path)
        await managing.close()
        const held = await open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true })
        page = await signInAs('kurt', held)
        for (const path of ['/', '/tenants', '/audit', '/impersonations', '/account/sign-ins']) await check(path)
        await held.close()
        expect(found).toEqual([])
        await context.close()
      }, 180_000)
    }
  }
})

import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { owner } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { portal } from './portal.ts'

const WHY = 'They take over while Ben is away in summer.'
describeInBrowser('managing people', (open) => {
  let given: { tickets: string[]; tenant: string; csm: string | null } | undefined
  afterEach(async () => {
    if (!given) return
    await owner('update ticket set assignee_id = null where id = any($1)', [given.tickets])
    await owner('update tenant set csm_id = $2 where id = $1', [given.tenant, given.csm])
    given = undefined
  })

  for (const size of walked) {
    const { name, viewport, colorScheme } = size
    it(`takes Fay from her first day to her last, with two administrators for what one may not do, ${name} and ${colorScheme}`, async () => {
      const at = { viewport, colorScheme }
      const [ada, ben] = [await signInAs('ada', await open(at)), await signInAs('ben', await open(at))]
      let taken = 0
      const shot = (page: Page, what: string) => picture(page, size, `people-${String(++taken).padStart(2, '0')}-${what}`, true)
      const act = async (page: Page, title: string | RegExp, button: string) => {
        await page.locator('summary', { hasText: title }).click()
        const form = page.locator('details[open].act-form').filter({ has: page.getByRole('button', { name: button, exact: true }) })
        await form.getByLabel('Why?').fill(WHY)
        return { form, press: () => form.getByRole('button', { name: button, exact: true }).click() }
      }
      const fay = { name: `Fay Lindgren ${randomUUID().slice(0, 4)}`, email: `fay.${randomUUID().slice(0, 8)}@vendor.example` }

      await ada.goto(`${portal().url}/people`)
      await shot(ada, 'list')
      await ada.getByRole('link', { name: 'Add a person' }).click()
      await ada.locator('#name').fill(fay.name)
      await ada.getByLabel('Email').fill('ada.winterbourne@vendor.example')
      await ada.getByLabel('Object id in the directory').fill(randomUUID())
      await ada.getByLabel('Role', { exact: true }).selectOption('CLIENT_SUCCESS')
      await ada.getByRole('button', { name: 'Add' }).click()
      await ada.getByText('This address belongs to somebody already.').first().waitFor()
      await shot(ada, 'taken')
      await ada.getByLabel('Email').fill(fay.email)
      await ada.getByRole('button', { name: 'Add' }).click()
      await ada.waitForURL(/\/people\/ops_/)
      const address = ada.url().split('?')[0] ?? ''
      const id = address.split('/').at(-1) ?? ''
      await shot(ada, 'added')

      await (await act(ada, 'Ask that they become', 'Ask for it')).press()
      await ada.getByText('Somebody asked that they become an administrator.').waitFor()
      await shot(ada, 'asked')
      await ben.goto(`${portal().url}/people/grants`)
      await shot(ben, 'wishes')
      await ben.locator('section', { hasText: fay.name }).getByRole('button', { name: 'Make them an administrator' }).first().click()
      await ben.getByText('They sign in anew as an administrator.').waitFor()
      await shot(ben, 'granted')

      await ada.goto(address)
      expect(await ada.locator('.page-sub').textContent()).toBe('Administrator')
      const role = await act(ada, 'Take the administrator', 'Change the role')
      await role.form.getByLabel('Role', { exact: true }).selectOption('SUPPORT_L2')
      await shot(ada, 'role')
      // Ben was faster: what Ada saw is no longer so.
      await ben.goto(address)
      const faster = await act(ben, 'Take the administrator', 'Change the role')
      await faster.form.getByLabel('Role', { exact: true }).selectOption('CLIENT_SUCCESS')
      await faster.press()
      await ben.getByText('The role was changed.').waitFor()
      await role.press()
      await ada.getByText('Somebody changed this person in the meantime.').waitFor()
      await shot(ada, 'stale')

      await ada.goto(address)
      await (await act(ada, 'Hold', 'Hold them')).press()
      await ada.getByText('Held.', { exact: true }).waitFor()
      await shot(ada, 'held')
      await ada.getByRole('link', { name: 'Release', exact: true }).click()
      await ada.waitForURL(/\/people\/held/)
      const card = ada.locator(`#${id}`)
      await card.locator('summary').click()
      await card.getByLabel('Why?').fill('It was a mistake of ours, all is well.')
      await shot(ada, 'release')
      await card.getByRole('button', { name: 'Release them' }).click()
      await ada.getByText('Released.', { exact: true }).waitFor()

      const tickets = await owner<{ id: string }>("select id from ticket where status = 'OPEN' and assignee_id is null order by id limit 2")
      const [tenant] = await owner<{ id: string; csm_id: string | null }>(
        "select id, csm_id from tenant where status = 'ACTIVE' order by id limit 1",
      )
      given = { tickets: tickets.map((each) => each.id), tenant: tenant?.id ?? '', csm: tenant?.csm_id ?? null }
      await owner('update ticket set assignee_id = $1 where id = any($2)', [id, given.tickets])
      await owner('update tenant set csm_id = $1 where id = $2', [id, given.tenant])
      await ada.goto(address)
      await (await act(ada, 'Deactivate', 'Deactivate')).press()
      await ada.getByText('somebody has to take it over', { exact: false }).waitFor()
      expect(await ada.locator('#owned-tickets .row-link').count()).toBe(tickets.length)
      expect(await ada.locator(`#managed-tenants a[href="/tenants/${given.tenant}"]`).count()).toBe(1)
      await shot(ada, 'deactivated')

      await ada.getByRole('link', { name: 'History' }).click()
      await ada.getByText('Deactivated a member of staff', { exact: false }).first().waitFor()
      await shot(ada, 'history')
      expect(await ada.content()).not.toContain(fay.email)
      for (const page of [ada, ben]) await page.context().close()
    }, 90_000)
  }

  it('is done without JavaScript as well, and Lena finds the held from her navigation', async () => {
    const ada = await signInAs('ada', await open({ javaScriptEnabled: false }))
    await ada.goto(`${portal().url}/people`)
    await ada.getByLabel('Name or address').fill('vera')
    await ada.getByRole('button', { name: 'Apply' }).click()
    await ada.waitForURL(/q=vera/)
    await ada.getByRole('link', { name: 'Vera Castellan' }).click()
    await ada.waitForURL(/\/people\/ops_/)
    await ada.locator('summary', { hasText: 'Hold' }).click()
    await ada.getByRole('button', { name: 'Hold them' }).click()
    await ada.getByText('Say why. At least 10 characters.').first().waitFor()
    await ada.context().close()
    const lena = await signInAs('lena', await open(), '/')
    await lena.getByRole('link', { name: 'Held', exact: true }).click()
    await lena.getByRole('heading', { name: 'Kurt Eisenhart' }).waitFor()
    await lena.context().close()
  }, 60_000)
})

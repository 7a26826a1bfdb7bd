import { expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { acme } from './every-page.ts'
import { aNotification, leaveAll, owner } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { portal } from './portal.ts'

/** Earlier tests told these people things too. */
const forget = (id: string) => owner('delete from app.notification where user_id = $1', [id])

/** The page has a socket, and knows up to where it has heard. */
const CONNECTED = '#live-place[data-place]:not([data-place=""])'

describeInBrowser('notifications', (open) => {
  it('reach a page that is open while it happens, and every other page of the same person', async () => {
    await leaveAll(CAST.vera.id)
    await forget(CAST.vera.id)
    const context = await open()
    const page = await signInAs('vera', context)
    await enter(page)
    await page.locator(CONNECTED).waitFor({ state: 'attached' })

    const lena = await signInAs('lena', await open())
    const [session] = await owner<{ id: string }>('select id from app.impersonation_session where operator_id = $1 and ended_at is null', [
      CAST.vera.id,
    ])
    await lena.goto(`${portal().url}/impersonations/${session?.id}`)
    await lena.getByText('End this session', { exact: false }).first().click()
    await lena.locator('form[action$="/kill"] [name="reason"]').fill('They left their desk and went home.')
    await lena.locator('form[action$="/kill"]').getByRole('button').click()
    await page.locator('#toasts').getByText('Your session in a tenant was ended').waitFor()
    await expect.poll(() => page.locator('#bell-count').innerText()).toMatch(/^1/)

    const [one, two] = [await context.newPage(), await context.newPage()]
    for (const each of [one, two]) {
      await each.goto(`${portal().url}/notifications`)
      await each.locator(CONNECTED).waitFor({ state: 'attached' })
    }
    await one.getByLabel('All on this page').check()
    await one.getByRole('button', { name: 'Mark as read', exact: true }).click()
    await two.locator('.inbox-row').waitFor()
    await two.locator('.inbox-new').waitFor({ state: 'detached' })
    await two.locator('#bell-count').waitFor({ state: 'hidden' })
    // What comes while the inbox is open stands in it.
    await owner(
      `select app.put_job('notify', jsonb_build_object('event', app.new_id('evt'), 'notice', 'ticket.urgent', 'to', 'person:' || $1::text, 'about', $2::text), 8, null, 0)`,
      [CAST.vera.id, (await acme()).id],
    )
    await one.getByRole('navigation', { name: 'Shelves' }).getByRole('link', { name: 'Inbox' }).click()
    await one.locator('.inbox-row input').first().check()
    await one.getByRole('button', { name: 'Mark as unread' }).click()
    await two.getByRole('button', { name: 'A tenant of yours opened an urgent ticket' }).waitFor()
    await leaveAll(CAST.vera.id)
  }, 90_000)

  it('are read, put off and put away without a script, too', async () => {
    await forget(CAST.nils.id)
    const ids = [await aNotification(CAST.nils.id), await aNotification(CAST.nils.id), await aNotification(CAST.nils.id)]
    const context = await open({ javaScriptEnabled: false })
    const page = await signInAs('nils', context, '/')
    await page.locator('#bell').click()
    await page.waitForURL(/\/notifications$/)
    await page.locator(`#${ids[0]} input`).check()
    await page.getByText('Put off', { exact: true }).last().click()
    await page.getByRole('button', { name: 'Until tomorrow' }).click()
    await page.getByText('Done.').waitFor()
    await page.locator(`#${ids[1]}`).getByRole('button').click()
    await page.waitForURL(/\/impersonations/)
    await page.goto(`${portal().url}/notifications`)
    await page.getByLabel('All on this page').check()
    await page.getByRole('button', { name: 'Archive', exact: true }).click()
    await page.getByText('What concerns you comes here by itself.').waitFor()
    for (const [shelf, id] of [
      ['Put off', ids[0]],
      ['Archive', ids[2]],
    ] as const) {
      await page.getByRole('navigation', { name: 'Shelves' }).getByRole('link', { name: shelf }).click()
      await page.locator(`#${id}`).waitFor()
    }
    expect(await page.locator('#bell-count').isHidden()).toBe(true)
  }, 60_000)

  it.each(walked)(
    'look as they should: $name',
    async (size) => {
      await forget(CAST.ada.id)
      for (let i = 0; i < 4; i++) await aNotification(CAST.ada.id)
      await owner(
        "update app.notification set severity = 'CRITICAL', is_read = false where id = (select max(id) from app.notification where user_id = $1)",
        [CAST.ada.id],
      )
      await owner(
        "update app.notification set severity = 'LOW', is_read = true where id = (select min(id) from app.notification where user_id = $1)",
        [CAST.ada.id],
      )
      const context = await open({ colorScheme: size.colorScheme, viewport: size.viewport })
      const page = await signInAs('ada', context, '/')
      await picture(page, size, 'home-unread', true)
      await page.locator('#bell').click()
      await page.locator('#drawer .inbox-row').first().waitFor()
      await picture(page, size, 'drawer')
      await page.goto(`${portal().url}/notifications`)
      await page.locator('.inbox-bar .menu summary').click()
      await picture(page, size, 'inbox')
      await page.goto(`${portal().url}/notifications?shelf=snoozed`)
      await picture(page, size, 'inbox-empty')
      await page.goto(`${portal().url}/notifications/preferences`)
      await picture(page, size, 'preferences', true)
      await page.goto(`${portal().url}/notifications/${await aNotification(CAST.ada.id)}`)
      await picture(page, size, 'notification')
    },
    60_000,
  )
})

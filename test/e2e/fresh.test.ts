import { expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { owner } from './owner.ts'
import { portal } from './portal.ts'

const WHY = 'They are on a long leave from today.'

describeInBrowser('an act that asks for a fresh sign-in', (open) => {
  it('leads Ada to the directory and back to her form with what she typed, and she stays signed in', async () => {
    const context = await open()
    const page = await signInAs('ada', context)
    await page.goto(`${portal().url}/people/${CAST.nils.id}`)
    await owner("update app.login_session set proved_at = now() - interval '20 min' where operator_id = $1", [CAST.ada.id])
    const hold = page.locator('form[action$="/hold"]')
    await page.getByText('Hold', { exact: true }).click()
    await hold.locator('[name="reason"]').fill(WHY)
    await hold.getByRole('button').click()
    await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor()
    const before = (await context.cookies()).find(({ name }) => name === '__Host-portal')?.value

    await page.getByRole('link', { name: 'Confirm with the company directory' }).click()
    await page.getByRole('link', { name: new RegExp(CAST.ada.name) }).click()
    await page.waitForURL(new RegExp(`/people/${CAST.nils.id}\\?draft=`))

    expect(await hold.locator('[name="reason"]').inputValue()).toBe(WHY)
    expect(await hold.locator('[name="reason"]').isVisible()).toBe(true)
    expect((await context.cookies()).find(({ name }) => name === '__Host-portal')?.value).toBe(before)
    expect(await owner('select status from app.internal_user where id = $1', [CAST.nils.id])).toEqual([{ status: 'ACTIVE' }])
    await context.close()
  })
})

import { expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { aDiscardedLetter, owner } from './owner.ts'
import { portal } from './portal.ts'

describeInBrowser('the portal’s own jobs', (open) => {
  it('Ada finds one that was given up, runs it again, and the letter is there to read', async () => {
    const id = await aDiscardedLetter(CAST.vera.id)
    const page = await signInAs('ada', await open(), '/')

    const main = page.getByRole('navigation', { name: 'Main' })
    await main.getByText('Portal', { exact: true }).click()
    await main.getByRole('link', { name: 'Portal jobs' }).click()
    await page.getByLabel('State').selectOption('discarded')
    await page.locator(`#${id}`).getByText('The mail provider answered 503').waitFor()
    await page.locator(`#${id}`).getByRole('link').click()
    await page.getByRole('button', { name: 'Run it again' }).click()
    await page.getByText('The job is due again.').waitFor()

    // The press itself is the hint: the queue of the running Worker needs about a second.
    await expect
      .poll(async () => (await owner('select state from app.job where id = $1', [id]))[0])
      .toEqual({
        state: 'completed',
      })
    await page.goto(`${portal().url}/dev/mail`)
    await page.locator(`#${id}`).getByText('Your role in the portal was changed').waitFor()
    await page.goto(`${portal().url}/portal-jobs/${id}`)
    await page.getByRole('link', { name: 'History' }).waitFor()
  }, 60_000)
})

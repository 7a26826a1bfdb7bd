import { expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { leaveAll, owner } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { portal } from './portal.ts'

describeInBrowser('a second look', (open) => {
  for (const size of walked) {
    const { name, viewport, colorScheme } = size
    it(`is Lena’s at a session that Hugo left with a note, from her home to a flag, ${name} and ${colorScheme}`, async () => {
      await leaveAll(CAST.hugo.id)
      const at = { viewport, colorScheme }
      const [hugo, lena] = [await signInAs('hugo', await open(at)), await signInAs('lena', await open(at))]

      await enter(hugo)
      await hugo.locator('.row-link').first().click()
      await hugo.getByRole('heading', { level: 1 }).waitFor()
      await owner(
        'update app.impersonation_session set break_glass = true, limit_at = expires_at where operator_id = $1 and ended_at is null',
        [CAST.hugo.id],
      )
      await hugo.goto(`${portal().url}/workspace/cases`)
      await hugo.locator('.banner').getByRole('button', { name: /end/i }).click()
      await hugo.waitForURL(/\/impersonations\/imp_/)
      const session = new URL(hugo.url()).pathname
      await hugo.getByLabel('Your note').fill('A filter hid the case. I explained it on the phone.')
      await picture(hugo, size, 'review-1-closing-note', true)
      await hugo.getByRole('button', { name: 'Add the note' }).click()
      await hugo.getByText('Your closing note was added.').waitFor()

      await lena.goto(portal().url)
      await picture(lena, size, 'review-2-home', true)
      await lena.getByRole('link', { name: 'All reviews' }).click()
      await lena.getByRole('heading', { level: 1, name: 'Reviews' }).waitFor()
      await picture(lena, size, 'review-3-list', true)
      await lena.locator(`.row-link[href^="${session}"]`).click()
      const review = lena.locator('#review')
      await review.waitFor()
      expect(await lena.locator('#timeline').textContent()).toContain('A filter hid the case.')
      await picture(lena, size, 'review-4-session', true)
      await review.getByRole('button', { name: 'Flag' }).click()
      await lena.locator('#form-errors').waitFor()
      await picture(lena, size, 'review-5-errors', true)
      await review.getByLabel('What did you see?').fill('The case that was opened is not the one of the ticket.')
      await review.getByRole('button', { name: 'Flag' }).click()
      await lena.getByText('The operator and their leads are told.').waitFor()
      await picture(lena, size, 'review-6-flagged', true)

      await hugo.goto(`${portal().url}${session}`)
      expect(await hugo.locator('#review').textContent()).toContain('The case that was opened is not the one of the ticket.')
      await lena.goto(`${portal().url}/reviews?state=flagged`)
      await lena.locator(`.row-link[href^="${session}"]`).waitFor()
    })
  }
})

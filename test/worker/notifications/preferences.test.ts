import { describe, expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { portalAs, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { CATEGORIES } from '#worker/notifications/rules/words.ts'

const fieldsOf = (more: Record<string, string> = {}): Record<string, string> => ({
  version: '0',
  quietFrom: '',
  quietTo: '',
  ...Object.fromEntries(CATEGORIES.flatMap((each) => [[`${each}-app`, 'yes'] as const, [`${each}-digest`, '5'] as const])),
  ...more,
})
const kept = (id: string) =>
  owner<{ category: string; in_app: boolean; by_letter: boolean; digest_minutes: number }>(
    'select category, in_app, by_letter, digest_minutes from app.notification_preference where user_id = $1 order by category',
    [id],
  )
const inboxOf = async (id: string) =>
  (await owner('select quiet_from, quiet_to, version from app.notification_inbox where user_id = $1', [id]))[0]
const PATH = '/notifications/preferences'

describe('what somebody is told', () => {
  it('is chosen by category, with quiet hours, and shown as it was chosen', async () => {
    const { person, browser } = await portalAs('vera')
    const { 'TICKETS-app': _off, ...fields } = fieldsOf({ 'JOBS-email': 'yes', 'JOBS-digest': '60', quietFrom: '22:00', quietTo: '06:30' })
    const response = await browser.post(PATH, fields)
    expect([response.status, response.headers.get('Location')]).toEqual([303, `${PATH}?done=preferences-kept`])
    expect(await kept(person.id)).toHaveLength(CATEGORIES.length)
    expect((await kept(person.id)).filter(({ category }) => ['TICKETS', 'JOBS'].includes(category))).toEqual([
      { category: 'JOBS', in_app: true, by_letter: true, digest_minutes: 60 },
      { category: 'TICKETS', in_app: false, by_letter: false, digest_minutes: 5 },
    ])
    expect(await inboxOf(person.id)).toEqual({ quiet_from: 1320, quiet_to: 390, version: 1 })
    const page = await (await browser.get(PATH)).text()
    for (const shown of ['value="22:00"', 'value="06:30"', 'Europe/Berlin', 'name="version" value="1"']) expect(page).toContain(shown)
    expect(page).toMatch(/id="JOBS-email"[^>]* checked/)
    expect(page).not.toMatch(/id="TICKETS-app"[^>]* checked/)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({ act: 'notification:prefer', outcome: 'done' })
  })

  it.each(['ACCESS', 'REVOCATION', 'SAFETY'])('always holds %s: whoever turns it off is refused, and nothing is kept', async (category) => {
    const { person, browser } = await portalAs('vera')
    const { [`${category}-app`]: _off, ...fields } = fieldsOf()
    const response = await browser.post(PATH, fields)
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('nobody can turn this off')
    expect([await kept(person.id), await inboxOf(person.id)]).toEqual([[], undefined])
  })

  it.each([
    [{ quietFrom: '22:00' }, 'Give both times, or none.'],
    [{ quietFrom: '22:00', quietTo: '22:00' }, 'The two times are the same.'],
    [{ quietFrom: '25:00', quietTo: '06:00' }, 'A time like 22:00.'],
    [{ 'JOBS-digest': '7' }, 'Choose how long.'],
    [{ 'WEATHER-app': 'yes' }, 'Not a field of this form: WEATHER-app.'],
  ] as [Record<string, string>, string][])('is not what nobody offers (%j)', async (more, message) => {
    const { person, browser } = await portalAs('vera')
    const response = await browser.post(PATH, fieldsOf(more))
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining(message)])
    expect(await kept(person.id)).toEqual([])
  })

  it('changed in two tabs at once is as the first of them says, and the other is shown that', async () => {
    const { person, browser } = await portalAs('vera')
    const answers = await Promise.all([
      browser.post(PATH, fieldsOf({ 'JOBS-digest': '60' })),
      browser.post(PATH, fieldsOf({ 'JOBS-digest': '240' })),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    const winner = answers[0]?.status === 303 ? 60 : 240
    expect((await kept(person.id)).find(({ category }) => category === 'JOBS')?.digest_minutes).toBe(winner)
    const late = await answers.find(({ status }) => status === 409)?.text()
    expect(late).toContain('It was changed elsewhere in the meantime')
    expect(late).toContain(`<option value="${winner}" selected`)
    expect(
      (await trailOf(`operator:${person.id}`)).filter(({ act }) => act === 'notification:prefer').map(({ outcome }) => outcome),
    ).toEqual(['done', 'refused'])
  })

  it('pressed twice is kept once', async () => {
    const { person, browser } = await portalAs('vera')
    const fields = fieldsOf({ key: newId('key') })
    const answers = [await browser.post(PATH, fields), await browser.post(PATH, fields)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await inboxOf(person.id)).toMatchObject({ version: 1 })
  })
})

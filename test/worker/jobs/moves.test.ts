import { describe, expect, it } from 'vitest'
import { JOB_STATES } from '#worker/jobs/rules/words.ts'
import { newId } from '#worker/rules/ids.ts'
import { portalAs, trailOf } from '#test/world.ts'
import { aPortalJob, jobRow } from './facts.ts'

const replay = (id: string) => `/portal-jobs/${id}/replay`
const cancel = (id: string) => `/portal-jobs/${id}/cancel`

describe('running a job again', () => {
  it.each(['discarded', 'cancelled'])('makes one that was %s due, from the beginning, with its row in the trail', async (state) => {
    const { person, browser } = await portalAs('ada')
    const id = await aPortalJob({ state, last_error: 'MAIL_HTTP_422', kind: 'mail', args: '{}' })

    const response = await browser.post(replay(id))

    expect([response.status, response.headers.get('location')]).toEqual([303, `/portal-jobs/${id}?done=job-replayed`])
    expect(await jobRow(id)).toEqual({ state: 'available', attempts: 0, last_error: 'MAIL_HTTP_422', due: true })
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({
      act: 'job:replay',
      outcome: 'done',
      entity_type: 'job',
      entity_ids: [id],
      facts: { before: { [id]: { state, attempts: 3 } }, after: { [id]: { state: 'available', attempts: 0 } } },
    })
  })

  it.each(JOB_STATES.filter((state) => state !== 'discarded' && state !== 'cancelled'))(
    'is refused while it is %s: nothing changes, and the page says where it is and what can be done',
    async (state) => {
      const { person, browser } = await portalAs('ada')
      const id = await aPortalJob({ state })
      const before = await jobRow(id)
      const response = await browser.post(replay(id))
      const text = await response.text()
      expect(response.status).toBe(409)
      expect(text.toLowerCase()).toContain(state)
      expect(text).toContain(['running', 'completed'].includes(state) ? 'nothing to be done' : 'cancelling it')
      expect(await jobRow(id)).toEqual(before)
      expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({ act: 'job:replay', outcome: 'refused' })
    },
  )

  it('is refused for a job whose session is over', async () => {
    const { browser } = await portalAs('ada')
    const id = await aPortalJob({ state: 'cancelled', last_error: 'SESSION_ENDED', session_id: newId('imp') })
    expect((await browser.post(replay(id))).status).toBe(409)
    expect(await jobRow(id)).toMatchObject({ state: 'cancelled' })
  })

  it('has one winner of eight at once', async () => {
    const { browser } = await portalAs('ada')
    const id = await aPortalJob()
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.post(replay(id))))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array.from({ length: 7 }, () => 409)])
  })

  it('is one act when it is pressed twice with one key', async () => {
    const { person, browser } = await portalAs('ada')
    const id = await aPortalJob()
    const key = newId('key')
    const answers = [await browser.post(replay(id), { key }), await browser.post(replay(id), { key })]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect((await trailOf(`operator:${person.id}`)).filter(({ act }) => act === 'job:replay')).toHaveLength(1)
  })

  it('is not for Lena, nor for a job that is not there', async () => {
    const id = await aPortalJob()
    expect((await (await portalAs('lena')).browser.post(replay(id))).status).toBe(403)
    expect(await jobRow(id)).toMatchObject({ state: 'discarded' })
    expect((await (await portalAs('ada')).browser.post(replay(newId('pjob')))).status).toBe(404)
  })
})

describe('cancelling a job', () => {
  it.each(['scheduled', 'available', 'retryable'])('takes one that is %s out of the queue', async (state) => {
    const { person, browser } = await portalAs('ada')
    const id = await aPortalJob({ state, attempts: 1 })
    const response = await browser.post(cancel(id))
    expect([response.status, response.headers.get('location')]).toEqual([303, `/portal-jobs/${id}?done=job-cancelled`])
    expect(await jobRow(id)).toMatchObject({ state: 'cancelled', attempts: 1 })
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({ act: 'job:cancel', outcome: 'done' })
  })

  it.each(['running', 'completed', 'discarded', 'cancelled'])('is refused when it is %s', async (state) => {
    const { browser } = await portalAs('ada')
    const id = await aPortalJob({ state })
    expect((await browser.post(cancel(id))).status).toBe(409)
    expect(await jobRow(id)).toMatchObject({ state })
  })

  it('is one act when it is pressed twice with one key, and refused to Lena', async () => {
    const { person, browser } = await portalAs('ada')
    const id = await aPortalJob({ state: 'available', attempts: 0 })
    const key = newId('key')
    expect((await (await portalAs('lena')).browser.post(cancel(id))).status).toBe(403)
    expect(await jobRow(id)).toMatchObject({ state: 'available' })
    expect([(await browser.post(cancel(id), { key })).status, (await browser.post(cancel(id), { key })).status]).toEqual([303, 303])
    expect((await trailOf(`operator:${person.id}`)).filter(({ act }) => act === 'job:cancel')).toHaveLength(1)
  })
})

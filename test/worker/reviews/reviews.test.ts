import { describe, expect, it } from 'vitest'
import { database, owner } from '#test/owner.ts'
import { inside, portalAs, REASON, trailOf } from '#test/world.ts'
import { jobScope } from '#worker/db/job.ts'
import { tellOverdueReviews } from '#worker/reviews/queries/reviews.ts'
import { newId } from '#worker/rules/ids.ts'
import { aReview, aReviewed, NOTE, reviewsOf } from './facts.ts'

const eventsOf = (reviewId: string) =>
  owner<{ kind: string; payload: Record<string, unknown> }>(`select kind, payload from app.outbox where entity_id = $1 order by seq`, [
    reviewId,
  ])
const statusOf = async (id: string) =>
  (await owner<{ status: string; held_reason: string | null }>('select status, held_reason from app.internal_user where id = $1', [id]))[0]

describe('a session that asks for a second look', () => {
  const ends = {
    'its operator leaves': ({ browser, sessionId }: Stay) => browser.post(`/impersonations/${sessionId}/end`),
    'its operator signs out': ({ browser }: Stay) => browser.post('/sign-out'),
    'a lead ends it': async ({ sessionId }: Stay) =>
      (await portalAs('lena')).browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON }),
    'its time is up': ({ sessionId }: Stay) =>
      owner("update app.impersonation_session set started_at = now() - interval '2 h', expires_at = now() - interval '1 s' where id = $1", [
        sessionId,
      ]).then(() => owner('select app.end_overdue($1)', [sessionId])),
    'its ticket is closed': ({ ticket }: Stay) =>
      owner("update ticket set status = 'CLOSED', closed_at = now() where id = $1", [ticket.id]),
    'its tenant is suspended': ({ tenant }: Stay) => owner("update tenant set status = 'SUSPENDED' where id = $1", [tenant.id]),
    'its operator is held': ({ person }: Stay) => owner("update app.internal_user set status = 'HELD' where id = $1", [person.id]),
  }
  type Stay = Awaited<ReturnType<typeof inside>>

  it.each(Object.entries(ends))('waits for it once %s', async (_, end) => {
    const stay = await inside('vera')
    await owner('update app.impersonation_session set break_glass = true where id = $1', [stay.sessionId])
    expect(await reviewsOf(stay.sessionId)).toEqual([])
    await end(stay)
    expect(await reviewsOf(stay.sessionId)).toMatchObject([{ reasons: ['break_glass'], state: 'pending', operator_id: stay.person.id }])
  })

  it('is told to those who review, because its operator waits', async () => {
    const { review, sessionId, person } = await aReviewed()
    expect(await eventsOf(review.id)).toEqual([{ kind: 'review.asked', payload: { sessionId, operatorId: person.id } }])
  })

  it('stands on the list of reviewers, on their home, and with the session; nobody else has such a list', async () => {
    const { browser, review, sessionId } = await aReviewed()
    const lena = (await portalAs('lena')).browser
    // The most urgent come first, and those of others' tests wait here as well.
    const list = await (await lena.get(`/reviews?older=${new Date(review.due_at).getTime() - 1}.rev_0`)).text()
    expect(list).toContain(`/impersonations/${sessionId}#review`)
    expect((await lena.get('/home/cards/reviews')).status).toBe(200)
    expect(await (await lena.get(`/impersonations/${sessionId}`)).text()).toContain(`/reviews/${review.id}/verdict`)
    const own = await (await browser.get(`/impersonations/${sessionId}`)).text()
    expect(own).toContain('Another reviewer looks at it.')
    expect(own).not.toContain(`/reviews/${review.id}/verdict`)
    for (const name of ['vera', 'imke', 'rosa'] as const) expect((await (await portalAs(name)).browser.get('/reviews')).status).toBe(403)
  })
})

describe('a verdict', () => {
  it('is given by Lena with a sentence: it stands with the session and in its trail', async () => {
    const { review, path, sessionId, tenant } = await aReviewed()
    const { person, browser } = await portalAs('lena')
    const answer = await browser.post(path, { verdict: 'approved', note: NOTE })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/impersonations/${sessionId}?done=review-approved#review`])
    expect(await reviewsOf(sessionId)).toMatchObject([{ state: 'approved', reviewer_id: person.id, note: NOTE }])
    expect((await trailOf(`tenant:${tenant.id}`)).at(-1)).toMatchObject({
      act: 'review:approve',
      outcome: 'done',
      operator_id: person.id,
      session_id: sessionId,
      entity_ids: [review.id, sessionId],
      reason: NOTE,
    })
    const page = await (await browser.get(`/impersonations/${sessionId}`)).text()
    expect(page).toContain('Reviewed the session, as a second person, and approved it.')
    expect(page).not.toContain(path)
  })

  it('that flags tells the operator and their leads, and changes nothing else', async () => {
    const { review, path, sessionId, person: vera, browser } = await aReviewed()
    const { person: lena, browser: lenas } = await portalAs('lena')
    expect((await lenas.post(path, { verdict: 'flagged', note: NOTE })).status).toBe(303)
    expect((await eventsOf(review.id)).at(-1)).toEqual({
      kind: 'review.flagged',
      payload: { sessionId, operatorId: vera.id, by: lena.id },
    })
    expect(await statusOf(vera.id)).toMatchObject({ status: 'ACTIVE' })
    expect(await (await browser.get(`/impersonations/${sessionId}`)).text()).toContain(NOTE)
  })

  it('that flags and holds puts the operator out until a lead releases them', async () => {
    const { path, person: vera, browser } = await aReviewed()
    const { person: lena, browser: lenas } = await portalAs('lena')
    expect((await lenas.post(path, { verdict: 'flagged', note: NOTE, hold: 'yes' })).status).toBe(303)
    expect(await statusOf(vera.id)).toEqual({ status: 'HELD', held_reason: `A review flagged a session: ${NOTE}` })
    expect((await browser.get('/tenants')).status).toBe(303)
    expect((await trailOf(`operator:${lena.id}`)).map(({ act }) => act)).toEqual(expect.arrayContaining(['person:hold', 'sign_in:revoke']))
    expect(
      (await lenas.post(`/people/${vera.id}/release`, { of: vera.id, reason: 'We talked about it, and it was a mistake.' })).status,
    ).toBe(303)
  })

  it('is nobody’s on their own session, nor on one they approved, nor without the permission', async () => {
    const lena = await portalAs('lena')
    const stay = await aReview({ operator_id: lena.person.id })
    const approved = await aReview({ approver_id: lena.person.id })
    for (const [review, because] of [
      [stay, 'YOURSELF'],
      [approved, 'APPROVED_BY_YOU'],
    ] as const) {
      const answer = await lena.browser.post(`/reviews/${review.id}/verdict`, { verdict: 'approved', note: NOTE })
      expect(answer.status).toBe(409)
      expect(await answer.text()).toContain(
        because === 'YOURSELF' ? 'This is a session of yours.' : 'You approved this session before it began.',
      )
      expect(await reviewsOf(review.session_id)).toMatchObject([{ state: 'pending' }])
    }
    const imke = (await portalAs('imke')).browser
    expect((await imke.post(`/reviews/${stay.id}/verdict`, { verdict: 'approved', note: NOTE })).status).toBe(403)
    expect((await lena.browser.post(`/reviews/${newId('rev')}/verdict`, { verdict: 'approved', note: NOTE })).status).toBe(404)
  })

  it('collides: of two reviewers at once one decides, and the other is told', async () => {
    const { path, sessionId, tenant } = await aReviewed()
    const two = await Promise.all([portalAs('lena'), portalAs('ada')])
    const answers = await Promise.all(two.map(({ browser }, i) => browser.post(path, { verdict: i ? 'flagged' : 'approved', note: NOTE })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect(await answers.find(({ status }) => status === 409)?.text()).toContain('It was reviewed already.')
    const acts = (await trailOf(`tenant:${tenant.id}`)).filter(({ act }) => act.startsWith('review:'))
    expect(acts.map(({ outcome }) => outcome)).toEqual(['done', 'refused'])
    expect(await reviewsOf(sessionId)).toHaveLength(1)
  })

  it('is one when sent again with its key', async () => {
    const { path, tenant } = await aReviewed()
    const { browser } = await portalAs('lena')
    const form = { verdict: 'approved', note: NOTE, key: newId('key') }
    for (let press = 0; press < 2; press++) expect((await browser.post(path, form)).status).toBe(303)
    expect((await trailOf(`tenant:${tenant.id}`)).filter(({ act }) => act.startsWith('review:'))).toHaveLength(1)
  })

  it('wants a sentence, and holds nobody with an approval', async () => {
    const { path, sessionId } = await aReviewed()
    const { browser } = await portalAs('lena')
    for (const [fields, field] of [
      [{ verdict: 'approved', note: 'fine' }, 'note'],
      [{ verdict: 'approved', note: NOTE, hold: 'yes' }, 'hold'],
    ] as const) {
      const answer = await browser.post(path, fields)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain(`href="#${field}"`)
    }
    expect(await reviewsOf(sessionId)).toMatchObject([{ state: 'pending' }])
  })
})

describe('a closing note', () => {
  const note = { note: 'The filter hid the case; I explained it on the phone.' }

  it('is written after the end, once, and reviewers read it with the session', async () => {
    const { browser, sessionId, review } = await aReviewed()
    expect((await browser.post(`/impersonations/${sessionId}/note`, note)).status).toBe(303)
    const again = await browser.post(`/impersonations/${sessionId}/note`, { note: 'Something else after all, which is longer.' })
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('This session has its closing note.')
    expect(await (await browser.get(`/impersonations/${sessionId}`)).text()).not.toContain(`/impersonations/${sessionId}/note`)
    const page = await (await (await portalAs('lena')).browser.get(`/impersonations/${sessionId}`)).text()
    expect(page).toContain(note.note)
    expect(page).toContain(review.id)
  })

  it('collides: two tabs leave one', async () => {
    const { browser, sessionId } = await inside('vera')
    await browser.post(`/impersonations/${sessionId}/end`)
    const answers = await Promise.all([1, 2].map((n) => browser.post(`/impersonations/${sessionId}/note`, { note: `${note.note} ${n}` })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
  })

  it('is not written during the session, nor later than seven days after it', async () => {
    const { browser, sessionId } = await inside('vera')
    expect((await browser.post(`/impersonations/${sessionId}/note`, note)).status).toBe(409)
    await browser.post(`/impersonations/${sessionId}/end`)
    const days = (interval: string) =>
      owner(
        `update app.impersonation_session set started_at = now() - interval '${interval}' - interval '1 h', expires_at = now() - interval '${interval}',
           ended_at = now() - interval '${interval}' where id = $1`,
        [sessionId],
      )
    await days('7 days 1 second')
    expect(await (await browser.get(`/impersonations/${sessionId}`)).text()).not.toContain('Add the note')
    const late = await browser.post(`/impersonations/${sessionId}/note`, note)
    expect([late.status, (await late.text()).includes('within seven days')]).toEqual([409, true])
    await days('6 days 23 hours')
    expect((await browser.post(`/impersonations/${sessionId}/note`, note)).status).toBe(303)
  })
})

describe('what is late', () => {
  it('is told to the reviewers once, however often somebody looks', async () => {
    const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()
    const { id, session_id: sessionId } = await aReview({ created_at: hours(-200), due_at: hours(-1) })
    const stillInTime = await aReview()
    const lena = await portalAs('lena')
    expect(await (await lena.browser.get('/reviews')).text()).toContain('Overdue')

    const jobs = jobScope(database, 'test')
    await tellOverdueReviews(jobs)
    const [told] = await reviewsOf(sessionId)
    expect(told?.overdue_at).not.toBeNull()
    await tellOverdueReviews(jobs)
    expect(await reviewsOf(sessionId)).toEqual([told])
    expect(await reviewsOf(stillInTime.session_id)).toMatchObject([{ overdue_at: null }])
    expect(await owner("select from audit.trail where act = 'review:overdue' and entity_ids @> array[$1::text]", [id])).toHaveLength(1)

    expect((await lena.browser.post(`/reviews/${id}/verdict`, { verdict: 'approved', note: NOTE })).status).toBe(303)
  })
})

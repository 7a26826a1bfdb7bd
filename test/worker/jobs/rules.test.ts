import { describe, expect, it } from 'vitest'
import { KINDS } from '#worker/jobs/jobs/kinds.ts'
import { backoff, takesOldest } from '#worker/jobs/rules/backoff.ts'
import { following, type Happening } from '#worker/jobs/rules/consumers.ts'
import { letterOf } from '#worker/jobs/rules/letters.ts'
import { attemptsOf, JOB_LIMITS, leasesOf, LETTERS } from '#worker/jobs/rules/limits.ts'
import { movesOf } from '#worker/jobs/rules/moves.ts'
import { EVENT_KINDS, JOB_KINDS, JOB_STATES } from '#worker/jobs/rules/words.ts'
import { noticeOf } from '#worker/notifications/rules/notices.ts'
import { newId } from '#worker/rules/ids.ts'

describe('when a job is tried again', () => {
  it.each([
    [1, 20],
    [2, 40],
    [3, 80],
    [4, 160],
    [5, 320],
    [6, 640],
    [7, 1280],
    [8, 2560],
    [9, 3600],
    [20, 3600],
    [1000, 3600],
  ])('after attempt %i it waits %i seconds, a fifth more or less', (attempts, seconds) => {
    expect([0, 0.5, 1].map((chance) => backoff(attempts, chance))).toEqual([seconds * 800, seconds * 1000, seconds * 1200])
  })

  it('takes the oldest in one claim of ten', () => {
    const chances = Array.from({ length: 1000 }, (_, n) => n / 1000)
    expect(chances.filter(takesOldest)).toHaveLength(100)
  })
})

describe('limits', () => {
  it('are those of the files of the kinds', () => {
    for (const kind of JOB_KINDS) expect(KINDS[kind]).toMatchObject({ kind, ...JOB_LIMITS[kind] })
    expect(leasesOf(KINDS)).toEqual({
      ...{ mail: 60, sweep: 60, tell: 30, checkpoint: 60, notify: 60, push: 30, digest: 60 },
      ...{ 'webhook-effect': 60, 'webhook-out': 60, 'checkpoint-out': 60, 'customer-mail': 60 },
    })
  })

  it('let a kind that says neverRetry be tried once', () => {
    expect(attemptsOf({ ...JOB_LIMITS.sweep })).toBe(3)
    expect(attemptsOf({ args: JOB_LIMITS.sweep.args, leaseSeconds: 1, neverRetry: true })).toBe(1)
  })
})

describe('letters', () => {
  it.each(LETTERS)('%s is a sentence, a link where there is a page, and nothing of whom it is about', (name) => {
    const about = newId('imp')
    const { subject, text } = letterOf(name, about, 'https://portal.example')
    const [sentence, empty, link, end] = text.split('\n')
    expect(subject.length).toBeLessThan(70)
    expect(sentence).toMatch(/^[A-Z].*\.$/)
    const hasPage = name === 'digest' || noticeOf(name).path !== null
    expect([empty, end]).toEqual(hasPage ? ['', ''] : ['', undefined])
    expect(link === undefined ? undefined : new URL(link).origin).toBe(hasPage ? 'https://portal.example' : undefined)
  })
})

describe('what follows from an event', () => {
  const vera = newId('ops')
  const event = (kind: Happening['kind'], payload: Record<string, unknown> = {}): Happening => ({
    eventId: newId('evt'),
    entity: 'any',
    entityId: newId('imp'),
    kind,
    payload: { operatorId: vera, tenantId: newId('ten'), ...payload },
  })
  const [here, there] = [newId('ten'), newId('ten')]
  const [ours, theirs] = [newId('whe'), newId('whe')]
  const known = {
    endpoints: [
      { endpointId: ours, tenantId: here },
      { endpointId: theirs, tenantId: there },
    ],
    contacts: [],
  }

  it('is, of a kill, first a word to whom it concerns, and then a notice to whoever hears of it, at once, and once', () => {
    const killed = event('session.killed', { endReason: 'FORCE_LOGOUT' })
    const { eventId, entityId } = killed
    expect(following(killed, known)).toEqual([
      {
        eventId,
        kind: 'tell',
        args: { what: 'session', operatorId: vera, about: entityId, because: 'FORCE_LOGOUT' },
        priority: 0,
        dedup: `${eventId}:tell`,
      },
      {
        eventId,
        kind: 'notify',
        args: { event: eventId, notice: 'session.killed', to: `person:${vera}`, about: entityId },
        priority: 0,
        dedup: `${eventId}:notify:person:${vera}`,
      },
      {
        eventId,
        kind: 'notify',
        args: { event: eventId, notice: 'session.killed_in_team', to: `leads:${vera}`, about: entityId },
        priority: 0,
        dedup: `${eventId}:notify:leads:${vera}`,
      },
    ])
  })

  it('is, of another role, no word of its own, because the end of each sign-in is told by itself; of a lead mark it is one', () => {
    const kinds = (payload: object) => following(event('role.changed', { ...payload }), known).map(({ kind }) => kind)
    expect(kinds({ role: 'SUPPORT_L2', fromRole: 'SUPPORT_L1' })).not.toContain('tell')
    expect(kinds({ role: 'SUPPORT_L2', fromRole: 'SUPPORT_L2' })[0]).toBe('tell')
  })

  it.each(['session.started', 'session.extended', 'session.ended', 'session.killed'] as const)(
    'of %s, is told to the receiver of the tenant it was of, and of no other',
    (kind) => {
      const happening = event(kind, { tenantId: here })
      const { eventId } = happening
      expect(following(happening, known).filter((job) => job.kind === 'webhook-out')).toEqual([
        {
          eventId,
          kind: 'webhook-out',
          args: { endpoint: ours, event: eventId },
          priority: 0,
          dedup: `${eventId}:webhook-out:${ours}`,
        },
      ])
    },
  )

  it.each([
    ['one of the staff', { audience: { kind: 'user', userId: vera } }, `person:${vera}`],
    ['a user of a tenant', { audience: { kind: 'user', userId: ours }, tenantId: here }, `user:${ours}`],
    ['all users of a tenant', { audience: { kind: 'tenant' }, tenantId: here }, `users:${here}`],
    ['a role', { audience: { kind: 'role', role: 'SUPPORT_L2' } }, 'role:SUPPORT_L2'],
    ['the whole staff', { audience: { kind: 'staff' } }, 'staff'],
  ])('of a notification that the product asked for, is one to %s', (_who, wish, to) => {
    const asked = { ...event('notification.asked'), payload: { sentence: 'incident.open', about: [], ...wish } }
    expect(following(asked, known).map(({ args }) => args)).toMatchObject([{ notice: 'incident.open', to, about: asked.entityId }])
  })

  it('of a session that began, is a letter to each contact that the database names, and of nothing else', () => {
    const began = event('session.started')
    const [one, other] = [newId('con'), newId('con')]
    const contacts = [one, other].map((contactId) => ({ eventId: began.eventId, contactId }))
    const elsewhere = { eventId: newId('evt'), contactId: newId('con') }
    const jobs = following(began, { ...known, contacts: [...contacts, elsewhere] }).filter(({ kind }) => kind === 'customer-mail')
    expect(jobs.map(({ args, dedup, priority }) => [args, dedup, priority])).toEqual(
      [one, other].map((contact) => [{ contact, event: began.eventId }, `${began.eventId}:customer-mail:${contact}`, 0]),
    )
  })

  it('always has arguments that its kind takes', () => {
    const payloads = [
      {},
      { breakGlass: true, endReason: 'TIMEOUT', priority: 'URGENT', by: vera, kind: 'sweep' },
      { by: null, kind: 'mail' },
    ]
    const jobs = EVENT_KINDS.flatMap((kind) =>
      payloads.flatMap((payload) => following({ ...event(kind, payload), entityId: newId('ops') }, known)),
    )
    expect(jobs.length).toBeGreaterThan(20)
    for (const job of jobs) expect([job, JOB_LIMITS[job.kind].args.safeParse(job.args).success]).toEqual([job, true])
  })

  it('is nothing where the event does not say whom it is about', () => {
    expect(following(event('session.killed', { operatorId: null }), known)).toEqual([])
  })
})

describe('what may be done by hand', () => {
  it('depends on where the job is', () => {
    expect(Object.fromEntries(JOB_STATES.map((state) => [state, movesOf({ state, lastError: null })]))).toEqual({
      scheduled: ['cancel'],
      available: ['cancel'],
      running: [],
      retryable: ['cancel'],
      completed: [],
      cancelled: ['replay'],
      discarded: ['replay'],
    })
  })

  it('is nothing for a job whose session is over', () => {
    expect(movesOf({ state: 'cancelled', lastError: 'SESSION_ENDED' })).toEqual([])
  })
})

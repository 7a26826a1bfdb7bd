import { describe, expect, it } from 'vitest'
import { KINDS } from '#worker/jobs/jobs/kinds.ts'
import { backoff, takesOldest } from '#worker/jobs/rules/backoff.ts'
import { following, type Happening } from '#worker/jobs/rules/consumers.ts'
import { letterOf } from '#worker/jobs/rules/letters.ts'
import { attemptsOf, JOB_LIMITS, leasesOf, LETTERS } from '#worker/jobs/rules/limits.ts'
import { movesOf } from '#worker/jobs/rules/moves.ts'
import { EVENT_KINDS, JOB_KINDS, JOB_STATES } from '#worker/jobs/rules/words.ts'
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
    expect(leasesOf(KINDS)).toEqual({ mail: 60, sweep: 60, 'webhook-effect': 60, 'webhook-out': 60 })
  })

  it('let a kind that says neverRetry be tried once', () => {
    expect(attemptsOf({ ...JOB_LIMITS.sweep })).toBe(3)
    expect(attemptsOf({ args: JOB_LIMITS.sweep.args, leaseSeconds: 1, neverRetry: true })).toBe(1)
  })
})

describe('letters', () => {
  it.each(LETTERS)('%s is a sentence and a link, and nothing of whom it is about', (name) => {
    const about = newId('imp')
    const { subject, text } = letterOf(name, about, 'https://portal.example')
    const [sentence, empty, link, end] = text.split('\n')
    expect(subject.length).toBeLessThan(70)
    expect(sentence).toMatch(/^[A-Z].*\.$/)
    expect([empty, end]).toEqual(['', ''])
    expect(new URL(link ?? '').origin).toBe('https://portal.example')
  })
})

describe('what follows from an event', () => {
  const event = (kind: Happening['kind'], payload: Record<string, unknown> = {}): Happening => ({
    eventId: 'evt_1',
    entity: 'any',
    entityId: newId('imp'),
    kind,
    payload,
  })
  const [vera, ada, olga] = [newId('ops'), newId('ops'), newId('ops')]
  const [here, there] = [newId('ten'), newId('ten')]
  const [ours, theirs] = [newId('whe'), newId('whe')]
  const known = {
    administrators: [ada, olga],
    told: [
      { endpointId: ours, tenantId: here },
      { endpointId: theirs, tenantId: there },
    ],
  }

  it('of a kill, is a letter to its operator', () => {
    const killed = event('session.killed', { operatorId: vera })
    expect(following(killed, known)).toEqual([
      {
        eventId: 'evt_1',
        kind: 'mail',
        args: { letter: 'session.killed', to: vera, about: killed.entityId },
        priority: 1,
        dedup: `evt_1:session.killed:${vera}`,
      },
    ])
  })

  it('of a job that was given up, is a letter to each administrator, unless it was a letter itself', () => {
    expect(following(event('job.discarded', { kind: 'sweep' }), known).map(({ args }) => (args as { to: string }).to)).toEqual([ada, olga])
    expect(following(event('job.discarded', { kind: 'mail' }), known)).toEqual([])
  })

  it.each(['session.started', 'session.extended', 'session.ended', 'session.killed'] as const)(
    'of %s, is told to the tenant it was of, and to no other',
    (kind) => {
      const jobs = following(event(kind, { tenantId: here }), known)
      expect(jobs).toEqual([
        {
          eventId: 'evt_1',
          kind: 'webhook-out',
          args: { endpoint: ours, event: 'evt_1' },
          priority: 0,
          dedup: `evt_1:webhook-out:${ours}`,
        },
      ])
    },
  )

  it('always has arguments that its kind takes', () => {
    for (const kind of EVENT_KINDS)
      for (const job of following(
        { ...event(kind, { operatorId: vera, tenantId: here }), eventId: newId('key'), entityId: newId('ops') },
        known,
      ))
        expect(JOB_LIMITS[job.kind].args.safeParse(job.args).success).toBe(true)
  })

  it('is nothing where the event does not say whom it is about', () => {
    expect(following(event('session.killed'), known)).toEqual([])
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

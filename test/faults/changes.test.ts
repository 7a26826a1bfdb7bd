import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import type { ActCase } from './act.ts'
import { ACTS, BY_PROGRAM, ready, traces } from './acts.ts'
import { aTenant, aTicket } from './facts.ts'
import { own, release } from './ground.ts'
import { type Answer, hire } from './people.ts'
import type { Rule } from './proxy.ts'
import type { Stack } from './stack.ts'
import { expectHonest, expectSilent } from './honest.ts'
import { HANGS_AFTER, SLACK } from './waits.ts'
import { always, atRandom, AWAY, type Fault, FAULTS, FOLLOWING, HANGS, once, SLOW } from './weathers.ts'
import { chances } from '#test/chance.ts'

let stack: Stack
beforeAll(async () => {
  stack = await own(inject('ground'), inject('built'))
  // Two of three questions would be of what follows from changes: that is in the way of nobody here, and goes on among the kills.
  stack.proxy.between(FOLLOWING, () => AWAY)
})
afterAll(async () => {
  expectSilent(stack.said())
  await release(stack)
})

/** Nobody waits longer for an answer, in ms. */
const PATIENCE = 8_000

const acts = Object.entries({ ...ACTS, ...BY_PROGRAM })

const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1e9))
console.info(`changes: FAULT_SEED=${seed}`)

/** What parts what was done from what was said: each act meets one of these. What comes of them when they stay is what comes of any fault
 *  that stays, and the press that finds its change done is the same either way. */
const PARTING = ['the answer is lost after the commit', 'the line breaks while the statements run']

/**
 * The acts are dealt out to the faults, with each seed anew, so that each fault meets some acts, no two kinds of faults the same ones, and
 * each act one fault of the kind: all changes go through one door (`within`), so what one act shows of a fault, the next one shows again.
 * `FAULTS=all` lets each act meet each.
 */
const dealt = (faults: [name: string, fault: Fault][], from = seed) =>
  faults.flatMap(([name, fault], turn, { length }) =>
    (process.env.FAULTS === 'all' ? Array.from({ length }, (_, i) => i) : [(turn + from) % length]).map(
      (part) => [name, part + 1, length, fault, someOf(part, length)] as const,
    ),
  )

const someOf = (part: number, of: number) => acts.filter((_, place) => place % of === part)

/** Of the acts, for each fault that takes as long as anybody waits. */
const EIGHTH = 8

/** Presses through the weather, then again under a good sky, so many times: all the same press. */
async function press(act: ActCase, rule: Rule, more = 2) {
  const { asking, form, ...person } = await ready(stack, act)
  const { path, fields, times } = form
  const key = newId('key')
  const send = () => asking.post(path, { ...fields, key })
  stack.proxy.between(asking.loginKey, rule)
  const first = await send()
  const meanwhile = { times: await times(), traces: await traces(stack, person, act) }
  stack.proxy.between(asking.loginKey)
  const { again, recovered } = await inTurn(async () => {
    const began = performance.now()
    const again: Answer[] = []
    while (again.length < more) again.push(await send())
    return { again, recovered: performance.now() - began }
  })
  return {
    done: act.program ? /^20[01]$/ : act.shows ? /^200$/ : /^303$/,
    first,
    again,
    meanwhile,
    recovered,
    after: { times: await times(), traces: await traces(stack, person, act) },
  }
}

let turn: Promise<unknown> = Promise.resolve()

/** One recovery after the other: what is measured of it is not how long fifty wait for each other after the same hang. */
function inTurn<T>(recover: () => Promise<T>): Promise<T> {
  const mine = turn.then(recover)
  turn = mine.catch(() => {})
  return mine
}

const told = ({ status, location }: Answer) => ({ status, location })

/** Done once, said once, and told the same to whoever presses again. */
function expectOnce({ done, again, meanwhile, after, recovered }: Awaited<ReturnType<typeof press>>) {
  expect(meanwhile.times).toBe(meanwhile.traces)
  expect(meanwhile.times).toBeLessThanOrEqual(1)
  const [said, ...later] = again.map(told)
  expect(String(said?.status)).toMatch(done)
  for (const each of later) expect(each).toEqual(said)
  expect(after).toEqual({ times: 1, traces: 1 })
  expect(recovered).toBeLessThan(SLACK)
}

describe.concurrent('a fault that passes by', { timeout: HANGS_AFTER }, () => {
  const passing = Object.entries({ ...FAULTS, ...SLOW })
  const isParting = ([name]: [string, Fault]) => PARTING.includes(name)
  it.each([...dealt(passing.filter(isParting)), ...dealt(passing.filter((each) => !isParting(each)))])(
    'is not noticed by whoever changes something: %s (%i of %i)',
    async (_, __, ___, fault, some) => {
      await together(some, 4, async ([, each]) => {
        const pressed = await press(each, once(fault), 1)
        expect(pressed.again.map(told)).toEqual([told(pressed.first)])
        expectOnce(pressed)
      })
    },
  )
})

describe.concurrent('a fault that stays', { timeout: HANGS_AFTER }, () => {
  // First, so that the others go on while it waits.
  it('costs nobody more than their patience when nothing comes back', async () => {
    const cases = Object.entries(HANGS).flatMap(([weather, fault], turn) =>
      (process.env.FAULTS === 'all' ? acts : someOf((turn + seed) % EIGHTH, EIGHTH)).map(
        ([name, each]) => [`${name}, ${weather}`, { fault, each }] as const,
      ),
    )
    await together(cases, cases.length, async ([, { fault, each }]) => {
      const pressed = await press(each, always(fault))
      expectHonest(pressed.first)
      expect(pressed.first.ms).toBeLessThan(PATIENCE + SLACK)
      expectOnce(pressed)
    })
  })

  // Dealt from another place than what passes by: an act meets two faults.
  it.each(dealt(Object.entries(FAULTS), seed + 4))(
    'is said, and the press is done once all the same: %s (%i of %i)',
    async (_, __, ___, fault, some) => {
      await together(some, 4, async ([, each]) => {
        const pressed = await press(each, always(fault))
        expectHonest(pressed.first)
        expectOnce(pressed)
      })
    },
  )
})

describe.concurrent('a change that goes on unheard', { timeout: HANGS_AFTER }, () => {
  it('longer than the next press is ready to wait for it, is never called undone', async () => {
    const vera = await hire(stack, 'vera')
    const tenant = await aTenant(stack)
    const [first, ticket] = [await aTicket(stack, tenant.id, null), await aTicket(stack, tenant.id, null)]
    await vera.post(`/tickets/${first.id}/take`, {}) // the tenant's chain begins
    const free = await Promise.all([
      stack.hold('select 1 from ticket where id = $1 for update', [ticket.id]),
      stack.hold('select 1 from audit.trail_head where chain = $1 for update', [`tenant:${tenant.id}`]),
    ])
    setTimeout(free[0], 1_600)
    setTimeout(free[1], 3_300)
    stack.proxy.between(vera.loginKey, once({ kind: 'left alone' }))
    const key = newId('key')
    const answer = await vera.post(`/tickets/${ticket.id}/take`, { key })
    if (answer.status !== 303) expectHonest(answer)
    expect(told(await vera.post(`/tickets/${ticket.id}/take`, { key }))).toEqual({
      status: 303,
      location: `/tenants/${tenant.id}?done=ticket-taken`,
    })
    expect(await traces(stack, vera, { act: 'ticket:take' })).toBe(2)
  })
})

describe('weather', { timeout: HANGS_AFTER }, () => {
  it('of every kind, by a seed, does nothing twice', async () => {
    const chance = chances(seed)
    const cases = Array.from({ length: 24 }, () => {
      const [name, each] = acts[Math.floor(chance() * acts.length)]!
      return [name, { each, seed: Math.floor(chance() * 1e9) }] as const
    })
    await together(cases, 8, async ([, { each, seed: own }]) => {
      const pressed = await press(each, atRandom(own, 2))
      if (!pressed.done.test(String(pressed.first.status))) expectHonest(pressed.first)
      expectOnce(pressed)
    })
  })
})

/** So many at a time; whatever fails says which it was. */
async function together<T>(cases: readonly (readonly [string, T])[], most: number, run: (each: readonly [string, T]) => Promise<void>) {
  const waiting = [...cases]
  const failed: string[] = []
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await run(next).catch((error: Error) => failed.push(`${next?.[0]}: ${error.message}`))
      }
    }),
  )
  expect(failed).toEqual([])
}

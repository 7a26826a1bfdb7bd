import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mutants } from './mutants.ts'
import { mutantGround } from './mutants/ground.ts'
import { likely } from './mutants/likely.ts'
import type { Mutant } from './mutants/mutant.ts'
import { noticed } from './mutants/noticed.ts'
import { policies } from './policies.ts'
import type { Asked } from './policies/asked.ts'
import { answerTo, isLooser, type Probe } from './policies/probe.ts'
import { arrange, type World } from './policies/world.ts'
import { scratchPlace } from './scratch.ts'

/** `policies.test.ts` shows that every guard holds. Here each is weakened, one at a time, and some probe must get more than it was
 *  promised: else nobody would notice if a migration did the same. A mutant that survives asks for a probe. */
let world: World
const template = scratchPlace(async (own) => {
  world = await arrange(own)
})
const ground = mutantGround(template)
afterAll(ground.leave)

let questions = 0
/** Who notices: the first that gets more will do. */
async function killerOf(probes: Probe[], asked: Asked, inTransaction = false): Promise<Probe | undefined> {
  for (const probe of probes) {
    questions++
    const got = await answerTo(probe, world, asked.tell(probe.asks.duty), asked.tell('other'), inTransaction)
    if (isLooser(probe.gets, got)) return probe
  }
}

const everyProbe: Probe[] = Object.values(policies).flat()
const before = noticed(everyProbe)
afterAll(before.keep)
let likeliestFor: ReturnType<typeof likely>
beforeAll(() => {
  likeliestFor = likely(everyProbe, world)
})

const byOwner = ({ asks }: Probe) => asks.duty === 'owner'

/** The owner's probes are asked before the mutant is committed; what they notice never is. Mutants of the catalogue never are at all,
 *  because some are about roles, which all databases of the server share. */
async function killerFor(mutant: Mutant): Promise<Probe | undefined> {
  const { about, sql } = mutant
  const asked = await ground.enter()
  const owner = asked.tell('owner')
  await owner(`begin; ${sql}`)
  const known = before.by(mutant)
  const others = likeliestFor(mutant, policies[about]).filter((probe) => probe !== known)
  const likeliest = known ? [known, ...others] : others
  const killer = await killerOf(
    known && !byOwner(known) && about !== 'catalogue' ? [] : likeliest.filter((probe) => byOwner(probe) && policies[about].includes(probe)),
    asked,
    true,
  )
  if (killer || about === 'catalogue') {
    await owner('rollback')
    return killer
  }
  ground.touch()
  await owner('commit')
  return killerOf(likeliest, asked)
}

describe('a weaker guard is noticed:', () => {
  it.for(mutants)('$about: $says', async (mutant, { annotate }) => {
    questions = 0
    const killer = await killerFor(mutant).catch(async (error: unknown) => {
      await ground.leave() // in the middle of something
      throw error
    })
    expect(killer, 'nobody noticed').toBeDefined()
    if (killer) before.note(mutant, killer, questions)
    await annotate(`noticed by: ${killer?.says}`)
  })

  it('and no probe notices anything where nothing was weakened', async () => {
    expect(await killerOf(everyProbe, await ground.enter())).toBeUndefined()
  })

  it('each mutant is another one', () => {
    const sentences = mutants.map(({ about, says }: Mutant) => `${about}: ${says}`)
    expect(sentences.filter((sentence, i) => sentences.indexOf(sentence) !== i)).toEqual([])
    expect(new Set(mutants.map(({ sql }) => sql)).size).toBe(mutants.length)
    expect(new Set(mutants.map(({ about }) => about))).toEqual(new Set(Object.keys(policies)))
  })
})

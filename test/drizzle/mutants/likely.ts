import { type Probe, textOf } from '../policies/probe.ts'
import type { World } from '../policies/world.ts'
import { type Mutant, weakened } from './mutant.ts'

/** Who will notice a mutant speaks of the same things: of the function or table that it changes, and in the words of its sentence. Words that
 *  few probes have count most. Only the order comes from this: whoever notices nothing is followed by all others. */
export function likely(probes: Probe[], world: World): (mutant: Mutant, own: Probe[]) => Probe[] {
  const having = new Map<string, number[]>()
  for (const [place, { says, sql }] of probes.entries())
    for (const word of wordsOf(`${says} ${textOf(sql, world)}`)) having.set(word, [...(having.get(word) ?? []), place])
  return ({ says, sql }, own) => {
    const ofSubject = new Set(own)
    const weights: number[] = probes.map((probe) => (ofSubject.has(probe) ? OWN : 0))
    for (const word of wordsOf(`${says} ${sql}`)) {
      const places = FRAME.has(word) ? [] : (having.get(word) ?? [])
      for (const place of places) weights[place] = (weights[place] ?? 0) + 1 / places.length
    }
    return probes
      .map((probe, place) => ({ probe, weight: weights[place] ?? 0 }))
      .toSorted((a, b) => b.weight - a.weight)
      .map(({ probe }) => probe)
  }
}

/** As much as one word that ten probes have. */
const OWN = 0.1

/** What every function that is changed is wrapped in tells nothing of this one. */
const FRAME = wordsOf(weakened('', ['', '']))

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[a-z_]{3,}/g))
}

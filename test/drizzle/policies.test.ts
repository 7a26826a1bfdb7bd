import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policies } from './policies.ts'
import { answerTo, type Probe } from './policies/probe.ts'
import { type Asked, askedAt } from './policies/asked.ts'
import { arrange, type World } from './policies/world.ts'
import { scratchPlace } from './scratch.ts'

let world: World
const place = scratchPlace(async (own) => {
  world = await arrange(own)
})
let asked: Asked
beforeAll(() => {
  asked = askedAt(place())
})
afterAll(() => asked?.close())

describe.each(Object.entries(policies))('%s', (_, probes: Probe[]) => {
  it.each(probes)('$says', async (probe) => {
    expect(await answerTo(probe, world, asked.tell(probe.asks.duty), asked.tell('other'))).toBe(probe.gets)
  })
})

describe('the list', () => {
  it('says everything once', () => {
    const sentences = Object.values(policies).flatMap((probes: Probe[]) => probes.map(({ says }) => says))
    expect(sentences.filter((sentence, i) => sentences.indexOf(sentence) !== i)).toEqual([])
  })
})

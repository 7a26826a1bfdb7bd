/** A seeded source of chance: same seed, same sequence, on every machine. Forks are independent of how much their parent has been used,
 *  so that one tenant's rows do not move when another tenant gets one more. */
export type Random = ReturnType<typeof createRandom>

export type Weighted<T> = readonly (readonly [T, number])[]

/** `odds({ WEB: 45, HOTLINE: 35 })` reads better than a list of pairs. */
export const odds = <T extends string>(weights: Record<T, number>) => Object.entries(weights) as [T, number][]

export function createRandom(seed: string) {
  const next = sfc32(seed)
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  /** Box–Muller without its second value: a cached one would make forks depend on the order of calls. */
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    /** Both ends included. */
    int,
    chance: (share: number) => next() < share,
    pick: <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T,
    weighted: <T>(weights: Weighted<T>): T => {
      let rest = next() * weights.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of weights) if ((rest -= weight) < 0) return value
      return (weights.at(-1) as readonly [T, number])[0]
    },
    normal,
    lognormal: (median: number, sigma: number) => median * Math.exp(sigma * normal()),
    shuffle: <T>(list: readonly T[]): T[] => {
      const shuffled = [...list]
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = int(0, i)
        ;[shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T]
      }
      return shuffled
    },
    bytes: (length: number) => Uint8Array.from({ length }, () => int(0, 255)),
    fork: (label: string) => createRandom(`${seed}/${label}`),
  }
}

/** Chris Doty-Humphrey's small fast counter generator, as in PractRand 0.95. */
function sfc32(seed: string): () => number {
  let [a, b, c] = hash(seed)
  let count = 1
  const next = () => {
    const sum = (a + b + count++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** FNV-1a under three different bases. */
function hash(text: string): [number, number, number] {
  const of = (basis: number) => {
    let value = basis
    for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
    return value | 0
  }
  return [of(0x811c9dc5), of(0x1f83d9ab), of(0x5be0cd19)]
}

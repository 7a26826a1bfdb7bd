import type { Random, Weighted } from './random.ts'

/** Splits `total` into whole parts in proportion to the weights, each at least its floor, so that the sum is exact (largest remainder). */
export function apportion(total: number, weights: readonly number[], floors: readonly number[] = weights.map(() => 0)): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const free = total - floors.reduce((a, b) => a + b, 0)
  if (free < 0) throw new RangeError(`The floors need more than the ${total} there are.`)
  const exact = weights.map((weight) => (free * weight) / sum)
  const parts = exact.map(Math.floor)
  let rest = free - parts.reduce((a, b) => a + b, 0)
  const byRemainder = exact.map((value, i) => [value - Math.floor(value), i] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1])
  for (const [, i] of byRemainder) if (rest-- > 0) parts[i] = (parts[i] as number) + 1
  return parts.map((part, i) => part + (floors[i] as number))
}

/** `count` words in exactly the given proportions, in random order: at 50 tenants chance alone would miss the law. */
export function quota<T>(random: Random, count: number, weights: Weighted<T>): T[] {
  const parts = apportion(
    count,
    weights.map(([, weight]) => weight),
  )
  return random.shuffle(weights.flatMap(([word], i) => Array.from({ length: parts[i] as number }, () => word)))
}

/** One draw from each of `count` equal slices of a lognormal law, in random order: the median and the spread hold for few draws, too. */
export function spread(random: Random, count: number, median: number, sigma: number): number[] {
  return random.shuffle(
    Array.from({ length: count }, (_, i) => median * Math.exp(sigma * quantile((i + 0.05 + 0.9 * random.next()) / count))),
  )
}

/** The normal distribution's quantile (Acklam; relative error below 1.2e-9). */
function quantile(p: number): number {
  if (p > 0.5) return -quantile(1 - p)
  if (p < 0.02425) return ratio(TAIL, Math.sqrt(-2 * Math.log(p)), 1)
  const q = p - 0.5
  return ratio(MIDDLE, q * q, q)
}

const ratio = ([above, below]: readonly [readonly number[], readonly number[]], x: number, factor: number) =>
  (above.reduce((sum, coefficient) => sum * x + coefficient, 0) * factor) / below.reduce((sum, coefficient) => sum * x + coefficient, 0)

const MIDDLE = [
  [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239],
  [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
] as const
const TAIL = [
  [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783],
  [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
] as const

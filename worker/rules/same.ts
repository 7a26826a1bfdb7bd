/** Compares in the same time wherever two texts differ, so that nobody learns how much of a guess was right. */
export function isSame(given: string, expected: string): boolean {
  let different = given.length ^ expected.length
  for (let i = 0; i < expected.length; i++) different |= expected.charCodeAt(i) ^ given.charCodeAt(i % Math.max(1, given.length))
  return different === 0
}

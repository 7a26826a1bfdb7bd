import { createRandom } from '#drizzle/sample/random.ts'
import type { Json } from '#worker/live/rules/publication.ts'

/** Frames that are packets, nearly packets and nothing of the kind. The same seed gives the same frames. */
export function randomFrames(seed: string) {
  const { int, pick, chance, next } = createRandom(seed)

  const value = (depth: number): Json => {
    const kind = int(0, depth > 0 ? 8 : 5)
    if (kind < 2) return pick(WORDS)
    if (kind === 2) return int(-50_000, 50_000)
    if (kind === 3) return next() * 1e21
    if (kind === 4) return pick([true, false, null])
    if (kind === 5) return ''
    if (kind === 6) return Array.from({ length: int(0, 3) }, () => value(depth - 1))
    return Object.fromEntries(Array.from({ length: int(0, 3) }, () => [pick(WORDS), value(depth - 1)]))
  }
  const record = () => Object.fromEntries(Array.from({ length: int(0, 3) }, () => [pick(WORDS), value(3)]))
  /** Half of all packets are as they should be; of the others nobody knows. */
  const packet = (): string => {
    if (chance(0.5)) return `${pick(TYPES)}${pick(NAMESPACES)}${pick(IDS)}${chance(0.2) ? '' : JSON.stringify(value(3))}`
    const event = () => JSON.stringify([pick(WORDS), value(3)])
    const whole = [() => `0${place()}${JSON.stringify(record())}`, () => `1${place()}`, () => `2${place()}${event()}`]
    const told = [() => `2${place()}${int(0, 99)}${event()}`, () => `3${place()}${int(0, 99)}${JSON.stringify([value(3)])}`]
    return pick([...whole, ...told, () => `4${place()}${JSON.stringify(record())}`])()
  }
  const place = () => pick(['', '/notifications,', '/ai,'])
  const mutated = (text: string): string => {
    const at = int(0, text.length)
    switch (int(0, 4)) {
      case 0:
        return text.slice(0, at) + text.slice(at + 1)
      case 1:
        return text.slice(0, at) + pick(SIGNS) + text.slice(at)
      case 2:
        return text.slice(0, at)
      case 3:
        return text.slice(at)
      default:
        return text.slice(0, at) + pick(SIGNS) + text.slice(at + 1)
    }
  }
  const noise = () => Array.from({ length: int(0, 11) }, () => pick(SIGNS)).join('')
  const nested = () => `2["x",${'['.repeat(int(0, 40))}${']'.repeat(int(0, 40))}]`

  const frame = (): string => {
    if (chance(0.05)) return noise()
    if (chance(0.03)) return nested()
    let text = packet()
    for (let more = chance(0.5) ? 0 : int(1, 3); more > 0; more--) text = mutated(text)
    return text
  }
  return { frame, value, int, pick }
}

const TYPES = ['0', '1', '2', '2', '2', '3', '3', '4', '51-', '61-', '5', '7', '9']
const NAMESPACES = [
  '',
  '',
  '/notifications,',
  '/notifications,',
  '/ai,',
  '/,',
  '/a/b-c.d~e,',
  '/notifications',
  '/a b,',
  '/x?token=1,',
  '//,',
]
const IDS = ['', '', '', '0', '7', '007', '9007199254740991', '9007199254740992', ' ', '1 ', '-1', '1e3']
const SIGNS = [
  ...'0123456789',
  ...'[]{}",:/?\\-+.!',
  ' ',
  '\n',
  '\t',
  '\0',
  '\u00a0',
  '\ufeff',
  '\u2028',
  'é',
  '\ud83d',
  '\ude00',
  'n',
  'e',
  't',
  'a',
]
const WORDS = [
  'notification:new',
  'auth:refresh',
  'subscribe',
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  '__proto__',
  'constructor',
  'toString',
  'sid',
  'token',
  '_placeholder',
  'num',
  'Grüße',
  '\u2028',
  '😀',
  '\ud83d',
  '"',
  '\\',
]

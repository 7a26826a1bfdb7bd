/**
 * Blocks of one layer that follow one another become one block, and our custom properties get names of one or two letters, the most
 * frequent ones the shortest. Only stylesheets may name them: neither views nor the script know any.
 */
export function leanStyle(css: string): string {
  const uses = new Map<string, number>()
  for (const [name] of css.matchAll(PROPERTY)) uses.set(name, (uses.get(name) ?? 0) + 1)
  const names = [...uses].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name]) => name)
  const short = new Map(names.map((name, i) => [name, `--${letters(i)}`]))
  return joinLayers(css).replaceAll(PROPERTY, (name) => short.get(name) ?? name)
}

const PROPERTY = /--[a-z][\w-]*/g
const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

const letters = (i: number): string =>
  i < ALPHABET.length ? ALPHABET.charAt(i) : letters(Math.floor(i / ALPHABET.length) - 1) + ALPHABET.charAt(i % ALPHABET.length)

/** Only where nothing stands between two blocks, which a test holds: all rules of ours are in a layer. */
function joinLayers(css: string): string {
  let open = ''
  return css.replaceAll(/\}?@layer (\w+)\{/g, (head, layer: string) => {
    const goesOn = layer === open
    open = layer
    return goesOn ? '' : head
  })
}

/** Each picture is drawn on the same ground, which the element that shows it names; a group needs none of its own. */
export function leanSprite(svg: string): string {
  return svg.replaceAll(/>\s+</g, '><').replaceAll(' viewBox="0 0 16 16"', '').replaceAll('symbol', 'g').trim()
}

/** A text as a reader would understand it, whatever it was wrapped in: escapes of HTML, JSON and addresses are undone, twice if need be. */
export function plain(text: string): string {
  let now = text
  for (let turn = 0; turn < 3; turn++) {
    const before = now
    now = unescaped(now)
    if (now === before) break
  }
  return now
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', commat: '@', period: '.', num: '#' }
const SIGNS: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: ' ', f: ' ' }

function unescaped(text: string): string {
  let now = text
  if (now.includes('&'))
    now = now
      .replace(/&#x([0-9a-f]{1,6});?/gi, (all, hex: string) => signOf(Number.parseInt(hex, 16), all))
      .replace(/&#(\d{1,7});?/g, (all, decimal: string) => signOf(Number(decimal), all))
      .replace(/&([a-z]+);/gi, (all, name: string) => NAMED[name.toLowerCase()] ?? all)
  if (now.includes('\\'))
    now = now
      .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/\\([ntrbf"'/\\])/g, (_, sign: string) => SIGNS[sign] ?? sign)
  if (now.includes('%')) now = now.replace(/(?:%[0-9a-f]{2})+/gi, addressed)
  return now
}

const signOf = (code: number, all: string) => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all)

function addressed(all: string): string {
  try {
    return decodeURIComponent(all)
  } catch {
    return all
  }
}

/** Without its tags, so that words which tags pull apart stand together again: what marks a part of a word does not end it. */
export const withoutTags = (text: string) =>
  text.replace(/<\/?(?:mark|b|i|em|strong)(?:\s[^<>]*)?>/g, '').replace(/<!--[\s\S]*?-->|<[^<>]*>/g, ' ')

/** Its tags and what stands between them, one after the other; of a picture, all in one. */
export const pieces = (text: string) => text.split(/(<!--[\s\S]*?-->|<svg\b[\s\S]*?<\/svg>|<[^<>]*>)/).filter((piece) => piece !== '')

/** Parts that are written in base 64 are read as well: cookies and tokens are. */
export const withBase64 = (text: string) =>
  `${text} ${(text.match(/[\w+/-]{20,}/g) ?? []).map((part) => Buffer.from(part, 'base64url').toString('utf8')).join(' ')}`

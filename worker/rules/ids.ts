/** Readable, time-ordered text keys: `case_` + 20 Crockford characters (10 of time in ms, 10 = 50 bits of chance).
 *  Made in the Worker, so that a row's key is known before the statement that writes it. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export type IdPrefix =
  | 'ten'
  | 'dom'
  | 'con'
  | 'pho'
  | 'usr'
  | 'case'
  | 'riu'
  | 'inv'
  | 'step'
  | 'note'
  | 'par'
  | 'tic'
  | 'ops'
  | 'log'
  | 'imp'
  | 'rev'
  | 'req'
  | 'key'
  | 'tok'
  | 'fam'
  | 'err'
  | 'job'
  | 'pjob'
  | 'cfg'
  | 'sec'
  | 'adg'
  | 'acr'
  | 'rvq'
  | 'evt'
  | 'ntf'
  | 'whe'
  | 'whs'
  | 'whr'
  | 'whd'
  | 'run'
  | 'lnk'

/** Any key of ours; what it names may be gone, or never have been. */
export const KEY = /^[a-z]{2,5}_[0-9A-Z]{20}$/

export function newId(prefix: IdPrefix, at: Date = new Date()): string {
  return `${prefix}_${timePart(at.getTime())}${chancePart()}`
}

/** An unguessable secret for a cookie: 32 bytes, base64url. Only its SHA-256 is ever stored. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

function timePart(ms: number): string {
  let text = ''
  for (let rest = ms, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) text = CROCKFORD[rest % 32] + text
  return text
}

function chancePart(): string {
  return [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => CROCKFORD[byte % 32]).join('')
}

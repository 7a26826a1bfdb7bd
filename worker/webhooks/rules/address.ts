/** Where a tenant may have itself told: an https address by name, on a port for that, of a machine that everybody can reach. */
export type AddressFault = 'NOT_HTTPS' | 'CREDENTIALS' | 'PORT' | 'LITERAL' | 'NAME' | 'TOO_LONG' | 'NOT_AN_ADDRESS'

export const ADDRESS_SAYS: Record<AddressFault, string> = {
  NOT_AN_ADDRESS: 'Give an address like https://hooks.example.com/portal.',
  NOT_HTTPS: 'The address must begin with https://.',
  CREDENTIALS: 'The address must hold no user name or password.',
  PORT: 'The port must be 443 or 8443.',
  LITERAL: 'Give the name of the machine, not its number.',
  NAME: 'The name must be one that everybody can look up, like hooks.example.com.',
  TOO_LONG: 'An address has at most 500 characters.',
}

const LONGEST = 500
const PORTS = ['', '443', '8443']
/** Names that mean another machine, or none, outside of where they are used (RFC 6761, 6762, 7686, 8375, 9476 and custom). */
const LOCAL_ENDINGS = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'test',
  'invalid',
  'onion',
  'alt',
  'arpa',
]

export type Allowing = { loopback: boolean }

/** What is wrong with an address, or nothing. `loopback` lets a receiver on the same machine be tried. */
export function faultOf(text: string, { loopback }: Allowing = { loopback: false }): AddressFault | undefined {
  if (text.length > LONGEST) return 'TOO_LONG'
  const url = parsed(text)
  if (url === undefined) return 'NOT_AN_ADDRESS'
  if (url.username !== '' || url.password !== '') return 'CREDENTIALS'
  if (loopback && isLoopback(url)) return undefined
  if (url.protocol !== 'https:') return 'NOT_HTTPS'
  if (!PORTS.includes(url.port)) return 'PORT'
  // The parser has read every spelling of a number by now: 0x7f.1 is 127.0.0.1 here.
  if (url.hostname.startsWith('[') || /^[\d.]+$/.test(url.hostname)) return 'LITERAL'
  return isPublicName(url.hostname) ? undefined : 'NAME'
}

export const isLoopback = ({ protocol, hostname }: URL) => protocol === 'http:' && hostname === '127.0.0.1'

function parsed(text: string): URL | undefined {
  // The parser drops line breaks and turns backslashes round; whoever reads the setting would not.
  if (/[\s\\]/.test(text) || [...text].some((letter) => letter < ' ')) return undefined
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

function isPublicName(name: string): boolean {
  const labels = name.split('.')
  const last = labels.at(-1) ?? ''
  return (
    name.length <= 253 &&
    labels.length >= 2 &&
    labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label)) &&
    !LOCAL_ENDINGS.includes(last)
  )
}

/** Whether a number is one of a machine that everybody can reach. What is not known to be is not (IANA special-purpose registries,
 *  November 2026). */
export function isPublicMachine(address: string): boolean {
  if (address.includes(':')) {
    const six = sixFrom(address)
    return six !== undefined && SIX.some((block) => within(six, block, 128)) && !SIX_NOT.some((block) => within(six, block, 128))
  }
  const four = fourFrom(address)
  return four !== undefined && !FOUR_NOT.some((block) => within(four, block, 32))
}

type Block = { from: bigint; bits: number }

const FOUR_NOT = blocks(fourFrom, [
  '0.0.0.0/8', // this network
  '10.0.0.0/8',
  '100.64.0.0/10', // between a carrier and its customers; some clouds keep their metadata here
  '127.0.0.0/8',
  '169.254.0.0/16', // link-local, and the metadata of most clouds
  '168.63.129.16/32', // the metadata of one cloud, though its number looks public
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4', // multicast
  '240.0.0.0/4',
])

/** Global unicast is all there is: no loopback, link-local, unique local or multicast, and none of the ways to write an older number
 *  (::ffff:0:0/96, 64:ff9b::/96, 64:ff9b:1::/48) lies in it. */
const SIX = blocks(sixFrom, ['2000::/3'])
const SIX_NOT = blocks(sixFrom, [
  '2001::/23', // Teredo, benchmarks, identifiers
  '2001:db8::/32',
  '2002::/16', // 6to4 holds an older number
  '2620:4f:8000::/48',
  '3fff::/20',
])

function blocks(read: (text: string) => bigint | undefined, texts: string[]): Block[] {
  return texts.map((text) => {
    const [address = '', bits = ''] = text.split('/')
    const from = read(address)
    if (from === undefined) throw new Error(`no block: ${text}`)
    return { from, bits: Number(bits) }
  })
}

const within = (address: bigint, { from, bits }: Block, width: number) => {
  const rest = BigInt(width - bits)
  return address >> rest === from >> rest
}

function fourFrom(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return undefined
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

function sixFrom(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const four = tail?.[2] === undefined ? undefined : fourFrom(tail[2])
  if (tail && four === undefined) return undefined
  const plain = tail && four !== undefined ? `${tail[1]}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}` : text
  const halves = plain.split('::')
  if (halves.length > 2) return undefined
  const [head, back] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[] | undefined]
  const missing = 8 - head.length - (back?.length ?? 0)
  if (back === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array.from({ length: back === undefined ? 0 : missing }, () => '0'), ...(back ?? [])]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}

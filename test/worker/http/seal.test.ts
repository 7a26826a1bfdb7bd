import { expect, it } from 'vitest'
import { seal, tagOf } from '#worker/http/seal.ts'

const KEY = 'a session key of more than thirty-two characters'
const bytes = (text: string) => new TextEncoder().encode(text)

/** What whoever holds the key would do; the portal itself never does. */
async function open(key: string, about: string, sealed: Uint8Array): Promise<string> {
  const from = await crypto.subtle.importKey('raw', bytes(key), 'HKDF', false, ['deriveKey'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: bytes('portal/tenant-secret/v1') }
  const opening = await crypto.subtle.deriveKey(hkdf, from, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
  const how = { name: 'AES-GCM', iv: sealed.slice(0, 12), additionalData: bytes(about) }
  return new TextDecoder().decode(await crypto.subtle.decrypt(how, opening, sealed.slice(12)))
}

it('opens for who holds the key and knows what it is about, and for nobody else', async () => {
  const sealed = await seal(KEY, 'ten_a API_KEY sync', 'grüße-0042')
  expect(await open(KEY, 'ten_a API_KEY sync', sealed)).toBe('grüße-0042')
  await expect(open(KEY, 'ten_b API_KEY sync', sealed)).rejects.toThrow()
  await expect(open(`${KEY}!`, 'ten_a API_KEY sync', sealed)).rejects.toThrow()
  const bent = sealed.map((byte, i) => (i === 20 ? byte ^ 1 : byte))
  await expect(open(KEY, 'ten_a API_KEY sync', bent)).rejects.toThrow()
})

it('tells values apart without telling them, and differently under another key', async () => {
  expect(await tagOf(KEY, 'one')).toBe(await tagOf(KEY, 'one'))
  expect(await tagOf(KEY, 'one')).not.toBe(await tagOf(KEY, 'two'))
  expect(await tagOf(KEY, 'one')).not.toBe(await tagOf(`${KEY}!`, 'one'))
})

import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { publicKeysOf } from '#worker/audit/notary.ts'
import { storeIn } from '#worker/audit/r2-store.ts'
import { isSignedBy, signerFrom } from '#worker/audit/rules/signing.ts'
import { settings } from '#test/owner.ts'
import type { Bindings } from '#worker/env.ts'

const store = () => storeIn((env as unknown as Bindings).CHECKPOINTS)

it('what was put stays as it was, whoever puts something there again', async () => {
  const key = 'checkpoints/0000000001.json'
  expect(await store().get(key)).toBeUndefined()
  expect(await store().putOnce(key, 'first')).toBe(true)
  expect(await store().putOnce(key, 'second')).toBe(false)
  expect(await store().get(key)).toBe('first')
})

it('of many who put at once, one does', async () => {
  const puts = await Promise.all(Array.from({ length: 8 }, (_, n) => store().putOnce('checkpoints/0000000002.json', String(n))))
  expect(puts.filter(Boolean)).toHaveLength(1)
})

it('lists in the order of the numbers, after one of them, and nothing else of the bucket', async () => {
  for (const number of ['0000000010', '0000000002', '0000000009']) await store().putOnce(`checkpoints/${number}.json`, number)
  await store().putOnce('elsewhere/0000000011.json', '')
  expect(await store().list('checkpoints/0000000002.json', 10)).toEqual(['checkpoints/0000000009.json', 'checkpoints/0000000010.json'])
  expect(await store().list('', 1)).toEqual(['checkpoints/0000000002.json'])
})

it('the runtime signs with the key of the deployment, and its public half recognises that and nothing else', async () => {
  const signer = await signerFrom(settings.checkpointKeys.key)
  const [known] = await publicKeysOf(settings.checkpointKeys)
  if (!known) throw new Error('no key')
  const signature = await signer.sign('where the chains stand')
  expect(known.keyId).toBe(signer.keyId)
  expect(await isSignedBy(known, 'where the chains stand', signature)).toBe(true)
  expect(await isSignedBy(known, 'where the chains stood', signature)).toBe(false)
  expect(await isSignedBy(known, 'where the chains stand', 'AAAA')).toBe(false)
})

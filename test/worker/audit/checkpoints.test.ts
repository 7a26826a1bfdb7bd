import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { publicKeysOf } from '#worker/audit/notary.ts'
import { storeIn } from '#worker/audit/r2-store.ts'
import { isSignedBy, signerFrom } from '#worker/audit/rules/signing.ts'
import { signedFrom } from '#worker/audit/rules/checkpoint.ts'
import { Browser } from '#test/driver.ts'
import { owner, settings } from '#test/owner.ts'
import { portal, portalAs, signedIn } from '#test/world.ts'
import type { Bindings } from '#worker/env.ts'
import { aCheckpoint } from './checkpoint-facts.ts'

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

describe('for auditors', () => {
  it('the page shows the newest with its key, and leads to what stands outside', async () => {
    const { browser } = await portalAs('lena')
    const number = await aCheckpoint()
    const page = await (await browser.get('/audit/checkpoints')).text()
    const [known] = await publicKeysOf(settings.checkpointKeys)
    expect(page).toContain(`/audit/checkpoints/${number}"`)
    // Its beginning; the whole key is behind the link.
    expect(page).toContain(known?.keyId.slice(0, 8) ?? 'no key')
    const answer = await browser.get(`/audit/checkpoints/${number}`)
    expect(answer.headers.get('Content-Disposition')).toContain('attachment')
    const signed = signedFrom(await answer.text())
    if (!signed || !known) throw new Error('nothing signed')
    expect(await isSignedBy(known, signed.document, signed.signature)).toBe(true)
  })

  it('the page says which chains moved since, and when no checkpoint came', async () => {
    const number = await aCheckpoint()
    const { person, browser } = await portalAs('lena')
    expect(await (await browser.get('/audit/checkpoints')).text()).toContain(`operator:${person.id}`)
    const later = await signedIn(person, portal({ clock: () => new Date(Date.now() + 16 * 60_000) }))
    expect(await (await later.get('/audit/checkpoints')).text()).toContain('No checkpoint for a quarter of an hour')
    const older = await (await browser.get(`/audit/checkpoints?before=${number}`)).text()
    expect(older).not.toContain(`/audit/checkpoints/${number}"`)
  })

  it('the page says that a chain is not what was signed of it', async () => {
    const { person, browser } = await portalAs('lena')
    await aCheckpoint()
    await owner(`update audit.covered_head set hash = sha256(hash) where chain = 'operator:${person.id}'`)
    try {
      const page = await (await browser.get('/audit/checkpoints')).text()
      expect(page).toContain('The trail is not what was signed of it')
      expect(page).toContain(`operator:${person.id}`)
    } finally {
      await owner(`delete from audit.covered_head where chain = 'operator:${person.id}'`)
    }
  })

  it('there is nothing for others, nor at a number that is none', async () => {
    const number = await aCheckpoint()
    const { browser } = await portalAs('hugo')
    expect((await browser.get('/audit/checkpoints')).status).toBe(403)
    expect((await browser.get(`/audit/checkpoints/${number}`)).status).toBe(403)
    const lena = (await portalAs('lena')).browser
    for (const other of [String(number + 1000), '0', 'x', '1e3']) expect((await lena.get(`/audit/checkpoints/${other}`)).status).toBe(404)
  })

  it('the public keys are there for everybody', async () => {
    const answer = await new Browser(portal()).get('/.well-known/portal-checkpoint-keys.json')
    const [known] = await publicKeysOf(settings.checkpointKeys)
    expect(await answer.json()).toEqual({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: known?.x, kid: known?.keyId, use: 'sig' }] })
  })
})

import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Report, verify } from '#dev/audit-verify/verify.ts'
import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { writePack } from '#dev/evidence/pack.ts'
import { BESIDE } from '#dev/evidence/reading.ts'
import { publicKeysOf } from '#worker/audit/notary.ts'
import { signedFrom } from '#worker/audit/rules/checkpoint.ts'
import { signerFrom } from '#worker/audit/rules/signing.ts'
import type { Place } from '../drizzle/scratch.ts'
import type { Scene } from './scene.ts'
import type { EditedPack, Row } from './tampering.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'portal-evidence-'))
export const forget = () => rmSync(dir, { recursive: true })
const newDir = () => path.join(dir, randomBytes(4).toString('hex'))

const DAY = 86_400_000

/** The pack of these days, as the command makes it. */
export async function takePack(place: Place, { notaryKeys }: Scene): Promise<string> {
  const out = newDir()
  const range = { from: new Date(Date.now() - DAY), to: new Date(Date.now() + DAY), tenant: null }
  await writePack(place.owner, { ...range, out, keys: notaryKeys, appVersion: 'test' })
  return out
}

/** Somebody who has the keys from the portal and fetched the checkpoints from the storage. */
export async function outsider({ notaryKeys, storage }: Scene): Promise<{ checkpoints: string; keys: string }> {
  const [place, keys] = [newDir(), `${newDir()}.json`]
  for (const [key, text] of storage) {
    mkdirSync(path.join(place, path.dirname(key)), { recursive: true })
    writeFileSync(path.join(place, key), text)
  }
  const known = (await publicKeysOf(notaryKeys)).map(({ x }) => ({ kty: 'OKP', crv: 'Ed25519', x }))
  writeFileSync(keys, JSON.stringify({ keys: known }))
  return { checkpoints: place, keys }
}

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')

/** A copy of the pack with something changed in it. */
export async function edited(pack: string, edit: (pack: EditedPack) => void): Promise<string> {
  const copy = newDir()
  mkdirSync(copy)
  const names = ['trail.ndjson', 'checkpoints.ndjson', 'keys.json', ...Object.keys(BESIDE), 'README.txt', 'manifest.json']
  const texts = new Map(names.map((name) => [name, readFileSync(path.join(pack, name), 'utf8')]))
  const parts: EditedPack = {
    rows: linesOf(path.join(pack, 'trail.ndjson')).map((line) => JSON.parse(line) as Row),
    checkpoints: linesOf(path.join(pack, 'checkpoints.ndjson')).map((line) => signedFrom(line) as EditedPack['checkpoints'][number]),
  }
  edit(parts)
  texts.set('trail.ndjson', (parts.lines ?? parts.rows.map((row) => JSON.stringify(row))).map((line) => `${line}\n`).join(''))
  texts.set('checkpoints.ndjson', parts.checkpoints.map((each) => `${JSON.stringify(each)}\n`).join(''))
  if (parts.sealAgain) {
    const { keyId, sign } = await signerFrom(newCheckpointKey().key)
    const manifest = JSON.parse(signedFrom(texts.get('manifest.json') ?? '')?.document ?? '') as {
      files: { name: string; sha256: string }[]
    }
    for (const file of manifest.files)
      file.sha256 = createHash('sha256')
        .update(texts.get(file.name) ?? '')
        .digest('hex')
    const document = JSON.stringify(manifest)
    texts.set('manifest.json', JSON.stringify({ document, keyId, signature: await sign(document) }))
  }
  for (const [name, text] of texts) if (!parts.remove?.includes(name)) writeFileSync(path.join(copy, name), text)
  return copy
}

export const judge = (target: string, had: { checkpoints?: string; keys?: string; told?: string } = {}): Promise<Report> =>
  verify({ target, ...had })

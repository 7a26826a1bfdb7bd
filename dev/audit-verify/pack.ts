import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { printable } from './checkpoints.ts'
import type { Faults } from './fault.ts'
import { judged, type Keys, keysFrom, type Signed, signedFrom } from './keys.ts'

/** What a pack says of itself, sealed by the key that signs checkpoints. */
export type Manifest = {
  from: string
  to: string
  tenant: string | null
  chains: { chain: string; from: number; to: number }[]
  files: { name: string; bytes: number; sha256: string }[]
}

/** An export: a pack with all that belongs to it, or bare rows. */
export type Pack = { trail: string; checkpoints: string[]; keys: Keys; manifest: Signed | undefined; isPack: boolean }

export function openPack(target: string): Pack {
  if (!statSync(target).isDirectory()) return { trail: target, checkpoints: [], keys: new Map(), manifest: undefined, isPack: false }
  const file = (name: string) => path.join(target, name)
  const text = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '')
  return {
    trail: file('trail.ndjson'),
    checkpoints: linesIn(text('checkpoints.ndjson')),
    keys: text('keys.json') === '' ? new Map() : keysFrom(text('keys.json')),
    manifest: signedFrom(text('manifest.json')),
    isPack: true,
  }
}

/** Checkpoints as they were fetched from the storage: a folder of them, or lines of one file. */
export function checkpointsAt(place: string): string[] {
  if (!statSync(place).isDirectory()) return linesIn(readFileSync(place, 'utf8'))
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
}

const linesIn = (text: string) => text.split('\n').filter((line) => line !== '')

/** The seal of the manifest, then every file against it. */
export async function readManifest(target: string, pack: Pack, keys: Keys, faults: Faults): Promise<Manifest | undefined> {
  if (!pack.isPack) return undefined
  const manifest = pack.manifest && manifestFrom(pack.manifest.document)
  if (!pack.manifest || !manifest) {
    faults.add({ kind: 'file', because: 'manifest.json is missing or cannot be read' })
    return undefined
  }
  const judgement = judged(pack.manifest, keys)
  if (judgement === 'forged') faults.add({ kind: 'file', because: 'the signature of manifest.json does not belong to its text' })
  if (judgement === 'unknown') {
    faults.add({ kind: 'key', because: `nobody told the verifier of the key ${printable(pack.manifest.keyId)} that sealed the pack` })
  }
  for (const { name, sha256 } of manifest.files) {
    const file = path.join(target, path.basename(name))
    if (!existsSync(file)) faults.add({ kind: 'truncated', because: `the file ${printable(name)} is missing` })
    else if ((await hashOf(file)) !== sha256)
      faults.add({ kind: 'file', because: `the file ${printable(name)} is not the one that was sealed` })
  }
  const listed = new Set(['manifest.json', ...manifest.files.map(({ name }) => name)])
  for (const name of readdirSync(target).filter((each) => !listed.has(each))) {
    faults.add({ kind: 'file', because: `the file ${printable(name)} was not there when the pack was sealed` })
  }
  return manifest
}

function manifestFrom(document: string): Manifest | undefined {
  try {
    const { kind, from, to, tenant, chains, files } = JSON.parse(document) as Manifest & { kind: unknown }
    return kind === 'portal-evidence-pack' && Array.isArray(chains) && Array.isArray(files)
      ? { from, to, tenant, chains, files }
      : undefined
  } catch {
    return undefined
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

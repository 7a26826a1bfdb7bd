import { readFileSync } from 'node:fs'
import { type Anchors, readCheckpoints } from './checkpoints.ts'
import { isCustomers, verifyCustomers } from './customer.ts'
import { judgeEnds } from './ends.ts'
import { type Fault, Faults } from './fault.ts'
import { keysFrom } from './keys.ts'
import { checkpointsAt, openPack, readManifest } from './pack.ts'
import { type Chain, readRows } from './rows.ts'
import { readTold } from './told.ts'

export type Asked = {
  /** A pack (a folder), a file of rows, or what a tenant took of their chain (a file, or a folder of its parts). */
  target: string
  /** Checkpoints fetched from the storage, by whoever does not trust the copies in the pack. */
  checkpoints?: string | undefined
  /** What a tenant was told of its chain, and kept. */
  told?: string | undefined
  /** Public keys had from elsewhere than the pack. */
  keys?: string | undefined
}

export type Report = {
  exit: number
  faults: Fault[]
  /** More of the same kinds than are told. */
  more: number
  rows: number
  chains: number
  checkpoints: number
  /** Words of tenants. */
  told: number
  /** Rows after the last checkpoint of their chain, and the chains that begin in the middle without one. */
  uncovered: { rows: number; chains: number }
  openBeginnings: number
  sessions: { count: number; withoutStart: string[]; withoutEnd: string[] }
  had: { checkpoints: boolean; keys: boolean; manifest: boolean }
  /** Of a chain as a tenant takes it: rows withheld as a whole, and rows that are shown without their sealed text. */
  customers?: { withheld: number; unsealed: number }
}

/** Reads the export once. Nothing of the portal is needed for it, nor the network. */
export async function verify(asked: Asked): Promise<Report> {
  const { target, checkpoints, told, keys: keyFile } = asked
  if (await isCustomers(target)) return verifyCustomers(asked)
  const faults = new Faults()
  const pack = openPack(target)
  const keys = keyFile === undefined ? pack.keys : keysFrom(readFileSync(keyFile, 'utf8'))
  const outside = checkpoints === undefined ? pack.checkpoints : checkpointsAt(checkpoints)
  const anchors = readCheckpoints(outside, keys, faults)
  const words = told === undefined ? 0 : readTold(checkpointsAt(told), outside, keys, anchors, faults)
  const manifest = await readManifest(target, pack, keys, faults)
  const { rows, chains, sessions } = await readRows(pack.trail, anchors.byChain, faults)
  judgeEnds(chains, anchors.byChain, manifest, faults)
  return {
    exit: faults.exit(),
    faults: faults.inOrder(),
    more: [...faults.counts.values()].reduce((sum, count) => sum + count, 0) - faults.told.length,
    rows,
    chains: chains.size,
    checkpoints: anchors.count,
    told: words,
    uncovered: uncovered(chains),
    openBeginnings: [...chains].filter(([chain, { first }]) => first > 1 && !isHeld(anchors, chain, first - 1)).length,
    sessions: { count: sessions.count, withoutStart: sessions.withoutStart(), withoutEnd: sessions.withoutEnd() },
    had: { checkpoints: checkpoints !== undefined, keys: keyFile !== undefined, manifest: manifest !== undefined },
  }
}

function uncovered(chains: ReadonlyMap<string, Chain>) {
  const rest = [...chains.values()].map(({ first, seq, held }) => seq - Math.max(held, first - 1)).filter((rows) => rows > 0)
  return { rows: rest.reduce((sum, rows) => sum + rows, 0), chains: rest.length }
}

const isHeld = ({ byChain }: Anchors, chain: string, at: number) => byChain.get(chain)?.some(({ seq }) => seq === at) ?? false

import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isCustomers } from '#dev/audit-verify/customer.ts'
import { verify } from '#dev/audit-verify/verify.ts'
import { inWords } from '#dev/audit-verify/words.ts'
import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { publicKeysOf } from '#worker/audit/notary.ts'
import { signerFrom } from '#worker/audit/rules/signing.ts'
import { type ChainRow, closingOf, linesOf, wordOn } from '#worker/customer/rules/chain-file.ts'

const CHAIN = 'tenant:ten_0000000000000000000A'
const SESSION = 'imp_0000000000000000000A'
const [ours, foreign] = [newCheckpointKey().key, newCheckpointKey().key]
const dir = mkdtempSync(path.join(tmpdir(), 'portal-customer-'))
afterAll(() => rmSync(dir, { recursive: true }))

type Row = ChainRow & { text: string }

/** A chain as the database seals it, and as its tenant is told of it: every third row is withheld, every fourth has its text. */
function chainOf(length: number): Row[] {
  const rows: Row[] = []
  for (let seq = 1; seq <= length; seq++) {
    const prev = rows.at(-1)?.hash ?? '00'.repeat(32)
    const act = seq === 1 ? 'impersonation:start' : seq === length ? 'impersonation:end' : 'case:read'
    const said = { act, outcome: 'done', sentence: `The act ${seq}.` }
    const text = JSON.stringify({ chain: CHAIN, seq, prev: `\\x${prev}`, session_id: SESSION, ...said })
    const isWithheld = seq % 3 === 0
    rows.push({
      ...{ seq, prev, text, hash: createHash('sha256').update(Buffer.from(prev, 'hex')).update(text).digest('hex') },
      canonical: !isWithheld && seq % 4 === 0 ? text : null,
      shown: isWithheld ? null : { ...said, sessionId: SESSION },
    })
  }
  return rows
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
async function signed(document: string, by = ours) {
  const { keyId, sign } = await signerFrom(by)
  return { document, keyId, signature: await sign(document) }
}

/** A part as the portal gives it. */
async function part(rows: Row[], { by = ours, at = '2026-11-26T10:00:00.000Z' } = {}) {
  const lines = linesOf(CHAIN, rows)
  const after = (rows[0]?.seq ?? 1) - 1
  return `${lines}${JSON.stringify(await signed(closingOf({ chain: CHAIN, after, rows, at: new Date(at), sha256: sha256(lines) }), by))}\n`
}
const word = async (rows: Row[], seq: number, { at = '2026-11-26T09:00:00.000Z', hash = rows[seq - 1]?.hash ?? '' } = {}) =>
  JSON.stringify({
    checkpoint: await signed(wordOn({ number: 7, at: new Date(at), document: 'ab'.repeat(32), chain: CHAIN, seq, hash })),
  })

let files = 0
const put = (text: string, name = `${++files}.json`) => {
  const file = path.join(dir, name)
  writeFileSync(file, text)
  return file
}
let keys: string
const rows = chainOf(12)
let whole: string
beforeAll(async () => {
  const known = (await publicKeysOf({ key: ours, retired: [] })).map(({ x }) => ({ kty: 'OKP', crv: 'Ed25519', x }))
  keys = put(JSON.stringify({ keys: known }))
  whole = await part(rows)
})
const judge = (text: string, checkpoints?: string) => verify({ target: put(text), keys, checkpoints })

describe('the chain that a tenant took', () => {
  it('is intact, with its checkpoint, and says what it does not prove', async () => {
    const report = await judge(whole, put(await word(rows, 8)))
    expect(report).toMatchObject({ exit: 0, faults: [], rows: 12, chains: 1, checkpoints: 1, uncovered: { rows: 4, chains: 1 } })
    expect(report.sessions).toEqual({ count: 1, withoutStart: [], withoutEnd: [SESSION] })
    const said = inWords(report).join('\n')
    for (const words of ['INTACT', 'an auditor can hold it against the seal', '4 rows say: they are withheld'])
      expect(said).toContain(words)
  })

  it('is intact in parts, one behind the other or each a file of its own, whatever they are called', async () => {
    const [one, two] = [await part(rows.slice(0, 5)), await part(rows.slice(5))]
    expect(await judge(one + two)).toMatchObject({ exit: 0, rows: 12, openBeginnings: 0 })
    const folder = path.join(dir, 'parts')
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'z.ndjson'), one)
    writeFileSync(path.join(folder, 'a.ndjson'), two)
    expect(await verify({ target: folder, keys })).toMatchObject({ exit: 0, rows: 12 })
    expect(await judge(two)).toMatchObject({ exit: 0, openBeginnings: 1 })
    expect(await judge(await part([]))).toMatchObject({ exit: 0, rows: 0 })
  })

  it('owes nothing that a checkpoint signed after it was taken', async () => {
    const short = await part(rows.slice(0, 6))
    expect(await judge(short, put(await word(rows, 8, { at: '2026-11-26T11:00:00.000Z' })))).toMatchObject({ exit: 0 })
  })

  const line = (seq: number, text = whole) => text.split('\n')[seq - 1] ?? ''
  const without = (seq: number) => whole.replace(`${line(seq)}\n`, '')
  const other = (seq: number, from: string, to: string) => whole.replace(line(seq), line(seq).replace(from, to))
  const hash = 'ef'.repeat(32)

  it.each<[string, () => string | Promise<string>, number, object]>([
    ['another sentence of a row', () => other(5, 'The act 5.', 'The act 6.'), 1, { kind: 'file' }],
    ['another sentence of a row whose text is there', () => other(4, 'The act 4.', 'The act 9.'), 1, { kind: 'altered', seq: 4 }],
    ['another text of a row', () => other(8, '\\"outcome\\":\\"done\\"', '\\"outcome\\":\\"read\\"'), 1, { kind: 'altered', seq: 8 }],
    ['another seal', () => other(5, rows[4]?.hash ?? '', hash), 1, { kind: 'altered', seq: 6 }],
    ['a seal on another row', () => other(5, rows[4]?.prev ?? '', hash), 1, { kind: 'altered', seq: 5 }],
    ['a beginning on another row', () => other(1, '00'.repeat(32), hash), 1, { kind: 'altered', seq: 1 }],
    ['a row left out', () => without(5), 3, { kind: 'order', seq: 5 }],
    ['a withheld row left out', () => without(6), 3, { kind: 'order', seq: 6 }],
    ['two rows swapped', () => without(5).replace(line(6), `${line(6)}\n${line(5)}`), 3, { kind: 'order' }],
    ['a row twice', () => whole.replace(line(5), `${line(5)}\n${line(5)}`), 3, { kind: 'order', seq: 5 }],
    ['a row of another chain', () => other(5, CHAIN, 'tenant:ten_0000000000000000000B'), 1, { kind: 'altered', seq: 5 }],
    ['something that is no row', () => other(5, line(5), '{"chain": 7}'), 1, { kind: 'altered' }],
    ['a row withheld afterwards', () => other(5, /"shown":\{[^}]*\}/.exec(line(5))?.[0] ?? '', '"withheld":true'), 1, { kind: 'file' }],
    ['the last rows cut', () => whole.replace(`${line(11)}\n${line(12)}\n`, ''), 2, { kind: 'truncated', seq: 11 }],
    ['the signed line cut', () => whole.slice(0, whole.indexOf('{"document"')), 2, { kind: 'truncated' }],
    ['the file cut in the middle of a row', () => whole.slice(0, whole.indexOf(line(7)) + 20), 1, { kind: 'altered' }],
    ['a part left out', async () => (await part(rows.slice(0, 4))) + (await part(rows.slice(8))), 3, { kind: 'order', seq: 5 }],
    ['another signed line', () => whole.replace('\\"rows\\":12', '\\"rows\\":11'), 1, { kind: 'file' }],
    ['a chain that somebody else signed', () => part(rows, { by: foreign }), 4, { kind: 'key' }],
  ])('with %s is found out', async (_, tampered, exit, fault) => {
    const report = await judge(await tampered())
    expect([report.exit, report.faults[0]]).toEqual([exit, expect.objectContaining(fault)])
  })

  it('rebuilt and signed again is found out by the checkpoint that was fetched before, as is one that ends before it', async () => {
    const rebuilt = await part(chainOf(12).map((row) => (row.seq === 12 ? { ...row, hash } : row)))
    expect(await judge(rebuilt)).toMatchObject({ exit: 0 })
    expect(await judge(rebuilt, put(await word(rows, 12)))).toMatchObject({ exit: 1, faults: [{ chain: CHAIN, checkpoint: 7 }] })
    const short = await part(rows.slice(0, 6))
    expect(await judge(short, put(await word(rows, 8)))).toMatchObject({ exit: 2, faults: [{ kind: 'truncated', seq: 7 }] })
  })

  it('is held against what the tenant’s own receiver was sent and kept, message by message', async () => {
    const message = async (...given: Parameters<typeof word>) =>
      `{"type":"checkpoint.signed","data":{"checkpoint":${JSON.stringify(JSON.parse(await word(...given)).checkpoint)}}}`
    const told = put([await message(rows, 4), await message(rows, 12)].join('\n'))
    expect(await verify({ target: put(whole), keys, told })).toMatchObject({ exit: 0, told: 2, checkpoints: 0, uncovered: { rows: 0 } })
    const rebuilt = await part(chainOf(12).map((row) => (row.seq === 12 ? { ...row, hash } : row)))
    expect(await verify({ target: put(rebuilt), keys, told })).toMatchObject({ exit: 1, faults: [{ chain: CHAIN, seq: 5, checkpoint: 7 }] })
  })

  it('is known by its first line: a file is never read whole, as it may be longer than a text can be', async () => {
    expect(await isCustomers(put(whole))).toBe(true)
    expect(await isCustomers(put(await part([])))).toBe(true)
    expect(await isCustomers(put(`{"canonical":"of an auditor"}\n${whole}`))).toBe(false)
  })

  it('is held against checkpoints of its own chain only, which we signed', async () => {
    const theirs = (await word(rows, 8)).replaceAll(CHAIN, 'tenant:ten_0000000000000000000B')
    expect(await judge(whole, put(theirs))).toMatchObject({ exit: 1, faults: [{ kind: 'file' }], checkpoints: 0 })
    expect(await judge(whole, put('{"checkpoint": 7}'))).toMatchObject({ exit: 1, faults: [{ because: 'a checkpoint cannot be read' }] })
    // Before there is one.
    expect(await judge(whole, put('{"checkpoint": null}'))).toMatchObject({ exit: 0, checkpoints: 0 })
  })

  it('is not believed without keys', async () => {
    expect(await verify({ target: put(whole) })).toMatchObject({ exit: 4, faults: [{ kind: 'key' }] })
  })
})

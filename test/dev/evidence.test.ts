import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkpointsAt } from '#dev/audit-verify/pack.ts'
import { inWords } from '#dev/audit-verify/words.ts'
import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { writePack } from '#dev/evidence/pack.ts'
import { rangeFrom } from '#dev/evidence/range.ts'
import { checkout } from '#dev/paths.ts'
import { signedFrom } from '#worker/audit/rules/checkpoint.ts'
import { signerFrom } from '#worker/audit/rules/signing.ts'
import { wordOn } from '#worker/customer/rules/chain-file.ts'
import { rowOf, sealAnew, says } from '../tampering/edit.ts'
import { edited, forget, judge, outsider, takePack } from '../tampering/outsider.ts'
import { arrangeScene, type Scene } from '../tampering/scene.ts'
import type { Row } from '../tampering/tampering.ts'
import { connectedTo } from '../drizzle/readers.ts'
import { scratchPlace } from '../drizzle/scratch.ts'

const place = scratchPlace()
let scene: Scene
let pack: string
let had: { checkpoints: string; keys: string }
beforeAll(async () => {
  scene = await arrangeScene(place)
  pack = await takePack(place(), scene)
  had = await outsider(scene)
})
afterAll(forget)

const rowsIn = (dir: string) =>
  readFileSync(path.join(dir, 'trail.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
const command = (...args: string[]) => spawnSync(process.execPath, ['dev/audit-verify.ts', ...args], { cwd: checkout, encoding: 'utf8' })
const lastDay = () => ({ from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() + 86_400_000) })

describe('an evidence pack', () => {
  it('proves itself, and says that it was taken', async () => {
    const report = await judge(pack, had)
    expect(report).toMatchObject({ exit: 0, faults: [], checkpoints: 3, openBeginnings: 0 })
    const rows = rowsIn(pack)
    expect(report.rows).toBe(rows.length)
    const taken = rows.filter(({ canonical }) => canonical.includes('evidence:export'))
    expect(taken).toMatchObject([{ chain: 'operator:system' }])
    expect(report.uncovered).toEqual({ rows: 1, chains: 1 }) // that very row
  })

  it('of a tenant holds its chain and its sessions, and being taken is on record there', async () => {
    const out = `${pack}-tenant`
    await writePack(place().owner, { ...lastDay(), tenant: scene.tenants.here, out, keys: scene.notaryKeys, appVersion: 'test' })
    expect(new Set(rowsIn(out).map(({ chain }) => chain))).toEqual(new Set([scene.chains.here]))
    expect(rowsIn(out).at(-1)?.canonical).toContain('evidence:export')
    const sessions = readFileSync(path.join(out, 'sessions.ndjson'), 'utf8')
    expect(sessions).toContain(scene.sessions.reading)
    expect(
      new Set(
        sessions
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as { tenant_id: string }).tenant_id),
      ),
    ).toEqual(new Set([scene.tenants.here]))
    expect(await judge(out, had)).toMatchObject({ exit: 0, faults: [] })
  })

  it('of some minutes begins with the row before them and goes on to a row that was signed', async () => {
    const at = (seq: number) =>
      new Date((JSON.parse(rowOf({ rows: rowsIn(pack), checkpoints: [] }, scene.chains.vera, seq).canonical) as { at: string }).at)
    const out = `${pack}-minutes`
    await writePack(place().owner, { from: at(6), to: at(7), tenant: null, out, keys: scene.notaryKeys, appVersion: 'test' })
    const own = rowsIn(out).filter(({ chain }) => chain === scene.chains.vera)
    expect(own.map(({ seq }) => seq)).toEqual([5, 6, 7, 8])
    expect(await judge(out, had)).toMatchObject({ exit: 0, faults: [] })
    rmSync(path.join(out, 'trail.ndjson'))
    writeFileSync(
      path.join(out, 'trail.ndjson'),
      own
        .slice(0, -1)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    )
    expect(await judge(out, had)).toMatchObject({
      exit: 2,
      faults: [expect.objectContaining({ chain: scene.chains.vera, seq: 8 }), expect.anything()],
    })
  })

  it('holds the reviews of sessions: why, by whom, with what verdict', async () => {
    await connectedTo(place().owner, (own) =>
      own(
        `insert into app.session_review (id, session_id, operator_id, operator_role, tenant_id, reasons, created_at, due_at)
         select 'rev_packed', id, operator_id, operator_role, tenant_id, '{read_write}', now(), now() + interval '3 days'
         from app.impersonation_session where id = $1`,
        [scene.sessions.writing],
      ),
    )
    const reviewsOf = async (tenant: string) => {
      const out = `${pack}-reviews-${tenant}`
      await writePack(place().owner, { ...lastDay(), tenant, out, keys: scene.notaryKeys, appVersion: 'test' })
      return readFileSync(path.join(out, 'reviews.ndjson'), 'utf8').split('\n').filter(Boolean)
    }
    const [review, ...others] = await reviewsOf(scene.tenants.here)
    expect(others).toEqual([])
    expect(JSON.parse(review ?? '')).toMatchObject({ id: 'rev_packed', reasons: ['read_write'], state: 'pending', reviewer_id: null })
    expect(await reviewsOf(scene.tenants.there)).toEqual([])
  })

  it('holds no address beside the trail, and nothing that opens anything', () => {
    const { canonical: _, ...session } = JSON.parse(
      readFileSync(path.join(pack, 'sessions.ndjson'), 'utf8').split('\n')[0] ?? '',
    ) as Record<string, unknown>
    expect(Object.keys(session).toSorted()).toEqual([
      'break_glass',
      'category',
      'end_reason',
      'ended_at',
      'expires_at',
      'id',
      'mode',
      'operator_id',
      'operator_role',
      'reason',
      'seen_as',
      'started_at',
      'target_user_id',
      'tenant_id',
      'ticket_id',
    ])
  })

  it('is taken by a command, which says what is missing when something is', () => {
    const take = (env: Record<string, string>, ...args: string[]) =>
      spawnSync(process.execPath, ['dev/evidence.ts', ...args], { cwd: checkout, encoding: 'utf8', env: { ...process.env, ...env } })
    const days = ['--from', '2026-01-01', '--to', '2126-01-01']
    const out = `${pack}-command`
    const env = { DATABASE_URL: place().owner, CHECKPOINT_KEY: scene.notaryKeys.key }
    const taken = take(env, ...days, '--out', out)
    expect([taken.status, taken.stderr]).toEqual([0, ''])
    expect(taken.stdout).toContain('trail.ndjson')
    expect(command(out, '--keys', had.keys).status).toBe(0)
    expect(take(env, ...days, '--out', out).stderr).toContain('not empty')
    expect(take(env, ...days).stderr).toContain('--out')
    expect(take({ ...env, CHECKPOINT_KEY: '' }, ...days, '--out', `${out}-other`).stderr).toContain('CHECKPOINT_KEY')
  }, 60_000)

  it('is never written over another', async () => {
    await expect(
      writePack(place().owner, { ...lastDay(), tenant: null, out: pack, keys: scene.notaryKeys, appVersion: 'test' }),
    ).rejects.toThrow('not empty')
    const [row] = await connectedTo(place().owner, (ask) =>
      ask("select count(*)::int as n from audit.trail where act = 'evidence:export' and tenant_id is null"),
    )
    expect(row).toEqual({ n: 3 }) // what was refused took nothing
  })

  it.each([
    [{ from: '2026-02-31', to: '2026-03-01' }, '--from'],
    [{ from: '2026-11-01', to: 'tomorrow' }, '--to'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'before'],
    [{ to: '2026-11-01' }, '--from'],
  ])('is asked for with days that are: %o', (given, says) => {
    expect(() => rangeFrom(given)).toThrow(says)
  })

  it('includes the last of its days', () => {
    expect(rangeFrom({ from: '2026-11-01', to: '2026-11-01' })).toEqual({
      from: new Date('2026-11-01T00:00:00Z'),
      to: new Date('2026-11-02T00:00:00Z'),
      tenant: null,
    })
  })
})

describe('the verifier', () => {
  it('does not see from the rows alone that a whole chain was built anew; from the checkpoints it does', async () => {
    const rebuilt = await edited(pack, (parts) => {
      says(rowOf(parts, scene.chains.vera, 3), 'Took', 'Left')
      sealAnew(parts, scene.chains.vera, 3)
    })
    const bare = path.join(rebuilt, 'trail.ndjson')
    const alone = await judge(bare)
    expect(alone).toMatchObject({ exit: 0, faults: [] })
    expect(inWords(alone).join('\n')).toContain('whoever owns the database can rebuild a whole chain')
    expect(await judge(bare, had)).toMatchObject({ exit: 1, faults: [{ chain: scene.chains.vera, seq: 1, checkpoint: 1 }] })
  })

  it('lists everything that is wrong, and ends with the most telling', async () => {
    const target = await edited(pack, (parts) => {
      says(rowOf(parts, scene.chains.there, 2), 'Read', 'Left')
      parts.rows = parts.rows.filter(
        ({ chain, seq }) => !(chain === scene.chains.vera && seq === 5) && !(chain === scene.chains.here && seq > 9),
      )
      parts.sealAgain = true
    })
    const { exit, faults } = await judge(target)
    expect(exit).toBe(1)
    expect(faults.map(({ kind, chain, seq }) => [kind, chain, seq])).toEqual([
      ['altered', scene.chains.there, 2],
      ['order', scene.chains.vera, 5],
      ['truncated', scene.chains.here, 10],
      ['key', undefined, undefined],
    ])
  })

  it('believes the keys it is given, not those that came along', async () => {
    const { key, x } = newCheckpointKey()
    const theirs = `${pack}-keys.json`
    writeFileSync(theirs, JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x }] }))
    expect(key).not.toContain(x)
    const report = await judge(pack, { keys: theirs })
    expect(report).toMatchObject({ exit: 4, checkpoints: 0 })
    expect(report.faults.every(({ kind }) => kind === 'key')).toBe(true)
  })

  it('finds that the storage has a checkpoint less, and that the export has rows less than were signed', async () => {
    const fetched = `${pack}-fetched`
    mkdirSync(fetched)
    const files = readdirSync(path.join(had.checkpoints, 'checkpoints'))
    for (const name of files.filter((each) => !each.includes('2')))
      copyFileSync(path.join(had.checkpoints, 'checkpoints', name), path.join(fetched, name))
    expect(checkpointsAt(fetched)).toHaveLength(2)
    expect(await judge(pack, { ...had, checkpoints: fetched })).toMatchObject({ exit: 3, faults: [{ checkpoint: 2 }] })
    const short = await edited(pack, (parts) => {
      parts.rows = parts.rows.filter(({ chain, seq }) => chain !== scene.chains.vera || seq <= 11)
    })
    expect(await judge(path.join(short, 'trail.ndjson'), had)).toMatchObject({ exit: 2, faults: [{ chain: scene.chains.vera, seq: 12 }] })
  })

  it('holds a tenant’s chain to what the tenant was told and kept, also where every checkpoint was made anew', async () => {
    const rows = rowsIn(pack).filter(({ chain }) => chain === scene.chains.here)
    const { keyId, sign } = await signerFrom(scene.notaryKeys.key)
    const at = new Date()
    const word = async (seq: number, checkpoint: string, number = 2) => {
      const hash = rows.find((row) => row.seq === seq)?.hash ?? ''
      const document = wordOn({ number, at, document: checkpoint, chain: scene.chains.here, seq, hash })
      return { document, keyId, signature: await sign(document) }
    }
    const kept = (name: string, ...texts: string[]) => {
      const file = `${pack}-${name}.ndjson`
      writeFileSync(file, texts.join('\n'))
      return file
    }
    const hashOfSecond = createHash('sha256')
      .update(signedFrom(readFileSync(path.join(had.checkpoints, 'checkpoints', '0000000002.json'), 'utf8'))?.document ?? '')
      .digest('hex')
    const body = {
      type: 'checkpoint.signed',
      timestamp: at,
      data: { tenantId: scene.tenants.here, checkpoint: await word(8, hashOfSecond) },
    }
    const told = kept('told', JSON.stringify(body), JSON.stringify(await word(4, 'a first one', 9)))
    const intact = await judge(pack, { ...had, told })
    expect(intact).toMatchObject({ exit: 0, faults: [], told: 2 })
    expect(inWords(intact)[0]).toContain('and 2 words to a tenant')

    const rebuilt = await edited(pack, (parts) => {
      says(rowOf(parts, scene.chains.here, 3), 'Read', 'Left')
      sealAnew(parts, scene.chains.here, 3)
    })
    const bare = path.join(rebuilt, 'trail.ndjson')
    expect(await judge(bare, { keys: had.keys })).toMatchObject({ exit: 0 })
    expect(await judge(bare, { keys: had.keys, told })).toMatchObject({
      exit: 1,
      faults: [{ chain: scene.chains.here, seq: 1, checkpoint: 9 }],
    })

    const other = kept('other', JSON.stringify(await word(8, 'another')))
    expect(await judge(pack, { ...had, told: other })).toMatchObject({ exit: 1, faults: [{ kind: 'altered', checkpoint: 2 }] })
    const forged = kept('forged', JSON.stringify({ ...body.data.checkpoint, signature: Buffer.alloc(64).toString('base64') }), '{}')
    expect(await judge(pack, { ...had, told: forged })).toMatchObject({
      exit: 1,
      told: 0,
      faults: [{ checkpoint: 2 }, { kind: 'altered' }],
    })
    expect(command(pack, '--keys', had.keys, '--told', told).status).toBe(0)
  }, 60_000)

  it('names sessions without a start or an end', async () => {
    const { sessions } = await judge(pack)
    expect(sessions.withoutStart).toContain(scene.sessions.reading) // arranged past the door, and still open
    expect(sessions.withoutEnd).toContain(scene.sessions.reading)
    const canonical = (act: string, session: string) => JSON.stringify({ chain: 'tenant:x', act, outcome: 'done', session_id: session })
    const lines = [
      canonical('impersonation:start', 'imp_a'),
      canonical('case:read', 'imp_a'),
      canonical('impersonation:end', 'imp_a'),
      canonical('impersonation:start', 'imp_b'),
    ]
    const file = await edited(pack, (parts) => {
      parts.rows = []
      for (const [i, text] of lines.entries()) {
        const prev = parts.rows.at(-1)?.hash ?? '00'.repeat(32)
        parts.rows.push({
          chain: 'tenant:x',
          seq: i + 1,
          prev,
          hash: '',
          canonical: JSON.stringify({ ...JSON.parse(text), seq: i + 1, prev: `\\x${prev}`, at: '2026' }),
        })
        sealAnew(parts, 'tenant:x', i + 1)
      }
    })
    const report = await judge(path.join(file, 'trail.ndjson'))
    expect(report).toMatchObject({ exit: 0, sessions: { count: 2, withoutStart: [], withoutEnd: ['imp_b'] } })
  })

  it('says nothing of an export to a terminal but letters', async () => {
    const target = await edited(pack, (parts) => {
      rowOf(parts, scene.chains.vera, 5).chain = '\u001b[2J\u202ecleared\nINTACT'
    })
    const words = inWords(await judge(target)).join('\n')
    expect(words).toContain('cleared')
    for (const sign of ['\u001b', '\u202e', '\nINTACT']) expect(words).not.toContain(sign)
  })

  it('is a command that ends with what it found, and says what it does not prove', async () => {
    const intact = command(pack, '--keys', had.keys, '--checkpoints', had.checkpoints)
    expect([intact.status, intact.stderr]).toEqual([0, ''])
    expect(intact.stdout).toContain('INTACT')
    expect(intact.stdout).toContain('This does not prove:')
    const altered = await edited(pack, (parts) => says(rowOf(parts, scene.chains.vera, 5), 'Took', 'Left'))
    const found = command(altered)
    expect(found.status).toBe(1)
    expect(found.stdout).toContain(`ALTERED ${scene.chains.vera} row 5`)
    expect([command().status, command('/nowhere').status, command(pack, '--keys', '/nowhere').status]).toEqual([64, 64, 64])
  }, 60_000)

  it('takes a file of one endless line for a bad one, in the memory of a few', async () => {
    const file = `${pack}-endless.ndjson`
    for (let n = 0; n < 40; n++) appendFileSync(file, 'x'.repeat(1 << 20))
    const before = process.memoryUsage().rss
    expect(await judge(file)).toMatchObject({ exit: 2, rows: 0 })
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
  })
})

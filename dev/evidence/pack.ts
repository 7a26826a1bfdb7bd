import { mkdirSync, readdirSync } from 'node:fs'
import type pg from 'pg'
import { withOwner } from '#dev/logins.ts'
import { type NotaryKeys, publicKeysOf } from '#worker/audit/notary.ts'
import { signerFrom } from '#worker/audit/rules/signing.ts'
import type { Range } from './range.ts'
import { BESIDE, besides, checkpointsOf, rowsOf, type Stretch, stretchesOf } from './reading.ts'
import { type Written, writeLines } from './write.ts'

type Wanted = Range & { out: string; keys: NotaryKeys; appVersion: string }

/** Writes an evidence pack (docs/design/evidence.md) and answers what is in it. Taking it is an act in the trail before the first row is
 *  read; the rest is read at one moment, so that its parts belong together. */
export async function writePack(ownerUrl: string, { out, keys, appVersion, ...range }: Wanted): Promise<Written[]> {
  mkdirSync(out, { recursive: true, mode: 0o700 })
  if (readdirSync(out).length > 0) throw new Error(`--out: ${out} is not empty.`)
  const { sign, keyId } = await signerFrom(keys.key)
  return withOwner(ownerUrl, async (owner) => {
    await note(owner, range, appVersion)
    await owner.query('begin isolation level repeatable read read only')
    const checkpoints = await checkpointsOf(owner, range)
    const stretches = await stretchesOf(
      owner,
      range,
      checkpoints.map(({ number }) => number),
    )
    const files = [
      await writeLines(out, 'trail.ndjson', trailLines(owner, stretches)),
      await writeLines(
        out,
        'checkpoints.ndjson',
        checkpoints.map(({ signed }) => signed),
      ),
      await writeLines(out, 'keys.json', [JSON.stringify(keySetOf(await publicKeysOf(keys)))]),
    ]
    for (const [name, query] of Object.entries(BESIDE)) {
      const rows = await besides(owner, query, range)
      files.push(
        await writeLines(
          out,
          name,
          rows.map((row) => JSON.stringify(row)),
        ),
      )
    }
    files.push(await writeLines(out, 'README.txt', readme(range)))
    const { rows } = await owner.query<{ now: Date }>('select now()')
    await owner.query('commit')
    const document = JSON.stringify({
      kind: 'portal-evidence-pack',
      version: 1,
      at: rows[0]?.now,
      appVersion,
      from: range.from,
      to: range.to,
      tenant: range.tenant,
      chains: stretches,
      files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    })
    files.push(await writeLines(out, 'manifest.json', [JSON.stringify({ document, keyId, signature: await sign(document) })]))
    return files
  })
}

/** In one transaction with nothing else, committed before anything leaves. */
async function note(owner: pg.Client, { from, to, tenant }: Range, appVersion: string) {
  const facts = { from: from.toISOString(), to: to.toISOString() }
  await owner.query('begin')
  await owner.query("select set_config('app.context', $1, true)", [JSON.stringify({ appVersion })])
  await owner.query('select app.note_evidence($1, $2)', [tenant, facts])
  await owner.query('commit')
}

async function* trailLines(owner: pg.Client, stretches: readonly Stretch[]) {
  for (const stretch of stretches) for await (const row of rowsOf(owner, stretch)) yield JSON.stringify(row)
}

/** As the portal publishes it at /.well-known/portal-checkpoint-keys.json. */
const keySetOf = (keys: { keyId: string; x: string }[]) => ({
  keys: keys.map(({ keyId, x }) => ({ kty: 'OKP', crv: 'Ed25519', x, kid: keyId, use: 'sig' })),
})

const readme = ({ from, to, tenant }: Range): string[] => [
  `Evidence of the Operations Portal, from ${from.toISOString()} to ${to.toISOString()} (not included)${tenant === null ? '' : `, of tenant ${tenant}`}.`,
  '',
  'trail.ndjson        the acts: every row as it was sealed, by chain and number. Each chain begins with the last row before the days',
  '                    and goes on to a row that a checkpoint signed, or to the first row after the days: nothing is left out in between.',
  'checkpoints.ndjson  where the chains stood, signed every five minutes.',
  'keys.json           the public keys. Get them from elsewhere, too: from the portal, or from a person you know.',
  'sessions.ndjson     the sessions of staff in tenants that lay in these days.',
  'reviews.ndjson      the reviews of such sessions by a second person.',
  'manifest.json       the SHA-256 of each file, signed.',
  '',
  'Check it with: node dev/audit-verify.ts <this folder> --keys <keys.json from elsewhere> --checkpoints <checkpoints fetched from the storage>',
]

import { Hono } from 'hono'
import { publicKeysOf } from '#worker/audit/notary.ts'
import { listCheckpoints, listUncovered } from '#worker/audit/queries/checkpoints.ts'
import { CHECKPOINT_NUMBER, MOST_UNCOVERED, storageKeyOf } from '#worker/audit/rules/checkpoint.ts'
import { PAGE } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { Checkpoints } from '#views/audit/checkpoints.tsx'

/** Keys change by years. */
const KEPT_SECONDS = 3_600

/** What was signed of the trail and put outside the database, and whose signature it is. */
export const checkpointRoutes = new Hono<Portal>()
  .get('/audit/checkpoints', permit('GET /audit/checkpoints'), async (c) => {
    const { db, operator, now, parts } = c.var
    const before = CHECKPOINT_NUMBER.test(c.req.query('before') ?? '') ? Number(c.req.query('before')) : undefined
    const [rows, uncovered] = await db.batch([listCheckpoints(db, { before, most: PAGE }), listUncovered(db, MOST_UNCOVERED)])
    const newest = before === undefined ? rows[0] : undefined
    const unnoted = newest && (await parts.checkpoints?.list(storageKeyOf(newest.number), PAGE).catch(() => undefined))
    return show(
      c,
      { title: 'Checkpoints', nav: 'trail', width: 'wide' },
      <Checkpoints
        rows={rows}
        uncovered={uncovered}
        unnoted={unnoted?.length ?? 0}
        keys={await publicKeysOf(parts.settings.checkpointKeys)}
        isFirst={before === undefined}
        older={rows.length === PAGE ? `/audit/checkpoints?before=${rows.at(-1)?.number}` : undefined}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .get('/audit/checkpoints/:number', permit('GET /audit/checkpoints/:number'), async (c) => {
    const number = c.req.param('number')
    // The storage does not know who asks.
    await confirmed(c.var.scope)
    if (!CHECKPOINT_NUMBER.test(number)) return c.notFound()
    // As it stands outside, not as the database remembers it.
    const signed = await c.var.parts.checkpoints?.get(storageKeyOf(Number(number)))
    if (signed === undefined) return c.notFound()
    c.header('Content-Type', 'application/json')
    c.header('Content-Disposition', `attachment; filename="checkpoint-${number}.json"`)
    return c.body(signed)
  })

  .get('/.well-known/portal-checkpoint-keys.json', permit('GET /.well-known/portal-checkpoint-keys.json'), async (c) => {
    const keys = await publicKeysOf(c.var.parts.settings.checkpointKeys)
    c.header('Cache-Control', `public, max-age=${KEPT_SECONDS}`)
    // A key set (RFC 7517); the key that signs today stands first.
    return c.json({ keys: keys.map(({ keyId, x }) => ({ kty: 'OKP', crv: 'Ed25519', x, kid: keyId, use: 'sig' })) })
  })

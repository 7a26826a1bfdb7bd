import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changedDefaults } from '#dev/logins.ts'
import { codeOf } from '../drizzle/asking.ts'
import { connectedAnew } from '../drizzle/readers.ts'
import { createScratchCopy, type Place, scratchPlace } from '../drizzle/scratch.ts'
import { edited, forget, judge, outsider, takePack } from './outsider.ts'
import { arrangeScene, type Scene } from './scene.ts'
import type { ByLogin, ByOwner, Detected, Tampering, ToExport } from './tampering.ts'

/** Everything somebody could do to the trail that we could think of: each must be blocked, come to nothing, or be detected by somebody who
 *  has the export, the public keys and the checkpoints. */
const here = import.meta.dirname
const all = await Promise.all(
  ['login', 'owner', 'export'].flatMap((folder) =>
    readdirSync(path.join(here, folder)).map(async (name) => {
      const { default: tampering } = (await import(path.join(here, folder, name))) as { default: Tampering }
      return { ...tampering, name: `${folder}/${name.replace('.ts', '')}` }
    }),
  ),
)
const of = <T extends Tampering>(...who: T['as'][]) => all.filter(({ as }) => who.includes(as)) as unknown as (T & { name: string })[]

/** Prepared once; nobody is connected to it, so that it can be copied. */
const original = scratchPlace()
let scene: Scene
let shared: { place: Place; drop(): Promise<void> }
let pack: string
let had: { checkpoints: string; keys: string }
beforeAll(async () => {
  scene = await arrangeScene(original)
  pack = await takePack(original(), scene)
  had = await outsider(scene)
  shared = await createScratchCopy(original())
})
afterAll(async () => {
  await shared?.drop()
  forget()
})

const sqlOf = (sql: string | ((scene: Scene) => string)) => (typeof sql === 'string' ? sql : sql(scene))

/** Begins a transaction with these keys, and does it. */
const begun = (keys: ByLogin['keys'], sql: string) =>
  `begin; select set_config('app.login_key', '${keys ? scene.keys[keys].login : ''}', true), set_config('app.session_key', '${keys ? scene.keys[keys].session : ''}', true); ${sql}`

async function expectNothing(place: Place, sql: string) {
  expect(await connectedAnew(place.owner, (ask) => ask(sql))).toEqual([])
}

async function expectDetected(target: string, { detected, at }: Detected, known: typeof had) {
  const { exit, faults } = await judge(target, known)
  expect([exit, faults[0]]).toEqual([detected, expect.objectContaining(at?.(scene) ?? {})])
}

describe('by a login', () => {
  it.for(of<ByLogin>('staff', 'tenantRo', 'tenantRw', 'jobs'))('$name: $what', async ({ as, keys, sql, alone, meanwhile, expected }) => {
    const { place } = shared
    await connectedAnew(place[as], async (ask) => {
      // Several statements at once are asked without parameters.
      const tell = (text: string) => ask(text)
      const text = sqlOf(sql)
      try {
        const code = await codeOf(tell(alone ? text : begun(keys, text)))
        if ('noticed' in expected) {
          expect([code, await changedDefaults(ask)]).toEqual([undefined, [expected.noticed]])
          return
        }
        const theirs =
          meanwhile && (await codeOf(connectedAnew(place[meanwhile.as], (other) => other(begun(meanwhile.keys, sqlOf(meanwhile.sql))))))
        if ('blocked' in expected)
          expect(meanwhile ? [code, theirs] : code).toEqual(meanwhile ? [undefined, expected.blocked] : expected.blocked)
        else {
          expect(code).toBeUndefined()
          if (!alone) await tell('commit')
          await expectNothing(place, sqlOf(expected.void))
        }
      } finally {
        if (!alone) await tell('rollback')
      }
    })
  })

  it('nothing of all that is in the trail', async () => {
    expect(await judge(await takePack(shared.place, scene), had)).toMatchObject({ exit: 0, faults: [] })
  })
})

describe('by the owner', () => {
  const owners = of<ByOwner>('owner')

  it.for(owners.filter(({ expected }) => !('detected' in expected)))('$name: $what', async ({ sql, expected }) => {
    await connectedAnew(shared.place.owner, async (ask) => {
      const code = await codeOf(ask(`begin; ${sqlOf(sql)}`))
      expect(code).toBe('blocked' in expected ? expected.blocked : undefined)
      if ('void' in expected) expect(await ask(sqlOf(expected.void))).toEqual([])
      await ask('rollback')
    })
  })

  it.for(owners.filter(({ expected }) => 'detected' in expected))('$name: $what', async ({ sql, expected }) => {
    const { place, drop } = await createScratchCopy(original())
    try {
      await connectedAnew(place.owner, (ask) => ask(sqlOf(sql)))
      await expectDetected(await takePack(place, scene), expected as Detected, had)
    } finally {
      await drop()
    }
  })
})

describe('to an export', () => {
  it('that was left as it was, nothing is found', async () => {
    expect(await judge(await edited(pack, () => {}), had)).toMatchObject({ exit: 0, faults: [] })
    expect(await judge(pack)).toMatchObject({ exit: 0, faults: [] })
  })

  it.for(of<ToExport>('export'))('$name: $what', async ({ edit, expected }) => {
    const target = await edited(pack, (parts) => edit(parts, scene))
    const { exit, faults } = await judge(target)
    expect([exit, faults[0]]).toEqual([expected.detected, expect.objectContaining(expected.at?.(scene) ?? {})])
  })
})

it('the corpus holds forty ways or more, each said once', () => {
  expect(all.length).toBeGreaterThanOrEqual(40)
  expect(new Set(all.map(({ what }) => what)).size).toBe(all.length)
})

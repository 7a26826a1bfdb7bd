import { expect, inject, it } from 'vitest'
import { runKills } from './kills.ts'
import { HANGS_AFTER } from './waits.ts'

/** A few of them, each time at other points; `node bench/kills.ts --points 100` takes the time for more. */
const KILLS = { server: 3, backend: 2, worker: 4 }

it('no change is lost, halved or done twice when PostgreSQL and the runtime are killed at any moment', {
  timeout: HANGS_AFTER,
}, async () => {
  const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1e9))
  console.info(`kills: FAULT_SEED=${seed}`)
  const { faults, presses, again, kills } = await runKills({ kills: KILLS, seed, built: inject('built') })
  expect(faults).toEqual([])
  expect(kills).toEqual(KILLS)
  expect(presses).toBeGreaterThanOrEqual(KILLS.server + KILLS.backend + KILLS.worker)
  expect(again).toBeGreaterThan(0)
})

import { expect, it } from 'vitest'
import { runKills } from './kills.ts'

it('no change is lost, halved or done twice when PostgreSQL and the runtime are killed at any moment', { timeout: 120_000 }, async () => {
  const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1e9))
  console.info(`kills: FAULT_SEED=${seed}`)
  const { faults, presses, again, kills } = await runKills({ kills: { server: 4, backend: 2, worker: 6 }, seed })
  expect(faults).toEqual([])
  expect(kills).toEqual({ server: 4, backend: 2, worker: 6 })
  expect(presses).toBeGreaterThan(20)
  expect(again).toBeGreaterThan(0)
})

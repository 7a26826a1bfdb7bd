import type { TestProject } from 'vitest/node'
import { buildWorker } from '#test/ground/built.ts'
import { holdGround } from '#test/ground/ground.ts'
import { openPortals } from './portals.ts'

/** Whole portals for the end-to-end tests: they meet them as people do, through their addresses. The Worker is bundled while the ground is
 *  laid, each by processes of its own. */
export default async function setup(project: TestProject) {
  buildWorker().catch(() => {}) // said to whoever asks for a portal
  const { ground, release } = await holdGround() // Vitest sets this project up before the root
  const portals = await openPortals(ground)
  project.provide('portals', portals.url)
  return async () => {
    await portals.close()
    await release()
  }
}

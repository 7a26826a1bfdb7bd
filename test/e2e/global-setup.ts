import type { TestProject } from 'vitest/node'
import { holdGround } from '#test/ground/ground.ts'
import { startRunning } from './running.ts'

/** One portal for all end-to-end tests: they meet it as people do, through its address. */
export default async function setup(project: TestProject) {
  const { ground, release } = await holdGround() // Vitest sets this project up before the root
  try {
    const running = await startRunning(ground)
    const { url, ownerUrl, log, answerKey } = running
    project.provide('running', { url, ownerUrl, log, answerKey })
    return async () => {
      await running.stop()
      await release()
    }
  } catch (error) {
    // Thrown here, it would take all other projects' tests along. The tests that need the portal fail with it instead.
    project.provide('running', { fault: (error as Error).message })
    return release
  }
}

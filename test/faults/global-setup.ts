import type { TestProject } from 'vitest/node'
import { type Built, buildWorker } from '#test/ground/built.ts'
import { holdGround } from '#test/ground/ground.ts'

/** Read and bundled once for all runtimes of these tests: `inject('built')`. The ground is laid meanwhile, by other processes. */
export default async function setup(project: TestProject) {
  const building = buildWorker()
  const { release } = await holdGround()
  try {
    project.provide('built', await building)
  } catch (error) {
    await release()
    throw error
  }
  return release
}

declare module 'vitest' {
  interface ProvidedContext {
    built: Built
  }
}

import type { TestProject } from 'vitest/node'
import { type Built, buildWorker } from '#test/ground/built.ts'

/** Read and bundled once for all runtimes of these tests: `inject('built')`. */
export default async function setup(project: TestProject) {
  project.provide('built', await buildWorker())
}

declare module 'vitest' {
  interface ProvidedContext {
    built: Built
  }
}

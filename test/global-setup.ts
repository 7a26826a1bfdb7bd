import type { TestProject } from 'vitest/node'
import { holdGround } from './ground/ground.ts'
import { startUpstream } from './ground/upstream.ts'

/** For every project: `inject('ground')`, and `inject('upstream')` for whoever asks models over the line. */
export default async function setup(project: TestProject) {
  const { ground, release } = await holdGround()
  project.provide('ground', ground)
  const upstream = await startUpstream()
  project.provide('upstream', upstream.url)
  return async () => {
    await upstream.close()
    await release()
  }
}

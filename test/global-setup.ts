import type { TestProject } from 'vitest/node'
import { holdGround } from './ground/ground.ts'

/** For every project: `inject('ground')`. */
export default async function setup(project: TestProject) {
  const { ground, release } = await holdGround()
  project.provide('ground', ground)
  return release
}

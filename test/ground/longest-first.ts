import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** In this order: a place is kept only while the next file is of the same project, and starting it, with its browser, takes seconds. The
 *  files of the faults have a place each, and need no sample data: that is loaded while the first of them run. The many short files come
 *  last, so that none runs alone. */
const PROJECTS = ['faults', 'e2e', 'node', 'pool']

/** Files that take many times as long as most, so that none of them begins when all others of its project are done. What is missing here costs
 *  time only. */
const LONGEST = [
  'faults/changes.test.ts',
  'faults/kills.test.ts',
  'e2e/every-page.test.ts',
  'e2e/canary.test.ts',
  'e2e/start.test.ts',
  'e2e/soak.test.ts',
  'e2e/hostile.test.ts',
  'e2e/ai.test.ts',
  'e2e/main-job.test.ts',
  'e2e/live.test.ts',
  'e2e/keyboard.test.ts',
  'e2e/writing.test.ts',
  'e2e/notifications.test.ts',
  'drizzle/plans.test.ts',
  'drizzle/mutants.test.ts',
  'tampering/tampering.test.ts',
  'drizzle/webhook-out.test.ts',
  'durable-objects/user-room/sleep.test.ts',
  'worker/http/doors.test.ts',
  'worker/api/contract.test.ts',
  'worker/ai/stopping.test.ts',
  'worker/live/routes/new-token.test.ts',
  'worker/http/unknown.test.ts',
  'durable-objects/user-room/tokens.test.ts',
  'durable-objects/user-room/readers.test.ts',
]

const rank = ({ moduleId }: TestSpecification) => {
  const found = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}`))
  return found < 0 ? LONGEST.length : found
}
const place = ({ project }: TestSpecification) => PROJECTS.indexOf(project.name)

/** Project by project, the longest come first; the others as always. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b) || rank(a) - rank(b))
  }
}

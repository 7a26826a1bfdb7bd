import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take many times as long as most, so that none of them begins when all others are done. What is missing here costs time only. */
const LONGEST = [
  'e2e/every-page.test.ts',
  'e2e/canary.test.ts',
  'drizzle/plans.test.ts',
  'drizzle/mutants.test.ts',
  'faults/changes.test.ts',
  'faults/kills.test.ts',
  'tampering/tampering.test.ts',
  'durable-objects/user-room/sleep.test.ts',
  'worker/http/doors.test.ts',
  'worker/api/contract.test.ts',
  'worker/live/routes/front-door.test.ts',
  'worker/http/unknown.test.ts',
  'durable-objects/user-room/tokens.test.ts',
  'durable-objects/user-room/readers.test.ts',
  'worker/ai/stopping.test.ts',
]

const rank = ({ moduleId }: TestSpecification) => {
  const found = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}`))
  return found < 0 ? LONGEST.length : found
}
const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder

/** Within what runs together, the longest come first, whatever their project; the others as always. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => group(a) - group(b) || rank(a) - rank(b))
  }
}

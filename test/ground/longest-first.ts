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
  'worker/http/doors.test.ts',
  'worker/api/contract.test.ts',
  'worker/http/unknown.test.ts',
]

/** Files that wait more than they reckon: one after the other beside those that work, the longest first. */
const WAITING = [
  'durable-objects/user-room/sleep.test.ts',
  'worker/ai/stopping.test.ts',
  'durable-objects/tenant-room.test.ts',
  'durable-objects/user-room/tokens.test.ts',
  'durable-objects/user-room/readers.test.ts',
  'worker/ai/panel.test.ts',
  'worker/db/change.test.ts',
  'worker/ai/chat.test.ts',
  'worker/live/routes/new-token.test.ts',
  'worker/db/add.test.ts',
]

const rankIn = (names: string[], { moduleId }: TestSpecification) => {
  const found = names.findIndex((name) => moduleId.endsWith(`/test/${name}`))
  return found < 0 ? names.length : found
}
const isWaiting = (file: TestSpecification) => rankIn(WAITING, file) < WAITING.length

/** Project by project, the longest come first; the others as always. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files)
    return PROJECTS.flatMap((name) => spread(usual.filter(({ project }) => project.name === name)))
  }
}

/** Those that wait stand between the others, as far from each other as can be. */
function spread(files: TestSpecification[]): TestSpecification[] {
  const working = files.filter((file) => !isWaiting(file)).toSorted((a, b) => rankIn(LONGEST, a) - rankIn(LONGEST, b))
  const waiting = files.filter(isWaiting).toSorted((a, b) => rankIn(WAITING, a) - rankIn(WAITING, b))
  const apart = Math.ceil(working.length / Math.max(1, waiting.length))
  const blocks = Array.from({ length: waiting.length }, (_, i) => [
    waiting[i] as TestSpecification,
    ...working.slice(i * apart, (i + 1) * apart),
  ])
  return blocks.length === 0 ? working : blocks.flat()
}

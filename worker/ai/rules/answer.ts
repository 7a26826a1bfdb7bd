import type { Run } from '#worker/ai/rules/run.ts'

/** A run as a page shows it. */
export type AnswerShown = Pick<Run, 'id' | 'task' | 'state' | 'code' | 'label' | 'usage' | 'chunks' | 'entityId'> & { text: string }

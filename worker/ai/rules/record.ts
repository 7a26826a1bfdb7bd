import type { EntityType } from '#worker/ai/rules/words.ts'

/** One sentence of what a record says. `at`: the moment it tells of. */
export type Line = { kind: 'state' | 'moment' | 'count' | 'part' | 'missing'; text: string; at?: Date | undefined }

/** A record as it is told to a model: sentences made of what is open to everybody inside. Names of people and what they wrote are not
 *  among them, whoever asks. */
export type RecordText = { entityType: EntityType; entityId: string; label: string; lines: Line[] }

/** A word of a list, as people say it. */
export const inWords = (word: string) => word.toLowerCase().replaceAll('_', ' ')

export const dayOf = (at: Date) => at.toISOString().slice(0, 10)

export const counted = (n: number, one: string, many = `${one}s`) => (n === 0 ? `no ${many}` : n === 1 ? `one ${one}` : `${n} ${many}`)

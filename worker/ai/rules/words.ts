/** What may be asked about, and in which ways. */
export const ENTITY_TYPES = ['case', 'riu', 'investigation', 'project'] as const
export type EntityType = (typeof ENTITY_TYPES)[number]

export const SKILL_NAMES = [
  'summarize',
  'note-cleanup',
  'translate',
  'risk-triage',
  'timeline',
  'draft-response',
  'project-status',
] as const
export type SkillName = (typeof SKILL_NAMES)[number]

/** A run is one answer of a model. It never leaves the last four. */
export const RUN_STATES = ['running', 'complete', 'cancelled', 'error', 'interrupted'] as const
export type RunState = (typeof RUN_STATES)[number]

/** Why a run ended without an answer, or never began; the sentence is for the person who asked. */
export const RUN_FAULTS = {
  PROVIDER: 'The model could not answer. Ask again in a moment.',
  BUSY: 'The model has too much to do. Ask again in a minute.',
  TIMEOUT: 'The model fell silent, so it was given up. Ask again.',
  EMPTY: 'The model answered with nothing.',
  TOO_LONG: 'The model did not come to an end, so it was stopped.',
  UNFIT: 'The answer was not what was asked for. Ask again.',
  INTERRUPTED: 'The answer was interrupted on our side. What had arrived by then is kept; ask again for the rest.',
  RATE_LIMITED: 'That is more than may be asked for now.',
  NOT_FOUND: 'There is nothing here by this name.',
  INVALID_INPUT: 'This cannot be asked in this form.',
  UNKNOWN_SKILL: 'Nobody here knows this skill.',
  NO_CONTEXT: 'Say first which record it is about.',
  ENDED: 'Your access has ended, and the answer with it.',
  UNAVAILABLE: 'This cannot be looked up right now. Try again in a moment.',
} as const
export type RunFault = keyof typeof RUN_FAULTS

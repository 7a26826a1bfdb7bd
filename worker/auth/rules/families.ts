/** How a chain of refresh tokens ends before its sign-in does: by its person, or because a token of it came back that had been traded. */
export const FAMILY_ENDS = ['REVOKED', 'REUSED'] as const
export type FamilyEnd = (typeof FAMILY_ENDS)[number]

/** What has become of a program: `expired` with its sign-in, `stolen` when a token of it was in two hands. */
export const PROGRAM_STATES = ['open', 'ended', 'expired', 'stolen'] as const
export type ProgramState = (typeof PROGRAM_STATES)[number]

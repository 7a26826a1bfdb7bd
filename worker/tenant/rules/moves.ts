import type { CaseStatus, TENANT_USER_STATUSES } from '#worker/tenant/rules/words.ts'

/** From which status a case goes where; `app.move_case` in the database says the same. */
export const CASE_MOVES: Record<CaseStatus, readonly CaseStatus[]> = {
  OPEN: ['IN_PROGRESS', 'CLOSED'],
  IN_PROGRESS: ['OPEN', 'CLOSED'],
  CLOSED: ['IN_PROGRESS'],
}

/** The states that a case may leave for this one. */
export const leadingTo = (to: CaseStatus): CaseStatus[] =>
  (Object.keys(CASE_MOVES) as CaseStatus[]).filter((from) => CASE_MOVES[from].includes(to))

type UserStatus = (typeof TENANT_USER_STATUSES)[number]

/** What is done with a user, from where, and what they are then; `app.move_user` says the same. */
export const USER_MOVES = {
  activate: { from: ['DEACTIVATED'], to: 'ACTIVE' },
  deactivate: { from: ['INVITED', 'ACTIVE'], to: 'DEACTIVATED' },
  invite: { from: ['INVITED'], to: 'INVITED' },
} as const satisfies Record<string, { from: UserStatus[]; to: UserStatus }>

export type UserMove = keyof typeof USER_MOVES
export const USER_MOVE_NAMES = Object.keys(USER_MOVES) as UserMove[]

export const mayMove = (move: UserMove, from: UserStatus): boolean => (USER_MOVES[move].from as readonly UserStatus[]).includes(from)

/** Where somebody of this status could go. */
export const movesFrom = (from: UserStatus): UserStatus[] => [
  ...new Set(USER_MOVE_NAMES.filter((move) => mayMove(move, from)).map((move) => USER_MOVES[move].to)),
]

/** Why the database refused a verdict (`app.decide_review`), and what would help. */
export const REVIEW_REFUSALS = {
  YOURSELF: { title: 'This is a session of yours.', help: 'Another reviewer looks at it.' },
  APPROVED_BY_YOU: { title: 'You approved this session before it began.', help: 'A third person looks at it.' },
  DECIDED_ALREADY: { title: 'It was reviewed already.', help: 'Somebody was faster; what they wrote stands below.' },
  LAST_ADMIN: {
    title: 'This is the last active administrator.',
    help: 'Flag the session without holding its operator, and have another person made an administrator first.',
  },
} as const satisfies Record<string, { title: string; help: string }>

export type ReviewRefusal = keyof typeof REVIEW_REFUSALS

import type { LetterName } from '#worker/jobs/rules/limits.ts'

export type Letter = { subject: string; text: string }

/** A sentence and a link, never content: a letter leaves the portal, and whoever reads it shows at the link that they may. */
const LETTER: Record<LetterName, { subject: string; sentence: string; path: (about: string) => string }> = {
  'session.killed': {
    subject: 'Your session in a tenant was ended',
    sentence: 'Your session in a tenant was ended before its time, by somebody’s decision.',
    path: (about) => `/impersonations/${about}`,
  },
  'role.changed': {
    subject: 'Your role in the portal was changed',
    sentence: 'An administrator changed your role in the Operations Portal. Sign in again to go on.',
    path: () => '/',
  },
  'job.discarded': {
    subject: 'A background job was given up',
    sentence: 'A background job of the Operations Portal was given up and waits for somebody to look at it.',
    path: (about) => `/portal-jobs/${about}`,
  },
}

export function letterOf(name: LetterName, about: string, origin: string): Letter {
  const { subject, sentence, path } = LETTER[name]
  return { subject, text: `${sentence}\n\n${new URL(path(about), origin)}\n` }
}

import type { LetterName } from '#worker/jobs/rules/limits.ts'
import { noticeOf } from '#worker/notifications/rules/notices.ts'

export type Letter = { subject: string; text: string }

/** A sentence and a link, never content: a letter leaves the portal, and whoever reads it shows at the link that they may. Who has no page
 *  here is given none. */
export function letterOf(name: LetterName, about: string, origin: string, count = 1): Letter {
  const { title, sentence, path } = name === 'digest' ? collected(count) : noticeOf(name)
  return { subject: title, text: path === null ? `${sentence}\n` : `${sentence}\n\n${new URL(path(about), origin)}\n` }
}

const collected = (count: number) => ({
  title: count === 1 ? 'There is something new for you' : `There are ${count} things new for you`,
  sentence: 'The Operations Portal has new notifications for you.',
  path: () => '/notifications',
})

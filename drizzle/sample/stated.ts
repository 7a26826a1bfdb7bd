import type { Random } from './random.ts'
import type { Row } from './rows.ts'
import { SUBJECTS } from './ticket-subjects.ts'
import type { Way } from './ways.ts'

type About = Pick<Row<'tickets'>, 'subject'>

export const categoryOf = ({ subject: about }: About) =>
  SUBJECTS.find(([, subject]) => about.startsWith(subject.split('{')[0] as string))?.[0] ?? 'TROUBLESHOOTING'

/** What an operator gives as the reason, by the way they take. */
export const statedFor = (random: Random, way: Way, { subject }: About) => random.pick(STATED[way]).replace('{subject}', () => subject)

const READING = [
  'Customer writes: "{subject}". Reproducing it with their own view.',
  'Checking what the customer describes in the ticket: {subject}',
  'Second look after the first answer did not help: {subject}',
  'Comparing list and record before answering: {subject}',
] as const
const STATED: Record<Way, readonly string[]> = {
  plain: READING,
  asked: READING,
  write: [
    'The customer asked us to put it right for them: {subject}',
    'Correcting what their administrator cannot reach before tomorrow: {subject}',
  ],
  export: [
    'The customer needs the list as a file for their auditor: {subject}',
    'Our own export stops halfway and they report to their board today: {subject}',
  ],
  glass: [
    'Nobody of theirs picks up the phone and it cannot wait until tomorrow: {subject}',
    'On call, outside of their hours, and somebody may be harmed while we wait: {subject}',
  ],
}

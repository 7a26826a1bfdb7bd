import { Card, Facts, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Shown } from '#views/ui/masked.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import type { KeptLetter } from '#worker/jobs/queries/letters.ts'

/** What would have been sent, the newest first. */
export function KeptLetters({ letters, zone }: { letters: KeptLetter[]; zone: string }) {
  return (
    <>
      <PageHead title="Kept letters" sub="Here no letter is sent. These would have been, the newest first; each is kept for a week." />
      <Stack>
        {letters.length === 0 ? (
          <EmptyState icon="mail" title="No letter yet">
            Change somebody’s role or end their session, and wait for the next minute.
          </EmptyState>
        ) : null}
        {letters.map(({ key, address, subject, letter, at }) => (
          <Card id={key} title={subject} icon="mail">
            <Facts
              look="rows"
              facts={[
                { name: 'To', value: <Shown value={address ?? { hidden: 'personal' }} /> },
                { name: 'At', value: <When at={at} zone={zone} /> },
                { name: 'Letter', value: <Words letter={letter} />, wide: true },
              ]}
            />
          </Card>
        ))}
      </Stack>
    </>
  )
}

/** Its link can be followed here; nothing else in a letter is more than text. */
function Words({ letter }: { letter: string }) {
  return (
    <>
      {letter
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (
          <p>{/^https?:\/\/\S+$/.test(line) ? <a href={new URL(line).pathname}>{line}</a> : line}</p>
        ))}
    </>
  )
}

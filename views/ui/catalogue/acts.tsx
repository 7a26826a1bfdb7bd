import { ButtonLink } from '#views/ui/button.tsx'
import { Card, Columns } from '#views/ui/card.tsx'
import { ErrorPage } from '#views/layout/error.tsx'
import { Shown } from '#views/ui/masked.tsx'
import { Difference, Timeline } from '#views/ui/timeline.tsx'

export function Acts({ now }: { now: Date }) {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
  return (
    <Columns>
      <Card id="acts" title="Timeline" icon="history">
        <Timeline
          label="What happened in this session"
          acts={[
            {
              id: 'act-1',
              icon: 'play',
              sentence: 'Maya Brandt entered Acme Holding read-only',
              at: ago(24),
              facts: [
                { name: 'Ticket', value: 'T-2207' },
                { name: 'Reason', value: 'Reports do not arrive in the case list' },
              ],
            },
            {
              id: 'act-2',
              icon: 'list',
              sentence: 'read a list of 9 cases',
              at: ago(22),
              ids: Array.from({ length: 9 }, (_, i) => `C-${1042 - i}`),
            },
            {
              id: 'act-3',
              icon: 'eye',
              sentence: 'tried to reveal the narrative of R-2203',
              at: ago(15),
              outcome: 'refused',
              ids: ['R-2203'],
            },
            {
              id: 'act-4',
              icon: 'pencil',
              sentence: 'changed the case C-1042',
              at: ago(9),
              outcome: 'done',
              ids: ['C-1042'],
              more: (
                <>
                  <Difference name="Priority" before="3" after="2" />
                  <Difference name="Assignee" before={<Shown value={null} />} after={<Shown value={{ hidden: 'personal' }} />} />
                </>
              ),
            },
            { id: 'act-5', icon: 'stop', sentence: 'ended the session', at: ago(1) },
          ]}
        />
      </Card>
      <Card id="looks-error" title="An error page" icon="warning">
        <ErrorPage
          status={403}
          title="You may not change cases in this session"
          help="It is read-only. End it and start a read-write session; a colleague with approval rights must agree."
          requestId="req_01JZ4A8K2M9Q7W3X5Y6Z"
          action={<ButtonLink href="#acts">Back to the case</ButtonLink>}
        />
      </Card>
    </Columns>
  )
}

import { ErrorPage } from '#views/layout/error.tsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { StateBadge } from '#views/jobs/state.tsx'
import type { Move } from '#worker/jobs/rules/moves.ts'
import { STATE_SAYS } from '#worker/jobs/rules/names.ts'
import type { JobState } from '#worker/jobs/rules/words.ts'

const TRIED: Record<Move, string> = { replay: 'It cannot be run again now', cancel: 'It cannot be cancelled now' }
const ALLOWED: Record<Move, string> = { replay: 'running it again', cancel: 'cancelling it' }

type JobNotMovedProps = { job: { id: string; state: JobState }; move: Move; allowed: Move[] }

/** The job is no longer where that could be done: where it is now, and what can be done there. */
export function JobNotMoved({ job, move, allowed }: JobNotMovedProps) {
  return (
    <ErrorPage
      status={409}
      title={TRIED[move]}
      help={
        <p>
          <StateBadge state={job.state} /> {STATE_SAYS[job.state]} Nothing was changed;{' '}
          {allowed.length === 0
            ? 'there is nothing to be done about it by hand.'
            : `what can be done is ${allowed.map((each) => ALLOWED[each]).join(' or ')}.`}
        </p>
      }
      action={
        <ButtonLink look="primary" href={`/portal-jobs/${job.id}`}>
          Back to the job
        </ButtonLink>
      }
    />
  )
}

import type { Child } from 'hono/jsx'
import { Blocked, Button, ButtonLink } from '#views/ui/button.tsx'
import { Card, type Fact, Facts, Stack } from '#views/ui/card.tsx'
import { Form } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { inWords } from '#views/ui/status.tsx'
import { Id, None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { StateBadge } from '#views/jobs/state.tsx'
import type { Job } from '#worker/jobs/queries/portal-jobs.ts'
import { type Move, movesOf } from '#worker/jobs/rules/moves.ts'
import { codeSays, JOB_NAMES, priorityName, purposeOf, STATE_SAYS } from '#worker/jobs/rules/names.ts'

type Acting = { mayManage: boolean; csrf: string; formKey: string }
type JobPageProps = Acting & { job: Job; zone: string; now: Date }

const ACTS: Record<Move, { word: string; icon: 'refresh' | 'x' }> = {
  replay: { word: 'Run it again', icon: 'refresh' },
  cancel: { word: 'Cancel it', icon: 'x' },
}

export function JobPage({ job, zone, now, ...acting }: JobPageProps) {
  return (
    <>
      <PageHead
        title={JOB_NAMES[job.kind]}
        crumbs={[{ name: 'Portal jobs', href: '/portal-jobs' }]}
        marks={<StateBadge state={job.state} />}
        sub={purposeOf(job.kind, job.args)}
        actions={
          <>
            {movesOf(job).map((move) => (
              <Act job={job} move={move} {...acting} />
            ))}
            {job.hasHistory ? (
              <ButtonLink href={`/audit/records/${job.id}`} icon="history">
                History
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <Stack>
        <Notice tone={job.state === 'discarded' ? 'warn' : 'info'} title={STATE_SAYS[job.state]}>
          {job.lastError === null ? 'No error was noted.' : `${codeSays(job.lastError)} (${job.lastError}).`}
        </Notice>
        <Card id="facts" title="About this job" icon="gear">
          <Facts facts={factsOf(job, zone, now)} look="rows" />
        </Card>
        <Card id="cause" title="Where it comes from" icon="bell">
          <Facts facts={causeOf(job, zone)} look="rows" />
        </Card>
      </Stack>
    </>
  )
}

function Act({ job, move, mayManage, csrf, formKey }: Acting & { job: Job; move: Move }) {
  const { word, icon } = ACTS[move]
  if (!mayManage)
    return (
      <Blocked id={move} reason="Whoever manages portal jobs may.">
        {word}
      </Blocked>
    )
  return (
    <Form look="inline" action={`/portal-jobs/${job.id}/${move}`} csrf={csrf} formKey={`${formKey}-${move}`}>
      <Button look={move === 'replay' ? 'primary' : 'plain'} icon={icon}>
        {word}
      </Button>
    </Form>
  )
}

function factsOf(job: Job, zone: string, now: Date): Fact[] {
  return [
    { name: 'Id', value: <Id copy={job.id}>{job.id}</Id> },
    { name: 'Priority', value: inWords(priorityName(job.priority)) },
    { name: 'Attempts', value: `${job.attempts} of ${job.maxAttempts}` },
    { name: 'Put in', value: <When at={job.createdAt} zone={zone} /> },
    { name: 'Due', value: <When at={job.runAt} zone={zone} /> },
    ...(job.leaseUntil === null ? [] : [{ name: 'Held until', value: <When at={job.leaseUntil} zone={zone} look="relative" now={now} /> }]),
    ...(job.finishedAt === null ? [] : [{ name: 'Finished', value: <When at={job.finishedAt} zone={zone} /> }]),
    ...Object.entries(job.args).map(([name, value]) => ({ name: inWords(name), value: <Linked id={String(value)} /> })),
  ]
}

function causeOf({ event, tenantId, sessionId, dedup }: Job, zone: string): Fact[] {
  return [
    {
      name: 'Event',
      value:
        event === null ? (
          'None: it was put in by the clock or by an act.'
        ) : (
          <>
            {event.kind} of <Linked id={event.entityId} />
          </>
        ),
    },
    ...(event === null
      ? []
      : [
          { name: 'Happened', value: <When at={event.at} zone={zone} /> },
          { name: 'Told', value: event.deliveredAt === null ? 'Not yet' : <When at={event.deliveredAt} zone={zone} /> },
        ]),
    { name: 'Tenant', value: tenantId === null ? <None /> : <Linked id={tenantId} /> },
    { name: 'Session', value: sessionId === null ? <None /> : <Linked id={sessionId} /> },
    { name: 'Once only by', value: dedup === null ? <None /> : <span class="id">{dedup}</span> },
  ]
}

const PLACES: [prefix: string, path: string][] = [
  ['imp_', '/impersonations/'],
  ['pjob_', '/portal-jobs/'],
  ['ten_', '/tenants/'],
  ['ops_', '/people/'],
]

/** An id leads to what it names, where that has a page. */
function Linked({ id }: { id: string }): Child {
  const place = PLACES.find(([prefix]) => id.startsWith(prefix))
  return place === undefined ? <span class="id">{id}</span> : <a href={`${place[1]}${id}`}>{id}</a>
}

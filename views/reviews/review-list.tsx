import { Badge } from '#views/ui/badge.tsx'
import { PageHead, Tabs } from '#views/ui/heading.tsx'
import { Pager, Results } from '#views/ui/list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { ModeBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { reasonsInWords, ReviewBadge } from '#views/reviews/review-words.tsx'
import { decideReviewer } from '#worker/reviews/policy.ts'
import type { ListedReview } from '#worker/reviews/queries/reviews.ts'
import { REVIEW_STATES, type ReviewState, STATE_NAMES } from '#worker/reviews/rules/words.ts'

type Reader = Parameters<typeof decideReviewer>[0]
type ReviewListProps = { rows: ListedReview[]; state: ReviewState; older: string | undefined; reader: Reader; zone: string; now: Date }

/** Sessions that are over and are looked at by a second person: what waits, and what came of the others. */
export function ReviewList({ rows, state, older, reader, zone, now }: ReviewListProps) {
  const waits = state === 'pending'
  return (
    <div hx-select:inherited="#results">
      <PageHead
        title="Reviews"
        crumbs={[{ name: 'Sessions', href: '/impersonations' }]}
        sub="Break-glass, read-write, reveals, exports, and one in ten by chance. Never by who worked in it or approved it."
      />
      <Tabs
        label="Reviews"
        tabs={REVIEW_STATES.map((each) => ({ name: STATE_NAMES[each], href: `/reviews?state=${each}`, current: each === state }))}
      />
      <Results label="Reviews" announce={`${rows.length} reviews`}>
        <Table
          id="reviews"
          caption={waits ? 'Reviews that wait, the most urgent first' : `Reviews: ${STATE_NAMES[state].toLowerCase()}, the latest first`}
          columns={[
            { name: 'Session' },
            { name: 'State' },
            { name: 'Why' },
            { name: 'Operator' },
            { name: waits ? 'Due' : 'Reviewed' },
            { name: waits ? 'Yours' : 'By' },
          ]}
          isEmpty={rows.length === 0}
          empty={
            <EmptyState icon="shield" title={waits ? 'Nothing waits' : `Nothing was ${STATE_NAMES[state].toLowerCase()} yet`}>
              A session that asks for a second look stands here once it is over.
            </EmptyState>
          }
        >
          {rows.map((row) => (
            <ReviewRow row={row} reader={reader} zone={zone} now={now} />
          ))}
        </Table>
        {rows.length === 0 ? null : (
          <Pager older={older} showing={`Showing ${rows.length}`} words={{ newer: 'Newer', older: waits ? 'Later' : 'Older' }} />
        )}
      </Results>
    </div>
  )
}

function ReviewRow({ row, reader, zone, now }: { row: ListedReview; reader: Reader; zone: string; now: Date }) {
  const waits = row.state === 'pending'
  return (
    <Row id={row.id}>
      <NameCell href={`/impersonations/${row.sessionId}#review`} sub={row.note}>
        {row.tenantName ?? 'A tenant that is gone'}
      </NameCell>
      <Cell label="State">
        <ReviewBadge state={row.state} dueAt={row.dueAt} now={now} />
      </Cell>
      <Cell label="Why">
        {row.breakGlass || row.mode === 'READ_WRITE' ? (
          <ModeBadge mode={row.mode} breakGlass={row.breakGlass} />
        ) : (
          reasonsInWords(row.reasons)
        )}
      </Cell>
      <Cell label="Operator">{row.operatorId === reader.id ? 'You' : (row.operatorName ?? row.operatorId)}</Cell>
      <Cell label={waits ? 'Due' : 'Reviewed'} quiet nowrap>
        {waits ? <When at={row.dueAt} zone={zone} look="relative" now={now} /> : <When at={row.decidedAt ?? row.dueAt} zone={zone} />}
      </Cell>
      <Cell label={waits ? 'Yours' : 'By'}>
        {!waits ? (
          row.reviewerName
        ) : decideReviewer(reader, row) === null ? (
          <Badge tone="warn">Yours to look at</Badge>
        ) : (
          <Badge>Waits for another</Badge>
        )}
      </Cell>
    </Row>
  )
}

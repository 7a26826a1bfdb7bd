import { Button } from '#views/ui/button.tsx'
import { Card, type Fact, Facts } from '#views/ui/card.tsx'
import { Checkbox } from '#views/ui/choice.tsx'
import { TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { reasonsInWords, ReviewBadge } from '#views/reviews/review-words.tsx'
import type { Timeline } from '#worker/impersonation/queries/sessions.ts'
import { decideReviewer } from '#worker/reviews/policy.ts'
import { REVIEW_REFUSALS, type ReviewRefusal } from '#worker/reviews/rules/refusals.ts'
import { NOTE_LENGTH } from '#worker/reviews/rules/verdict-form.ts'

type Review = NonNullable<Timeline['review']>
type ReviewCardProps = {
  review: Review
  operatorId: string
  reader: Parameters<typeof decideReviewer>[0]
  refused?: ReviewRefusal | undefined
  errors: FormError[]
  typed: Record<string, string>
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** What a second person made of a session, or the place where they say it. */
export function ReviewCard({ review, operatorId, reader, refused, zone, now, ...form }: ReviewCardProps) {
  const inTheWay = decideReviewer(reader, { ...review, operatorId })
  return (
    <Card id="review" title="Review" icon="shield" mark={<ReviewBadge state={review.state} dueAt={review.dueAt} now={now} />}>
      {refused === undefined ? null : (
        <Notice id="refused" tone="warn" title={`${REVIEW_REFUSALS[refused].title} Nothing was changed.`}>
          {REVIEW_REFUSALS[refused].help}
        </Notice>
      )}
      <Facts look="rows" facts={factsOf(review, zone, now)} />
      {review.state !== 'pending' ? null : inTheWay === null ? (
        <Verdict review={review} {...form} />
      ) : (
        <p class="quiet">
          {inTheWay === 'NOT_PERMITTED'
            ? 'A reviewer looks at it.'
            : `${REVIEW_REFUSALS[inTheWay].title} ${REVIEW_REFUSALS[inTheWay].help}`}
        </p>
      )}
    </Card>
  )
}

function factsOf({ reasons, state, dueAt, decidedAt, reviewerName, note }: Review, zone: string, now: Date): Fact[] {
  const why: Fact = { name: 'Why', value: reasonsInWords(reasons) }
  if (state === 'pending' || decidedAt === null)
    return [why, { name: 'Due', value: <When at={dueAt} zone={zone} look="relative" now={now} /> }]
  return [
    why,
    { name: 'Reviewed by', value: reviewerName },
    { name: 'When', value: <When at={decidedAt} zone={zone} /> },
    { name: 'Said', value: note, wide: true },
  ]
}

function Verdict({ review, errors, typed, csrf, formKey }: Pick<ReviewCardProps, 'review' | 'errors' | 'typed' | 'csrf' | 'formKey'>) {
  return (
    <Form action={`/reviews/${review.id}/verdict`} csrf={csrf} formKey={`${formKey}-review`}>
      <FormErrors errors={errors} title="The review was not kept" />
      <TextArea
        id="note"
        label="What did you see?"
        required
        rows={3}
        minLength={NOTE_LENGTH.least}
        maxLength={NOTE_LENGTH.most}
        value={typed.note}
        error={errorOf(errors, 'note')}
        hint="Whether what was done fits the reason and the ticket. Read by the operator, if you flag it, and by auditors. It cannot be taken back."
      />
      <Checkbox
        id="hold"
        label="Hold the operator with a flag"
        checked={typed.hold === 'yes'}
        error={errorOf(errors, 'hold')}
        hint="Their sign-ins and sessions end at once; a lead releases them."
      />
      <FormActions>
        <Button look="primary" icon="check" name="verdict" value="approved">
          Approve
        </Button>
        <Button look="danger" icon="alert" name="verdict" value="flagged">
          Flag
        </Button>
      </FormActions>
    </Form>
  )
}

import { AsksToComeIn } from '#views/customer/asks.tsx'
import { CustomerPolicy, type Forms } from '#views/customer/policy.tsx'
import { CustomerSessions } from '#views/customer/sessions.tsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { Card, Stack } from '#views/ui/card.tsx'
import type { FormError } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Flash, type FlashMessage, Notice } from '#views/ui/notice.tsx'
import type { AskingToComeIn } from '#worker/customer/queries/access.ts'
import type { Feed } from '#worker/customer/queries/feed.ts'

const DONE: Record<string, FlashMessage> = {
  ended: { tone: 'good', title: 'Ended.', text: 'Nothing of yours can be read or changed in that session any more.' },
  over: { tone: 'info', title: 'It was over already.', text: 'That you asked stands in your trail.' },
  approved: {
    tone: 'good',
    title: 'You agreed.',
    text: 'It begins once a colleague of theirs has agreed, too, and stands here as it does.',
  },
  denied: { tone: 'good', title: 'You said no.', text: 'Whoever asked is told. What had begun from it has ended.' },
  policy: { tone: 'good', title: 'The policy is in force.', text: 'Sessions that it does not allow have ended.' },
}

/** Only the word travels in the address. */
export const doneOf = (word: string | undefined): FlashMessage | undefined =>
  word !== undefined && Object.hasOwn(DONE, word) ? DONE[word] : undefined

const REFUSED = {
  STALE: {
    title: 'Somebody else was faster. Nothing was changed.',
    text: 'The policy that is shown now is the one in force. Choose again if it still should be another.',
  },
  NOT_PERMITTED: { title: 'This link only shows.', text: 'One that may act is made by an administrator of yours, in the product.' },
  DECIDED_ALREADY: {
    title: 'This is decided already.',
    text: 'Somebody was faster, it was taken back, or the time was up. What still waits is shown now.',
  },
}
export type Refused = keyof typeof REFUSED

type CustomerProps = {
  feed: Feed
  asking: AskingToComeIn[]
  path: string
  isFirst: boolean
  older: string | undefined
  /** Where the reader may act. */
  forms: Forms | undefined
  done: FlashMessage | undefined
  refused: Refused | undefined
  errors: FormError[]
  answerErrors: FormError[]
  now: Date
}

/** Who of the vendor was inside a tenant, for the customer: what for, how, and which records; and what the customer can do about it. */
export function Customer({ feed, asking, path, isFirst, older, forms, done, refused, errors, answerErrors, now }: CustomerProps) {
  return (
    <>
      <PageHead
        title={`Who was inside ${feed.tenantName}`}
        sub="Each time somebody of our staff enters your data it stands here at once: in which role, what for, and which records. Times are UTC."
        actions={
          <ButtonLink href={path} icon="refresh">
            Show as of now
          </ButtonLink>
        }
      />
      {done === undefined ? null : <Flash message={done} />}
      {refused === undefined ? null : (
        <Notice id="refused" tone="warn" title={REFUSED[refused].title}>
          {REFUSED[refused].text}
        </Notice>
      )}
      <Stack>
        <AsksToComeIn asking={asking} path={path} forms={forms} errors={answerErrors} now={now} />
        <CustomerSessions feed={feed} path={path} isFirst={isFirst} older={older} forms={forms} now={now} />
        <CustomerPolicy policy={feed.policy} path={path} forms={forms} errors={errors} />
        <Card id="evidence" title="Your copy of the trail" icon="shield">
          <p>
            Every act in your tenant is a row that is sealed upon the one before. Take your copy and keep it: then nobody can change what it
            says, we neither. A checkpoint says, signed, where your trail stood; a receiver of yours gets one by itself, each day and when a
            session ends.
          </p>
          <p class="form-actions">
            <ButtonLink href={`${path}/trail.ndjson`} icon="download">
              Trail
            </ButtonLink>
            <ButtonLink href={`${path}/checkpoint.json`} icon="download">
              Checkpoint
            </ButtonLink>
          </p>
        </Card>
      </Stack>
    </>
  )
}

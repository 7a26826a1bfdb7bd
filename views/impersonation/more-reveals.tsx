import { Badge, type Tone } from '#views/ui/badge.tsx'
import { Blocked, Button, ButtonLink } from '#views/ui/button.tsx'
import { Card, Facts, Stack } from '#views/ui/card.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { TextArea, TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { RevealRequest } from '#worker/impersonation/queries/reveal-requests.ts'
import { ANSWER_LENGTH } from '#worker/impersonation/rules/access.ts'
import type { RevealState } from '#worker/impersonation/rules/words.ts'
import { MOST_REVEALS } from '#worker/tenant/rules/reveals.ts'

type MoreRevealsProps = {
  requests: RevealRequest[]
  /** Reveals that the reader has left in this session; null for everybody who is not in it. */
  left: number | null
  path: string
  operatorId: string
  mayAnswer: boolean
  inSession: boolean
  typed: Record<string, string>
  errors: FormError[]
  refused: { title: string; help: string } | undefined
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** What was asked for in a session beyond the reveals that everybody has, and what its reader can do about it. */
export function MoreReveals(props: MoreRevealsProps) {
  const { requests, left, operatorId, mayAnswer, refused, zone, now } = props
  const waiting = requests.find(({ state }) => state === 'WAITING')
  const tenant = requests[0]?.tenantName
  return (
    <>
      <PageHead
        title={tenant ? `More reveals in ${tenant}` : 'More reveals'}
        sub={`A session reveals ${MOST_REVEALS} fields. Each yes of a colleague gives ${MOST_REVEALS} more.`}
      />
      <Stack>
        {refused === undefined ? null : (
          <Notice id="refused" tone="warn" title={`${refused.title} Nothing was changed.`}>
            {refused.help}
          </Notice>
        )}
        {waiting && mayAnswer && waiting.operatorId !== operatorId ? <Answer {...props} request={waiting} /> : null}
        {left === null || waiting ? null : left > 0 ? (
          <Notice
            id="left"
            tone="info"
            title={left === 1 ? 'One reveal is left' : `${left} reveals are left`}
            action={<ButtonLink href="/workspace/cases">Back to the cases</ButtonLink>}
          >
            More are asked for when none is left.
          </Notice>
        ) : (
          <AskForMore {...props} />
        )}
        {requests.map((request) => (
          <Request request={request} isOwn={request.operatorId === operatorId} zone={zone} now={now} />
        ))}
      </Stack>
    </>
  )
}

function AskForMore({ path, typed, errors, csrf, formKey }: MoreRevealsProps) {
  return (
    <Card>
      <Form action={path} csrf={csrf} formKey={formKey}>
        <FormErrors errors={errors} title="Nothing was asked" />
        <TextArea
          id="reason"
          label="What do you still have to compare?"
          required
          rows={2}
          minLength={10}
          maxLength={300}
          value={typed.reason}
          error={errorOf(errors, 'reason')}
          hint="A colleague reads it and answers within half an hour. The customer reads it as well."
        />
        <FormActions>
          <Button look="primary" icon="key">
            {`Ask for ${MOST_REVEALS} more`}
          </Button>
          <ButtonLink look="quiet" href="/workspace/cases">
            Back to the cases
          </ButtonLink>
        </FormActions>
      </Form>
    </Card>
  )
}

function Answer({ request, path, inSession, typed, errors, csrf, formKey }: MoreRevealsProps & { request: RevealRequest }) {
  const at = `${path}/${request.id}`
  return (
    <Card id="answer" title="Your answer" icon="check">
      <Form action={`${at}/${inSession ? 'deny' : 'approve'}`} csrf={csrf} formKey={formKey} id="form">
        <FormErrors errors={errors} title="Nothing was answered" />
        <TextField
          id="note"
          label="What do you say to it?"
          required
          maxLength={ANSWER_LENGTH.most}
          value={typed.note}
          error={errorOf(errors, 'note')}
          hint="One sentence for whoever asked, and for the trail."
        />
        <FormActions>
          {inSession ? null : (
            <Button look="primary" icon="check">
              Approve
            </Button>
          )}
          <Button icon="x" action={`${at}/deny`}>
            Deny
          </Button>
          {inSession ? (
            <Blocked id="approve" reason="Nobody approves from inside a tenant. End your session first.">
              Approve
            </Blocked>
          ) : null}
        </FormActions>
      </Form>
    </Card>
  )
}

const STATES: Record<RevealState, { tone: Tone; word: string }> = {
  WAITING: { tone: 'warn', word: 'Waiting' },
  APPROVED: { tone: 'good', word: 'Approved' },
  DENIED: { tone: 'bad', word: 'Denied' },
  LAPSED: { tone: 'neutral', word: 'Lapsed' },
}

function Request({ request, isOwn, zone, now }: { request: RevealRequest; isOwn: boolean; zone: string; now: Date }) {
  const { tone, word } = STATES[request.state]
  return (
    <Card id={request.id} title={`${MOST_REVEALS} more`} icon="eye" actions={<Badge tone={tone}>{word}</Badge>}>
      <Facts
        look="rows"
        facts={[
          { name: 'Who', value: `${isOwn ? 'You, ' : ''}${request.operatorName}, ${ROLE_NAMES[request.operatorRole]}` },
          { name: 'Why', value: request.reason },
          { name: 'Asked', value: <When at={request.askedAt} zone={zone} look="relative" now={now} /> },
          ...(request.state === 'WAITING'
            ? [
                {
                  name: 'A colleague',
                  value: (
                    <span>
                      Has <Remaining endsAt={request.answerBy} now={now} /> to answer
                    </span>
                  ),
                },
              ]
            : []),
          ...(request.answererName === null ? [] : [{ name: 'Answered by', value: request.answererName }]),
          ...(request.note === null ? [] : [{ name: 'What they said', value: request.note }]),
          { name: 'The session', value: <a href={`/impersonations/${request.sessionId}`}>What happened in it</a> },
        ]}
      />
    </Card>
  )
}

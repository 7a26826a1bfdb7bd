import type { Forms } from '#views/customer/policy.tsx'
import { Count } from '#views/ui/badge.tsx'
import { Button } from '#views/ui/button.tsx'
import { Card, type Fact, Facts, Stack } from '#views/ui/card.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { When } from '#views/ui/when.tsx'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { AskingToComeIn } from '#worker/customer/queries/access.ts'
import { ANSWER_LENGTH } from '#worker/impersonation/rules/access.ts'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import { CATEGORY_NAMES } from '#worker/impersonation/rules/words.ts'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

type AsksProps = { asking: AskingToComeIn[]; path: string; forms: Forms | undefined; errors: FormError[]; now: Date }

/** Who of the staff wants to come in and needs the customer for it, what lapses first on top; nothing where nobody asks. */
export function AsksToComeIn({ asking, path, forms, errors, now }: AsksProps) {
  if (asking.length === 0) return null
  return (
    <Card id="asks" title="Asks to come in" icon="clock" mark={<Count of={asking.length} label="requests" />}>
      <Stack>
        {asking.map((request) => (
          <div class="stack" id={request.id}>
            <Facts facts={factsOf(request, now)} />
            {forms === undefined ? null : <AnswerForm request={request} path={path} forms={forms} errors={errors} />}
          </div>
        ))}
      </Stack>
    </Card>
  )
}

function factsOf(request: AskingToComeIn, now: Date): Fact[] {
  const { operatorRole, approverRole, seenAs, category, ticket, mode, scope, minutes, askedAt, answerBy, agreedAt, startBy } = request
  const until = startBy ?? answerBy
  return [
    { name: 'Who', value: `${ROLE_NAMES[operatorRole]}, sees as ${TENANT_ROLE_NAMES[seenAs].toLowerCase()}` },
    { name: 'What for', value: `${CATEGORY_NAMES[category]}${ticket === null ? '' : `, ${ticketLabel(ticket)}`}` },
    {
      name: 'How',
      value: `${mode === 'READ_WRITE' ? 'Reads and changes' : 'Reads only'}${scope === 'EXPORT' ? ', and takes data out' : ''}, for ${minutes} minutes`,
    },
    { name: 'Asked', value: <When at={askedAt} look="relative" now={now} /> },
    { name: 'A colleague of theirs', value: approverRole === null ? 'Has not answered yet' : `${ROLE_NAMES[approverRole]} approved it` },
    {
      name: agreedAt === null ? 'Waits for you' : startBy === null ? 'You agreed; waits for the colleague' : 'You agreed; begins',
      value: (
        <span>
          <Remaining endsAt={until} now={now} /> left, until <When at={until} />
        </span>
      ),
    },
  ]
}

type AnswerProps = { request: AskingToComeIn; path: string; forms: Forms; errors: FormError[] }

/** Yes or no, with a line if one likes. After a yes only the no is left. */
function AnswerForm({ request: { id, operatorRole, category, agreedAt }, path, forms, errors }: AnswerProps) {
  const mine = errors.filter(({ field }) => field.endsWith(id))
  const at = `${path}/access-requests/${id}`
  const whose = (
    <span class="unseen">
      {' '}
      {ROLE_NAMES[operatorRole]}, {CATEGORY_NAMES[category]}
    </span>
  )
  return (
    <Form action={`${at}/${agreedAt === null ? 'approve' : 'deny'}`} csrf={forms.csrf} formKey={forms.formKey}>
      <FormErrors errors={mine} title="Nothing was answered" />
      <TextField
        id={`note-${id}`}
        name="note"
        label="What do you say to it?"
        maxLength={ANSWER_LENGTH.most}
        error={errorOf(mine, `note-${id}`)}
        hint="It stands in your trail, and whoever asked reads it where you say no."
      />
      <FormActions>
        {agreedAt === null ? (
          <Button look="primary" icon="check">
            Approve{whose}
          </Button>
        ) : null}
        <Button look={agreedAt === null ? 'plain' : 'danger'} icon="x" action={`${at}/deny`}>
          {agreedAt === null ? 'Deny' : 'Take it back'}
          {whose}
        </Button>
      </FormActions>
    </Form>
  )
}

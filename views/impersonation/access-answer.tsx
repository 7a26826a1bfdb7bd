import { Blocked, Button } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, FormErrors } from '#views/ui/form.tsx'
import type { AccessProps } from '#views/impersonation/access.tsx'
import { ANSWER_LENGTH } from '#worker/impersonation/rules/access.ts'

/** Yes or no with a sentence, by keyboard: type, Enter for the first button, Tab and Enter for the second. After a yes only the no is left. */
export function AnswerForm({ request, inSession, typed, errors, csrf, formKey }: AccessProps) {
  const approves = request.state === 'WAITING' && request.approverId === null
  const path = `/access-requests/${request.id}`
  return (
    <Card id="answer" title={approves ? 'Your answer' : 'Take the approval back'} icon={approves ? 'check' : 'x'}>
      <Form action={`${path}/${approves && !inSession ? 'approve' : 'deny'}`} csrf={csrf} formKey={formKey} id="form">
        <FormErrors errors={errors} title="Nothing was answered" />
        <TextField
          id="note"
          label="What do you say to it?"
          required
          autofocus={errors.length === 0}
          maxLength={ANSWER_LENGTH.most}
          value={typed.note}
          error={errorOf(errors, 'note')}
          hint="One sentence for whoever asked, and for the trail."
        />
        <FormActions>
          {approves && !inSession ? (
            <Button look="primary" icon="check">
              Approve
            </Button>
          ) : null}
          <Button look={approves ? 'plain' : 'danger'} icon="x" action={`${path}/deny`}>
            {request.state === 'USED' ? 'Deny, and end the session' : 'Deny'}
          </Button>
          {approves && inSession ? (
            <Blocked id="approve" reason="Nobody approves from inside a tenant. End your session first.">
              Approve
            </Blocked>
          ) : null}
        </FormActions>
      </Form>
    </Card>
  )
}

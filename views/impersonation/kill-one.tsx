import { Button } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { KILL_REASON_LENGTH } from '#worker/impersonation/rules/kill.ts'

type KillOneProps = { sessionId: string; errors: FormError[]; typed: Record<string, string>; csrf: string; formKey: string }

/** The end of somebody else's session, by a lead's hand. */
export function KillOne({ sessionId, errors, typed, csrf, formKey }: KillOneProps) {
  return (
    <Card id="kill" title="End this session" icon="stop">
      <Form action={`/impersonations/${sessionId}/kill`} csrf={csrf} formKey={formKey}>
        <FormErrors errors={errors} title="The session was not ended" />
        <KillReason typed={typed} errors={errors} />
        <FormActions>
          <Button look="danger" icon="stop">
            End it now
          </Button>
        </FormActions>
      </Form>
    </Card>
  )
}

export function KillReason({ typed, errors }: { typed: Record<string, string>; errors: FormError[] }) {
  return (
    <TextArea
      id="reason"
      label="Why is it ended?"
      required
      rows={2}
      minLength={KILL_REASON_LENGTH.least}
      maxLength={KILL_REASON_LENGTH.most}
      value={typed.reason}
      error={errorOf(errors, 'reason')}
      hint="One line for the trail, read later by the operator and by auditors. No names of the customer’s people."
    />
  )
}

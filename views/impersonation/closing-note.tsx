import { Button } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { CLOSING_NOTE } from '#worker/impersonation/rules/words.ts'

type ClosingNoteProps = { sessionId: string; errors: FormError[]; typed: Record<string, string>; csrf: string; formKey: string }

/** What came of a session, in the operator's own words. It joins the trail; nothing in the trail is ever changed. */
export function ClosingNote({ sessionId, errors, typed, csrf, formKey }: ClosingNoteProps) {
  return (
    <Card title="Closing note" icon="note">
      <Form action={`/impersonations/${sessionId}/note`} csrf={csrf} formKey={formKey}>
        <FormErrors errors={errors} title="The note was not added" />
        <TextArea
          id="note"
          label="Your note"
          required
          rows={2}
          minLength={10}
          maxLength={CLOSING_NOTE.most}
          value={typed.note}
          error={errorOf(errors, 'note')}
          hint={`What came of it, and what the customer was told. One note, within ${CLOSING_NOTE.days} days; reviewers read it. No names of people: it cannot be taken back.`}
        />
        <FormActions>
          <Button look="primary">Add the note</Button>
        </FormActions>
      </Form>
    </Card>
  )
}

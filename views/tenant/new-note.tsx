import { SentErrors } from '#views/people/act-form.tsx'
import type { SentChange } from '#views/tenant/changes.tsx'
import { Blocked, Button } from '#views/ui/button.tsx'
import { Select, TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions } from '#views/ui/form.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { Notice } from '#views/ui/notice.tsx'
import type { AnswerShown } from '#worker/ai/rules/answer.ts'
import { barrierTo, reasonOf, type Writer } from '#worker/tenant/policy.ts'
import { LONGEST_NOTE } from '#worker/tenant/rules/change-forms.ts'

/** `draft`: the answer of a model that it begins as. */
export type Writing = {
  caseId: string
  writer: Writer
  draft: AnswerShown | undefined
  sent: SentChange | undefined
  csrf: string
  formKey: string
}

/** Where a note is written, or why none is. It opens by itself with a draft, and when there is something to put right. */
export function NewNote({ caseId, writer, draft, sent, csrf, formKey }: Writing) {
  const barrier = barrierTo('note', writer)
  if (barrier !== null)
    return (
      <p class="card-foot">
        <Blocked id="write-note" reason={reasonOf(barrier, 'note')} small>
          Write a note
        </Blocked>
      </p>
    )
  const own = sent?.act === 'note' ? sent : undefined
  return (
    <details class="act-form" id="new-note" open={own !== undefined || draft !== undefined}>
      <summary>
        <Icon name="note" />
        Write a note
        <Icon name="chevron-down" size="small" />
      </summary>
      <div class="act-form-body">
        <Form action={`/workspace/cases/${caseId}/notes`} csrf={csrf} formKey={`${formKey}-note`}>
          <SentErrors id="note" sent={own && { typed: own.typed, errors: own.errors }} />
          {draft === undefined ? null : (
            <>
              <Notice title={`Drafted by ${draft.label}`}>
                Read it and put right what is wrong: it is kept under your name, with that mark.
              </Notice>
              <input type="hidden" name="draft" value={draft.id} />
            </>
          )}
          <TextArea
            id="note-body"
            name="body"
            label="Note"
            required
            rows={draft === undefined ? 4 : 10}
            maxLength={LONGEST_NOTE}
            value={own?.typed.body ?? draft?.text}
            error={errorOf(own?.errors ?? [], 'body')}
          />
          <Select
            id="note-visibility"
            name="visibility"
            label="Who reads it"
            required
            value={own?.typed.visibility}
            options={[
              { value: 'INTERNAL', label: 'Internal' },
              { value: 'CASE', label: 'On the case' },
            ]}
            error={errorOf(own?.errors ?? [], 'visibility')}
          />
          <FormActions>
            <Button look="primary">Add the note</Button>
          </FormActions>
        </Form>
      </div>
    </details>
  )
}

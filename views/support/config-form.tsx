import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Checkbox } from '#views/ui/choice.tsx'
import { Select, TextArea, TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, FormErrors } from '#views/ui/form.tsx'
import { inWords } from '#views/ui/status.tsx'
import type { ConfigDocumentProps } from '#views/support/config-document.tsx'
import { CONFIG, type ConfigField, typedFrom } from '#worker/support/rules/config-documents.ts'

/** `address`: where the documents stand. */
type ConfigFormProps = Pick<ConfigDocumentProps, 'document' | 'current' | 'isStale' | 'typed' | 'errors' | 'csrf' | 'formKey'> & {
  address: string
}

/** The fields of a document and why they change. It carries the version that was seen; after a collision, the one that is in force now. */
export function ConfigForm({ address, document, current, isStale, typed, errors, csrf, formKey }: ConfigFormProps) {
  const values = typed ?? typedFrom(current?.body ?? {})
  const seen = isStale || typed?.version === undefined ? (current?.version ?? 0) : Number(typed.version)
  return (
    <Card id="change" title={`Change ${CONFIG[document].title.toLowerCase()}`} icon="pencil">
      <Form action={`${address}/${document}`} csrf={csrf} formKey={formKey} version={seen} id="form">
        <FormErrors errors={errors} title="Nothing was saved" />
        {CONFIG[document].fields.map((field) => (
          <Setting field={field} value={values[field.name]} error={errorOf(errors, field.name)} />
        ))}
        <TextField
          id="reason"
          label="Why does it change?"
          required
          maxLength={300}
          value={values.reason}
          error={errorOf(errors, 'reason')}
          hint="Stands in the history and in the trail. No names of people."
        />
        <FormActions>
          <Button look="primary" icon="check">{`Save as version ${seen + 1}`}</Button>
          <ButtonLink look="quiet" href={address}>
            Cancel
          </ButtonLink>
        </FormActions>
      </Form>
    </Card>
  )
}

function Setting({ field, value, error }: { field: ConfigField; value: string | undefined; error: string | undefined }) {
  const base = { id: field.name, label: field.label, hint: field.hint, error }
  switch (field.kind) {
    case 'yes-no':
      return <Checkbox {...base} checked={value === 'yes'} />
    case 'choice':
      return (
        <Select
          {...base}
          required
          empty="Choose"
          value={value}
          options={field.words.map((word) => ({ value: word, label: inWords(word) }))}
        />
      )
    case 'long-text':
      return <TextArea {...base} required maxLength={field.most} value={value} />
    case 'number':
      return <TextField {...base} required type="number" hint={field.hint ?? `From ${field.least} to ${field.most}.`} value={value} />
    case 'text':
      return <TextField {...base} required maxLength={field.most} value={value} />
    case 'words':
    case 'colour':
    case 'address':
      return <TextField {...base} required maxLength={300} value={value} />
  }
}

import type { PropsWithChildren } from 'hono/jsx'
import { Button } from '#views/ui/button.tsx'
import { TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { WHY_LENGTH } from '#worker/people/rules/forms.ts'
import { type Because, REFUSALS } from '#worker/people/rules/refusals.ts'

/** What was typed in a form, and what was wrong: a field, or a rule of the field. */
export type SentForm = { typed: Record<string, string>; errors: FormError[]; because?: Because | undefined }

type ActFormProps = {
  /** Of this form among those of the page. */
  id: string
  title: string
  icon: IconName
  action: string
  button: string
  danger?: boolean
  hint: string
  sent: SentForm | undefined
  csrf: string
  formKey: string
  version?: number
}

/** An act with its reason behind its name. Opens by itself when there is something to put right, and needs no script. */
export function ActForm({
  id,
  title,
  icon,
  action,
  button,
  danger = false,
  hint,
  sent,
  csrf,
  formKey,
  version,
  children,
}: PropsWithChildren<ActFormProps>) {
  return (
    <details class="act-form" id={id} open={sent !== undefined}>
      <summary>
        <Icon name={icon} />
        {title}
        <Icon name="chevron-down" size="small" />
      </summary>
      <div class="act-form-body">
        <Form action={action} csrf={csrf} formKey={`${formKey}-${id}`} version={version}>
          <SentErrors id={id} sent={sent} />
          {children}
          <Why id={`${id}-reason`} sent={sent} hint={hint} />
          <FormActions>
            <Button look={danger ? 'danger' : 'primary'}>{button}</Button>
          </FormActions>
        </Form>
      </div>
    </details>
  )
}

/** The fields of several forms on a page have the form's name before their own. */
export function SentErrors({ id, sent }: { id: string; sent: SentForm | undefined }) {
  if (sent === undefined) return null
  return <FormErrors errors={sent.errors.map(({ field, message }) => ({ field: `${id}-${field}`, message }))} title="Nothing was changed" />
}

export function Why({ id, sent, hint }: { id: string; sent: SentForm | undefined; hint: string }) {
  return (
    <TextArea
      id={id}
      name="reason"
      label="Why?"
      required
      rows={2}
      minLength={WHY_LENGTH.least}
      maxLength={WHY_LENGTH.most}
      value={sent?.typed.reason}
      error={errorOf(sent?.errors ?? [], 'reason')}
      hint={hint}
    />
  )
}

/** The rule that was in the way, and what would help. */
export function Refused({ because }: { because: Because | undefined }) {
  if (because === undefined) return null
  const { title, help } = REFUSALS[because]
  return (
    <Notice id="refused" tone="warn" title={`${title} Nothing was changed.`}>
      {help}
    </Notice>
  )
}

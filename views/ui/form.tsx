import type { PropsWithChildren } from 'hono/jsx'
import { Icon } from '#views/ui/icon.tsx'

type FormProps = {
  action: string
  csrf: string
  /** The idempotency key of this rendering of the form; the same key sent twice is one act. */
  formKey?: string | undefined
  id?: string | undefined
  /** The version of the record one saw, for edits. */
  version?: number | undefined
  /** `stack` fields below each other, `inline` for one button among others. */
  look?: 'stack' | 'inline' | undefined
  /** Asks before its unsaved words are lost to a link. On by default for forms with fields. */
  guard?: boolean | undefined
  /** The part of the page, by its id, of which the answer brings the successor. Without a script the answer is the next page. */
  into?: string | undefined
}

/** A change: always a POST with its token and its key. Errors come back as the same form, so the browser's own bubbles stay out. */
export function Form({
  action,
  csrf,
  formKey,
  id,
  version,
  look = 'stack',
  guard = look === 'stack',
  into,
  children,
}: PropsWithChildren<FormProps>) {
  const swap = into === undefined ? {} : { 'hx-post': action, 'hx-target': `#${into}`, 'hx-select': `#${into}`, 'hx-swap': 'outerHTML' }
  return (
    <form method="post" action={action} id={id} class={`form form-${look}`} novalidate data-guard={guard ? 'true' : undefined} {...swap}>
      <input type="hidden" name="csrf" value={csrf} />
      {formKey === undefined ? null : <input type="hidden" name="key" value={formKey} />}
      {version === undefined ? null : <input type="hidden" name="version" value={version} />}
      {children}
    </form>
  )
}

export type FormError = { field: string; message: string }

type FormErrorsProps = {
  errors: FormError[]
  title?: string | undefined
  /** Off where the form is only shown. */
  focus?: boolean | undefined
}

/** All that is wrong, first in the form, each leading to its field. Takes the focus, so that nobody has to look for it. */
export function FormErrors({ errors, title = 'This did not go through', focus = true }: FormErrorsProps) {
  if (errors.length === 0) return null
  return (
    <div class="form-errors" id="form-errors" role="alert" tabindex={-1} autofocus={focus}>
      <p class="form-errors-title">
        <Icon name="alert" />
        {title}
      </p>
      <ul>
        {errors.map((error) => (
          <li>
            <a href={`#${error.field}`}>{error.message}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The message for one field, or nothing. */
export function errorOf(errors: FormError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.message
}

/** The buttons at the end of a form, most important first. */
export function FormActions({ children }: PropsWithChildren) {
  return <div class="form-actions">{children}</div>
}

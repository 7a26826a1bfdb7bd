import type { Child, PropsWithChildren } from 'hono/jsx'
import { Icon } from '#views/ui/icon.tsx'

export type Labelled = {
  id: string
  /** Defaults to the id. */
  name?: string | undefined
  label: string
  hint?: Child | undefined
  error?: string | undefined
  required?: boolean | undefined
}
type Wrap = PropsWithChildren<Labelled & { counter?: { length: number; min?: number | undefined; max?: number | undefined } | undefined }>

/** Label above, hint and error below, tied together for the ear. The controls below use it; so may a control of your own. */
export function Field({ id, label, hint, error, required = false, counter, children }: Wrap) {
  return (
    <div class={error === undefined ? 'field' : 'field field-wrong'}>
      <label class="field-label" for={id}>
        {label}
        {required ? null : <span class="field-optional">Optional</span>}
      </label>
      {children}
      {error === undefined ? null : <ErrorLine id={id} error={error} />}
      {hint === undefined && counter === undefined ? null : (
        <div class="field-foot">
          {hint === undefined ? null : (
            <p class="field-hint" id={`${id}-hint`}>
              {hint}
            </p>
          )}
          {counter === undefined ? null : <Counter id={id} {...counter} />}
        </div>
      )}
    </div>
  )
}

type TextFieldProps = Labelled & {
  value?: string | undefined
  type?: 'text' | 'search' | 'email' | 'tel' | 'number' | 'date' | undefined
  placeholder?: string | undefined
  autocomplete?: string | undefined
  maxLength?: number | undefined
  autofocus?: boolean | undefined
}

export function TextField({ value, type = 'text', placeholder, autocomplete = 'off', maxLength, autofocus, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      <input
        class="input"
        type={type}
        {...controlOf(field)}
        value={value}
        placeholder={placeholder}
        autocomplete={autocomplete}
        maxlength={maxLength}
        autofocus={autofocus}
      />
    </Field>
  )
}

type TextAreaProps = Labelled & {
  value?: string | undefined
  rows?: number | undefined
  minLength?: number | undefined
  maxLength?: number | undefined
}

/** With a length it counts along while one writes; the server counts again. */
export function TextArea({ value = '', rows = 3, minLength, maxLength, ...field }: TextAreaProps) {
  const counts = minLength !== undefined || maxLength !== undefined
  return (
    <Field {...field} counter={counts ? { length: value.length, min: minLength, max: maxLength } : undefined}>
      <textarea
        class="input"
        {...controlOf(field)}
        rows={rows}
        maxlength={maxLength}
        data-counts={counts ? `${field.id}-count` : undefined}
      >
        {value}
      </textarea>
    </Field>
  )
}

export type Option = { value: string; label: string; disabled?: boolean | undefined }

export function Select({
  value,
  options,
  empty,
  ...field
}: Labelled & { value?: string | undefined; options: Option[]; empty?: string | undefined }) {
  return (
    <Field {...field}>
      <span class="select">
        <select class="input" {...controlOf(field)}>
          {empty === undefined ? null : <option value="">{empty}</option>}
          {options.map((option) => (
            <option value={option.value} selected={option.value === value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" size="small" />
      </span>
    </Field>
  )
}

export function ErrorLine({ id, error }: { id: string; error: string }) {
  return (
    <p class="field-error" id={`${id}-error`}>
      <Icon name="alert" size="small" />
      {error}
    </p>
  )
}

function Counter({ id, length, min, max }: { id: string; length: number; min?: number | undefined; max?: number | undefined }) {
  return (
    <output class="field-count" id={`${id}-count`} for={id} data-min={min} data-max={max}>
      {countText(length, min, max)}
    </output>
  )
}

/** the page's script repeats this sentence while one writes. */
export function countText(length: number, min?: number, max?: number): string {
  if (min !== undefined && length < min) return `${min - length} more characters`
  return max === undefined ? `${length} characters` : `${length} of ${max}`
}

function controlOf({ id, name = id, error, required, hint }: Labelled) {
  return {
    id,
    name,
    required: required === true ? true : undefined,
    'aria-invalid': error === undefined ? undefined : ('true' as const),
    'aria-describedby': describedBy({ id, hint, error }),
  }
}

export function describedBy({ id, hint, error }: { id: string; hint?: Child | undefined; error?: string | undefined }): string | undefined {
  const ids = [error === undefined ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`].filter(Boolean)
  return ids.length === 0 ? undefined : ids.join(' ')
}

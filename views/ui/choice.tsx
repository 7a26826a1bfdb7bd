import { describedBy, ErrorLine, type Labelled, type Option } from '#views/ui/field.tsx'

type ChipsProps = Labelled & { value?: string | undefined; options: (Option & { sub?: string | undefined })[] }

/** One of a few, all in sight: durations, modes, minutes. */
export function Chips({ id, name = id, label, hint, error, required = false, value, options }: ChipsProps) {
  return (
    <fieldset
      class={error === undefined ? 'field chips' : 'field chips field-wrong'}
      id={id}
      aria-describedby={describedBy({ id, hint, error })}
    >
      <legend class="field-label">
        {label}
        {required ? null : <span class="field-optional">Optional</span>}
      </legend>
      <div class="chips-row">
        {options.map((option) => (
          <label class="chip" for={`${id}-${option.value}`}>
            <input
              type="radio"
              id={`${id}-${option.value}`}
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              required={required}
            />
            <span class="chip-face">
              <span class="chip-label">{option.label}</span>
              {option.sub === undefined ? null : <span class="chip-sub">{option.sub}</span>}
            </span>
          </label>
        ))}
      </div>
      {error === undefined ? null : <ErrorLine id={id} error={error} />}
      {hint === undefined ? null : (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  )
}

type CheckboxProps = Omit<Labelled, 'required'> & { value?: string | undefined; checked?: boolean | undefined }

export function Checkbox({ id, name = id, label, hint, error, value = 'yes', checked = false }: CheckboxProps) {
  return (
    <div class={error === undefined ? 'field check' : 'field check field-wrong'}>
      <label class="check-label" for={id}>
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          checked={checked}
          aria-invalid={error === undefined ? undefined : 'true'}
          aria-describedby={describedBy({ id, hint, error })}
        />
        <span>{label}</span>
      </label>
      {error === undefined ? null : <ErrorLine id={id} error={error} />}
      {hint === undefined ? null : (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

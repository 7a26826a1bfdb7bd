import { all, byId, hear, on } from './document.js'

/** Words not yet saved. */
export const drafts = () =>
  [...all('form[data-guard] :is(textarea, input:not([type]), input[type=text])')].filter(
    (field) => field.value.trim() && field.value !== field.defaultValue && !field.form.dataset.sent,
  )

on('input', ({ target }) => {
  if (!target.dataset?.counts) return
  const count = byId(target.dataset.counts)
  const { length } = target.value
  const min = Number(count.dataset.min)
  const max = count.dataset.max
  count.textContent = length < min ? `${min - length} more characters` : max ? `${length} of ${max}` : `${length} characters`
})

hear('beforeunload', (event) => {
  if (drafts().length > 0) event.preventDefault()
})

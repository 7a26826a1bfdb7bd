import { check, tell } from './clock.js'
import { all, hear, on } from './document.js'
import { rested, waits } from './waiting.js'

const buttonsOf = (form) => [...form.elements].filter((each) => each.type === 'submit')

/** One press, one act. The button is disabled only after the browser has taken its name and value. */
on(
  'submit',
  (event) => {
    const form = event.target
    if (form.method !== 'post') return waits()
    if (form.dataset.sent) {
      event.preventDefault()
      event.stopImmediatePropagation()
      return
    }
    form.dataset.sent = '1'
    waits()
    if (form.id === 'session-end' || form.action.endsWith('/sign-out')) tell('none', { wait: 1500 })
    setTimeout(() => {
      for (const button of buttonsOf(form)) {
        button.disabled = true
        button.setAttribute('aria-busy', 'true')
      }
    })
  },
  true,
)

export const release = (form) => {
  delete form.dataset.sent
  for (const button of buttonsOf(form)) {
    button.disabled = false
    button.removeAttribute('aria-busy')
  }
}

hear('pageshow', ({ persisted }) => {
  if (!persisted) return
  rested()
  for (const form of all('form[data-sent]')) release(form)
  check(true)
})

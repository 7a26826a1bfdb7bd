import { check, heard, over } from './clock.js'
import { all, byId, on } from './document.js'
import { say } from './saying.js'
import { chooseTheme } from './theme.js'
import { rested, waits } from './waiting.js'

export const open = (id) => {
  const dialog = byId(id)
  if (!dialog || dialog.open) return
  for (const other of all('dialog[open]')) other.close()
  closeMenus()
  dialog.showModal()
  byId('palette-q')?.select()
}

export const closeMenus = (but) => {
  for (const menu of all('details[data-menu][open]')) if (!menu.contains(but)) menu.open = false
}

on('click', (event) => {
  const { target } = event
  const find = (selector) => target.closest(selector)
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button)
  closeMenus(target)

  const opener = find('[data-open]')
  if (opener && plain) {
    event.preventDefault()
    return open(opener.dataset.open)
  }
  if (find('[data-close]')) return find('dialog').close()
  if (find('[data-close-toast]')) return find('.toast').remove()
  if (target.nodeName === 'DIALOG') {
    const { left, right, top, bottom } = target.getBoundingClientRect()
    if (event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom) target.close()
    return
  }
  if (find('[aria-disabled=true]')) return event.preventDefault()

  const theme = find('[data-theme-choice]')?.dataset.themeChoice
  if (theme) return chooseTheme(theme, true)

  const copy = find('[data-copy]')
  if (copy) {
    navigator.clipboard.writeText(copy.dataset.copy).then(() => {
      copy.dataset.copied = ''
      say('Copied')
      setTimeout(() => delete copy.dataset.copied, 1500)
    })
    return
  }

  const stay = find('[data-stay]')
  if (stay && plain) {
    event.preventDefault()
    // An ordinary request is the human act that the idle clock waits for; the page it brings is not needed.
    fetch(stay.href, { headers: { Accept: 'text/html' } }).then(
      (answer) => (answer.headers.has('Portal-Ended') ? over() : heard(answer.headers)),
      () => check(),
    )
    return
  }

  const link = find('a[href]')
  if (
    link &&
    plain &&
    !event.defaultPrevented &&
    !link.target &&
    !link.hasAttribute('download') &&
    !link.getAttribute('href').startsWith('#')
  ) {
    waits()
    // A link that answers with a file leaves the page where it is.
    setTimeout(rested, 8000)
  }
})

on(
  'toggle',
  ({ target }) => {
    if (target.open && target.matches?.('details[data-menu]')) closeMenus(target)
  },
  true,
)

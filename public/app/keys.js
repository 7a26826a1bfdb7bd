import { byId, clockNow, on } from './document.js'
import { closeMenus, open } from './pressing.js'

const PLACES = { h: '/', t: '/tenants', s: '/impersonations' }
const singleKeys = document.querySelector('[data-single-keys]')
if (singleKeys) {
  singleKeys.checked = localStorage.getItem('single-keys') !== 'off'
  singleKeys.addEventListener('change', () => localStorage.setItem('single-keys', singleKeys.checked ? 'on' : 'off'))
}
let afterG = 0

on('keydown', (event) => {
  const { key, target } = event
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key.toLowerCase() === 'k') {
    event.preventDefault()
    return open('palette')
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  const palette = target.closest?.('#palette')
  if (palette) return inPalette(event, palette)
  if (key === 'Escape') {
    const menu = target.closest?.('details[data-menu][open]')
    closeMenus()
    menu?.querySelector('summary').focus()
    return
  }
  if (target.closest?.('input, textarea, select, dialog, [contenteditable]') || !singleKeys?.checked) return
  const going = clockNow() - afterG < 1500 && PLACES[key]
  afterG = 0
  if (going) location.assign(going)
  else if (key === 'g') afterG = clockNow()
  else if (key === '/' || key === '?') {
    event.preventDefault()
    open(key === '/' ? 'palette' : 'keyboard')
  }
})

/** The results are links with real focus: arrows move it, letters go back to the field, Enter in the field opens the first. */
const inPalette = (event, palette) => {
  const { key, target } = event
  const input = byId('palette-q')
  const stops = [input, ...palette.querySelectorAll('.palette-item')]
  const at = stops.indexOf(target)
  // A search field would take the first Esc for itself.
  if (key === 'Escape') {
    event.preventDefault()
    palette.close()
  } else if (key === 'ArrowDown' || key === 'ArrowUp') {
    event.preventDefault()
    stops[(at + (key === 'ArrowDown' ? 1 : -1) + stops.length) % stops.length].focus()
  } else if (key === 'Enter' && target === input && stops[1]) {
    // Only if these are the answer to what stands in the field; otherwise the form goes to the full search.
    if (palette.querySelector('[data-query]')?.dataset.query !== input.value.trim()) return
    event.preventDefault()
    stops[1].click()
  } else if (key.length === 1 && key !== ' ' && at > 0) input.focus()
}

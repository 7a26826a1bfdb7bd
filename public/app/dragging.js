import { all, byId, on } from './document.js'

/* Rows of an ordered list are dragged to their place; the form `#place` says it to the server, which answers with the new order.
   Every row has buttons that do the same. */
let dragged = null
const dropAt = (event) => {
  const row = dragged && event.target.closest?.('[data-sortable] > li')
  if (!row || row.parentElement !== dragged.parentElement || row === dragged) return null
  const { top, height } = row.getBoundingClientRect()
  return { row, side: event.clientY < top + height / 2 ? 'before' : 'after' }
}
const unmark = () => {
  for (const row of all('[data-drop]')) delete row.dataset.drop
}

on('dragstart', (event) => {
  dragged = event.target.closest?.('[data-sortable] > li')
  if (!dragged) return
  dragged.dataset.dragged = ''
  event.dataTransfer.effectAllowed = 'move'
  event.dataTransfer.setData('text/plain', dragged.dataset.kind)
})

on('dragover', (event) => {
  const place = dropAt(event)
  unmark()
  if (!place) return
  event.preventDefault()
  place.row.dataset.drop = place.side
})

on('drop', (event) => {
  const place = dropAt(event)
  if (!place) return
  event.preventDefault()
  const rows = [...dragged.parentElement.children].filter((row) => row !== dragged)
  const form = byId('place')
  form.elements.kind.value = dragged.dataset.kind
  form.elements.place.value = rows.indexOf(place.row) + (place.side === 'after' ? 1 : 0)
  form.requestSubmit()
})

on('dragend', () => {
  if (dragged) delete dragged.dataset.dragged
  dragged = null
  unmark()
})

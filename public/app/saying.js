import { byId } from './document.js'

/** The same sentence twice is only heard twice if the region was empty between. */
export const say = (text, region = 'say') => {
  const place = byId(region)
  if (!place) return
  place.textContent = ''
  setTimeout(() => {
    place.textContent = text
  }, 60)
}

export const toast = (text, link) => {
  const box = byId('toast').content.cloneNode(true)
  const again = box.querySelector('a')
  box.querySelector('span').textContent = text
  again.hidden = !link
  again.textContent = link || ''
  byId('toasts').replaceChildren(box)
  say(text, 'shout')
}

import { root } from './document.js'

let waiting
export const waits = () => {
  waiting ??= setTimeout(() => {
    root.dataset.busy = ''
  }, 180)
}
export const rested = () => {
  clearTimeout(waiting)
  waiting = undefined
  delete root.dataset.busy
}

import { all, on } from './document.js'

/** An answer that is being given: its words are put where it stands as they come; then all of it is asked for once. What breaks off goes
 *  on from there. */
const read = async (place) => {
  const { stream } = place.dataset
  delete place.dataset.stream
  try {
    const { ok, body } = await fetch(stream)
    const words = ok && body.pipeThrough(new TextDecoderStream()).getReader()
    for (let said; ok && !(said = await words.read()).done; ) place.append(said.value)
  } finally {
    htmx.trigger(place, 'said')
  }
}

const readAll = () => all('[data-stream]').forEach(read)
on('htmx:after:swap', readAll)
readAll()

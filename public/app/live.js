import { check, over, session } from './clock.js'
import { byId, on } from './document.js'
import { line } from './line.js'
import { toast } from './saying.js'

/* One socket per page, kept by htmx: what concerns this person appears by itself. Every frame says up to which place of their log the
   page has now heard; whoever comes back shows it, on the next page too, and is told what they missed. */
const PLACE = 'live-place'
const BEAT = 25e3
let connection = null

const address = () => {
  const place = sessionStorage.getItem(PLACE)
  connection.url = connection.url.split('?')[0] + (place ? `?since=${encodeURIComponent(place)}` : '')
}

on('htmx:ws:before:connection', ({ detail }) => {
  connection = detail.connection
  address()
})

on('htmx:ws:after:connection', () => {
  line.isOpen = true
  compare()
  if (!byId('board')?.contains(document.activeElement)) look('board')
})

on('htmx:ws:close', () => {
  line.isOpen = false
})

/** Said before it is asked, so that the room need not wake up to ask. */
setInterval(() => line.isOpen && connection.socket.send('3'), BEAT)

on('htmx:ws:before:message:incoming', (event) => {
  const { data } = event.detail.message
  if (data === '6') event.preventDefault()
  if (!data.startsWith('{"mark"')) return
  event.preventDefault()
  // Read up to here: the room may send more.
  connection.socket.send(`!read ${JSON.parse(data).mark}`)
})

on('htmx:ws:after:message:incoming', () => {
  const { place, event, body } = byId(PLACE)?.dataset ?? {}
  if (place) {
    sessionStorage.setItem(PLACE, place)
    // A page that is shown again connects without asking anybody.
    address()
  }
  const isOurs = session && JSON.parse(body ?? '{}').sessionId === session.id
  if (event === 'session:ended' && isOurs) over()
  else if (event === 'session:extended' || event === 'session:warning') isOurs && check()
  else if (event === 'board:changed') look('board')
  else if (event === 'inbox:stale') stale()
  else if (event?.startsWith('notification:')) moved()
  else if (event === 'signed:out') signedOut()
})

/** What was missed cannot be told: what shows it is asked for again. */
const stale = () => {
  check()
  look('bell', 'stale')
  look('board')
  moved()
  compare()
}

/** A record that stands here may be another one by now, as a board may: what came before the socket was there, nobody tells them. */
const compare = () => {
  const shown = document.querySelector('[id^=was-]')
  if (shown) connection.socket.send(`!seen ${shown.id}`)
}

/** An inbox that is open is asked for again, as it is filtered; not under the hands of somebody who chooses among it. */
const moved = () => {
  if (!document.querySelector('.inbox :checked, #every:checked')) look('inbox', 'moved')
}

/** What is shown of it on this page is asked for again, by the part that shows it. */
const look = (id, event = id) => byId(id) && htmx.trigger(byId(id), event)

const signedOut = () => {
  if (session) over()
  toast('Your sign-in has ended.', 'Sign in')
}

import { drafts } from './drafts.js'
import { all, body, byId, clockNow, hear, main, on, root } from './document.js'
import { line } from './line.js'
import { say, toast } from './saying.js'

/* Deadlines are kept on the clock of this page (`performance.now()`), from what the server says is left: a wrong or moved
   system clock changes nothing. The row in the database decides; everything here is only how it looks. */
const since = performance.getEntriesByType('navigation')[0]?.responseStart || clockNow()
const deadlines = new WeakMap()
const channel = new BroadcastChannel('portal-session')
export const tell = (kind, more) => channel.postMessage({ kind, ...more })
const shownBanner = byId('session-banner')
export const session = shownBanner && {
  id: shownBanner.dataset.session,
  ends: since + Number(shownBanner.dataset.remainingMs),
  idle: since + Number(shownBanner.dataset.idleRemainingMs),
}
export let ended = false
let checking = false

const clockText = (ms) => {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const two = (n) => String(n).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

const draw = (clock, ms) => {
  const text = clockText(ms)
  if (clock && clock.textContent !== text) {
    clock.textContent = text
    clock.dateTime = `PT${Math.max(0, Math.ceil(ms / 1000))}S`
  }
}

const tick = () => {
  const now = clockNow()
  for (const clock of all('time[data-clock=other]')) {
    if (!deadlines.has(clock)) deadlines.set(clock, (now - since < 2000 ? since : now) + Number(clock.dataset.remainingMs))
    draw(clock, deadlines.get(clock) - now)
  }
  if (!session || ended) return
  const left = session.ends - now
  const idle = session.idle - now
  draw(byId('session-clock'), left)
  warn(left)
  const idling = idle < 120e3 && idle < left
  const notice = byId('session-idle')
  if (idling === notice.hidden) {
    notice.hidden = !idling
    if (idling) say('No activity: the session ends in two minutes unless you go on.', 'shout')
  }
  draw(notice.querySelector('time'), idle)
  if (Math.min(left, idle) <= 0) check(true)
}

/** Once per step and tab, also across page loads: nobody wants to hear "ten minutes" on every page. */
const warn = (left) => {
  const step = left > 600e3 ? 0 : left > 300e3 ? 10 : left > 60e3 ? 5 : 1
  byId('session-banner').toggleAttribute('data-last', step === 1)
  const mark = `${session.id} ${step}`
  if (sessionStorage.getItem('said') === mark) return
  sessionStorage.setItem('said', mark)
  if (step === 1) say('The session ends in less than one minute. Extend or end it in the bar at the top.', 'shout')
  else if (step) say(`The session ends in less than ${step} minutes.`)
}

/** The server wrote "ends 14:32" in the operator's own zone; an extension moves it by whole minutes. */
const moveEnd = (minutes) => {
  const place = byId('session-ends')
  if (!minutes || !place) return
  const [h, m] = place.textContent.split(':').map(Number)
  const at = new Date(Date.UTC(2000, 0, 1, h, m + minutes))
  place.textContent = at.toISOString().slice(11, 16)
}

export const keepStep = (left, idle, id, first = true) => {
  if (!session || ended) return
  if (id && id !== session.id) return over()
  moveEnd(Math.round((clockNow() + left - session.ends) / 60e3))
  session.ends = clockNow() + left
  session.idle = clockNow() + idle
  if (first) tell('live', { id: session.id, left, idle })
  tick()
}

/** `Portal-Session: <ms left>;<ms until idle>[;<id>]` on every answer inside a session. */
export const heard = (headers) => {
  const [left, idle, id] = (headers.get('Portal-Session') ?? '').split(';')
  if (!left) return
  if (session) keepStep(Number(left), Number(idle), id?.trim())
  else strange()
}

/** Asks the server. `must`: until it has said that the session lives, nothing of the tenant shows, and silence counts as the end. */
export const check = async (must = false) => {
  if (!session || ended || checking) return
  checking = true
  if (must) root.dataset.sessionCheck = ''
  try {
    const answer = await fetch('/impersonations/current', {
      headers: { Accept: 'application/json', 'Portal-Passive': '1' },
      cache: 'no-store',
      signal: AbortSignal.timeout(5000),
    })
    if (answer.status === 401) over()
    else if (!answer.ok) throw answer.status
    else {
      const { live, remainingMs, idleRemainingMs, id } = await answer.json()
      if (live && Math.min(remainingMs, idleRemainingMs) > 0) keepStep(remainingMs, idleRemainingMs, id)
      else over()
    }
  } catch {
    if (must) over()
  }
  checking = false
  delete root.dataset.sessionCheck
}

/** The end: the page gives way to the notice, words not yet saved are offered for copying. */
export const over = (first = true) => {
  if (ended) return
  ended = true
  const kept = drafts().map((field) => [field.labels?.[0]?.textContent ?? field.name, field.value])
  for (const dialog of all('dialog[open]')) dialog.close()
  byId('palette-results')?.replaceChildren()
  byId('session-banner')?.remove()
  body.className = ''
  document.title = 'Session over · Operations Portal'
  main.className = 'main'
  main.replaceChildren(byId('session-ended-notice').content.cloneNode(true))
  const place = byId('session-drafts')
  place.hidden = kept.length === 0
  kept.forEach(([label, text], i) => {
    const draft = byId('draft').content.cloneNode(true)
    const [name, field, copy] = draft.firstElementChild.children
    name.textContent = label
    name.htmlFor = field.id = `draft-${i}`
    field.value = copy.dataset.copy = text
    place.append(draft)
  })
  main.querySelector('h1').focus()
  scrollTo(0, 0)
  say('The session is over.', 'shout')
  if (first) tell('ended', { id: session.id })
}

/** A session began in another tab and this page does not show it. Pages are cheap; words are not. */
const strange = () => {
  if (ended) return
  if (drafts().length > 0) toast('A session was started in another tab.', 'Reload')
  else location.reload()
}

channel.onmessage = ({ data }) => {
  if (data.kind === 'live' && session && data.id === session.id) keepStep(data.left, data.idle, data.id, false)
  else if (data.kind === 'live') session ? check() : strange()
  else if (data.kind === 'ended' && data.id === session?.id) over(false)
  else if (data.kind === 'none') setTimeout(check, data.wait ?? 0)
}
if (session) {
  tell('live', { id: session.id, left: session.ends - clockNow(), idle: session.idle - clockNow() })
  // Where the server cannot say that a lead ended the session, the page asks now and then.
  setInterval(() => document.hidden || line.isOpen || check(), 30e3)
  on('visibilitychange', () => document.hidden || check())
  hear('focus', () => check())
  // Back and forward may bring this page back from memory: it goes there hidden, and stays so until the server has spoken.
  hear('pagehide', () => {
    root.dataset.sessionCheck = ''
  })
} else tell('none')
setInterval(tick, 250)

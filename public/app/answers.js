import { ended, heard, over, session } from './clock.js'
import { all, body, byId, main, on } from './document.js'
import { release } from './forms.js'
import { say, toast } from './saying.js'
import { rested, waits } from './waiting.js'

let held = null

/** A part of the page that keeps itself up to date: nobody pressed anything, so nobody is told of waiting or failing. */
const refreshes = (ctx) => ctx?.sourceElement?.dataset?.refresh !== undefined

/** Filters not chosen stay out of the address. A page that nobody looks at does not refresh. */
on('htmx:config:request', (event) => {
  const { ctx } = event.detail
  if (refreshes(ctx)) {
    ctx.request.headers['Portal-Passive'] = '1'
    if (document.hidden || ended) event.preventDefault()
  }
  if (ctx.request.method !== 'GET') return
  for (const [name, value] of [...ctx.request.body]) if (value === '') ctx.request.body.delete(name)
})

on('htmx:before:request', ({ detail: { ctx } }) => refreshes(ctx) || waits())

on('htmx:before:response', (event) => {
  const { headers } = event.detail.ctx.response
  if (headers.has('Portal-Ended') && session) {
    event.preventDefault()
    over()
  } else heard(headers)
})

const PROBLEMS = {
  401: 'Your sign-in has ended.',
  403: 'You may not do this.',
  404: 'This is not here any more.',
  429: 'Too many requests. Wait a moment and try again.',
}

/** What the field expects (200, 409, 422) is shown in place; a refusal at the door or a failure must not wipe what one was reading. */
on('htmx:before:swap', (event) => {
  const { ctx } = event.detail
  held = document.activeElement
  if (!ctx.response) return // a frame, which nobody asked for
  const { status, headers } = ctx.response
  if (ended || (refreshes(ctx) && status !== 200)) event.preventDefault()
  else if ((status >= 500 || PROBLEMS[status]) && !ctx.hx?.retarget) {
    event.preventDefault()
    toast(
      headers.get('Portal-Problem') ??
        PROBLEMS[status] ??
        'The server could not answer. Press again in a moment: what was done already is not done twice.',
      status === 401 && 'Sign in',
    )
  }
})

on('htmx:after:swap', ({ detail: { ctx } }) => {
  for (const place of all('[data-announce]')) {
    say(place.dataset.announce)
    place.removeAttribute('data-announce')
  }
  // htmx gives the focus back by id. If its element is gone for good, the region takes it, so that the next Tab goes on from there.
  const lost = held && !held.isConnected && (!document.activeElement || document.activeElement === body)
  held = null
  if (!lost) return
  const region = ctx.target?.isConnected ? ctx.target : ctx.target?.id ? byId(ctx.target.id) : main
  const place = region?.querySelector('[data-focus], h1, h2') ?? region
  if (!place) return
  if (!place.hasAttribute('tabindex')) place.tabIndex = -1
  place.focus({ preventScroll: true })
})

on('htmx:error', ({ detail }) => ended || refreshes(detail.ctx) || toast('No answer from the server. Check the connection and try again.'))

on('htmx:finally:request', ({ detail: { ctx } }) => {
  rested()
  const form = ctx.sourceElement?.closest?.('form[data-sent]')
  if (form) release(form)
})
for (const place of all('[data-announce]')) place.removeAttribute('data-announce')

/* The portal's one script. Every page reads and acts without it; it adds keys, clocks and manners.
   Nothing is evaluated and nothing sits on an element: all listeners are on the document and find their work by `data-` attributes. */
;(() => {
  const root = document.documentElement
  const body = document.body
  const byId = (id) => document.getElementById(id)
  const on = (type, does, options) => document.addEventListener(type, does, options)
  const all = (selector) => [...document.querySelectorAll(selector)]
  const hear = (type, does) => addEventListener(type, does)
  /** This page's own clock: no one can set it. */
  const clockNow = () => performance.now()
  const main = byId('main')

  // ── Saying ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
  /** The same sentence twice is only heard twice if the region was empty between. */
  const say = (text, region = 'say') => {
    const place = byId(region)
    if (!place) return
    place.textContent = ''
    setTimeout(() => {
      place.textContent = text
    }, 60)
  }

  const toast = (text, link) => {
    const box = byId('toast').content.cloneNode(true)
    const again = box.querySelector('a')
    box.querySelector('span').textContent = text
    again.hidden = !link
    again.textContent = link || ''
    byId('toasts').replaceChildren(box)
    say(text, 'shout')
  }

  // ── Unsaved words ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
  const drafts = () =>
    [...all('form[data-guard] :is(textarea, input:not([type]), input[type=text])')].filter(
      (field) => field.value.trim() && field.value !== field.defaultValue && !field.form.dataset.sent,
    )

  on('input', ({ target }) => {
    if (!target.dataset?.counts) return
    const count = byId(target.dataset.counts)
    const { length } = target.value
    const min = Number(count.dataset.min)
    const max = count.dataset.max
    count.textContent = length < min ? `${min - length} more characters` : max ? `${length} of ${max}` : `${length} characters`
  })

  hear('beforeunload', (event) => {
    if (drafts().length > 0) event.preventDefault()
  })

  // ── The session's clock ───────────────────────────────────────────────────────────────────────────────────────────────────────
  /* Deadlines are kept on the clock of this page (`performance.now()`), from what the server says is left: a wrong or moved
     system clock changes nothing. The row in the database decides; everything here is only how it looks. */
  const since = performance.getEntriesByType('navigation')[0]?.responseStart || clockNow()
  const deadlines = new WeakMap()
  const channel = new BroadcastChannel('portal-session')
  const tell = (kind, more) => channel.postMessage({ kind, ...more })
  const shownBanner = byId('session-banner')
  const session = shownBanner && {
    id: shownBanner.dataset.session,
    ends: since + Number(shownBanner.dataset.remainingMs),
    idle: since + Number(shownBanner.dataset.idleRemainingMs),
  }
  let ended = false
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

  const keepStep = (left, idle, id, first = true) => {
    if (!session || ended) return
    if (id && id !== session.id) return over()
    moveEnd(Math.round((clockNow() + left - session.ends) / 60e3))
    session.ends = clockNow() + left
    session.idle = clockNow() + idle
    if (first) tell('live', { id: session.id, left, idle })
    tick()
  }

  /** `Portal-Session: <ms left>;<ms until idle>[;<id>]` on every answer inside a session. */
  const heard = (headers) => {
    const [left, idle, id] = (headers.get('Portal-Session') ?? '').split(';')
    if (!left) return
    if (session) keepStep(Number(left), Number(idle), id?.trim())
    else strange()
  }

  /** Asks the server. `must`: until it has said that the session lives, nothing of the tenant shows, and silence counts as the end. */
  const check = async (must = false) => {
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
  const over = (first = true) => {
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
    // A script cannot hear that a lead ended the session; it can ask now and then.
    setInterval(() => document.hidden || check(), 30e3)
    on('visibilitychange', () => document.hidden || check())
    hear('focus', () => check())
    // Back and forward may bring this page back from memory: it goes there hidden, and stays so until the server has spoken.
    hear('pagehide', () => {
      root.dataset.sessionCheck = ''
    })
  } else tell('none')
  setInterval(tick, 250)

  hear('pageshow', ({ persisted }) => {
    if (!persisted) return
    rested()
    for (const form of all('form[data-sent]')) release(form)
    check(true)
  })

  // ── Waiting ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
  let waiting
  const waits = () => {
    waiting ??= setTimeout(() => {
      root.dataset.busy = ''
    }, 180)
  }
  const rested = () => {
    clearTimeout(waiting)
    waiting = undefined
    delete root.dataset.busy
  }

  // ── Forms ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
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

  const release = (form) => {
    delete form.dataset.sent
    for (const button of buttonsOf(form)) {
      button.disabled = false
      button.removeAttribute('aria-busy')
    }
  }

  // ── Answers ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
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
    const { status, headers } = ctx.response
    held = document.activeElement
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

  on(
    'htmx:error',
    ({ detail }) => ended || refreshes(detail.ctx) || toast('No answer from the server. Check the connection and try again.'),
  )

  on('htmx:finally:request', ({ detail: { ctx } }) => {
    rested()
    const form = ctx.sourceElement?.closest?.('form[data-sent]')
    if (form) release(form)
  })
  for (const place of all('[data-announce]')) place.removeAttribute('data-announce')

  // ── Dragging ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
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

  // ── Pressing ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
  const open = (id) => {
    const dialog = byId(id)
    if (!dialog || dialog.open) return
    for (const other of all('dialog[open]')) other.close()
    closeMenus()
    dialog.showModal()
    byId('palette-q')?.select()
  }

  const closeMenus = (but) => {
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

  // ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
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

  // ── Theme ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
  const chooseTheme = (theme, keep) => {
    if (theme === 'system') delete root.dataset.theme
    else root.dataset.theme = theme
    const scheme = document.querySelector('meta[name=color-scheme]')
    if (scheme) scheme.content = theme === 'system' ? 'light dark' : theme
    for (const each of all('[data-theme-choice]')) each.setAttribute('aria-pressed', String(each.dataset.themeChoice === theme))
    if (!keep) return
    // The cookie is what the server renders from; the store only tells the other tabs.
    document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`
    localStorage.setItem('theme', theme)
  }
  hear('storage', ({ key, newValue }) => {
    if (key === 'theme' && newValue) chooseTheme(newValue, false)
  })
})()

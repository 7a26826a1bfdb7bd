/** The contrast of words, and links that differ from the words around them by colour alone. */
const COLOURS = ['color-contrast', 'link-in-text-block']
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What follows from how large and how far apart things are. */
const SIZES = ['target-size', 'scrollable-region-focusable']

/** `asks`: colours alone; structure, names and motion as well; or, in another look at the same page, the structure of what was not seen then,
 *  sizes and motion. `known`: paints that were found good. */
export type Asked = { asks: 'colours' | 'structure' | 'sizes'; known: string[] }
export type Found = { faults: string[]; good: string[] }

/** Runs in the page, beside axe: what is wrong as it stands, and which paints are good that were not known. */
export const faultsIn = (asked: Asked) => `(${inPage})(${JSON.stringify(asked)}, ${JSON.stringify({ WCAG, COLOURS, SIZES })})`

/**
 * Contrast is most of what a check costs, and a list of fifty rows has five paints: the colours and sizes of words, and all that is painted
 * beneath them. What axe has passed once is not asked again where the very same computed styles meet; whatever is new, undecided, or floats
 * above something that is not its ancestor is asked on every page. Of structure, three alike stand for all; of targets, those that something is
 * near, as axe lays a grid over the whole page for a single one.
 */
const inPage = `async ({ asks, known }, { WCAG, COLOURS, SIZES }) => {
  const PAINTED = ['color', 'font-size', 'font-weight', 'text-shadow', '-webkit-text-fill-color', 'text-decoration-line']
  const marks = new Map()
  const beneath = (at) => {
    if (!at) return { ground: '', seeThrough: '', floats: false, clipped: false }
    if (marks.has(at)) return marks.get(at)
    const { ground, seeThrough, floats, clipped } = beneath(at.parentElement)
    const { backgroundColor, backgroundImage, backgroundClip, opacity, filter, mixBlendMode, position, clipPath } = getComputedStyle(at)
    const clear = opacity === '1' && filter === 'none' && mixBlendMode === 'normal' ? seeThrough : [seeThrough, opacity, filter, mixBlendMode].join()
    // In forced colours what has no ground is given one that nobody sees.
    const isBare = /(,|\\/) 0\\)$/.test(backgroundColor) && backgroundImage === 'none'
    const covers = !/^rgba|\\//.test(backgroundColor) && backgroundImage === 'none' && clear === ''
    const mark = {
      ground: isBare ? ground : (covers ? '' : ground + '/') + [backgroundColor, backgroundImage, backgroundClip].join(),
      seeThrough: clear,
      floats: !covers && (floats || ['absolute', 'fixed', 'sticky'].includes(position)),
      clipped: clipped || clipPath === 'inset(50%)',
    }
    marks.set(at, mark)
    return mark
  }
  const paintOf = (at) => {
    const { ground, seeThrough, floats } = beneath(at)
    if (floats) return null
    const style = getComputedStyle(at)
    const link = at.closest('a')
    const amidWords = link !== null && link.parentElement.textContent.trim() !== link.textContent.trim()
    return [...PAINTED.map((name) => style.getPropertyValue(name)), ground, seeThrough, amidWords ? getComputedStyle(link.parentElement).color : ''].join('|')
  }
  // A single letter is never judged, and nothing else has words.
  const ownWords = (at) => [...at.childNodes].map((each) => (each.nodeType === 3 ? each.data : '')).join('').trim()
  const hasWords = (at) => at.matches('input:not([type=radio], [type=checkbox]), select, textarea') || ownWords(at).length > 1
  const isSeen = (at) => at.checkVisibility({ visibilityProperty: true }) && at.getBoundingClientRect().width > 1 && !beneath(at).clipped
  // Of words on a button that cannot be pressed no contrast is asked.
  const isJudged = (at) => hasWords(at) && isSeen(at) && !at.closest('button:disabled')

  // Targets that are too small, or lie over each other: whatever is within twelve px of the middle of a small one is in its way.
  const TARGETS = ':is(a[href], button, input, select, summary, textarea, [tabindex]):not(:disabled, [tabindex="-1"])'
  const crowded = (visible) => {
    const targets = visible.filter((each) => each.matches(TARGETS)).map((at) => ({ at, box: at.getBoundingClientRect() }))
    const near = ({ left, right, top, bottom, width, height }) => {
      const [x, y] = [left + width / 2, top + height / 2]
      const isSmall = width < 24 || height < 24
      return isSmall
        ? { left: Math.min(left, x - 24), right: Math.max(right, x + 24), top: Math.min(top, y - 24), bottom: Math.max(bottom, y + 24) }
        : { left, right, top, bottom }
    }
    const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
    const areas = targets.filter(({ box }) => box.width > 1 && box.height > 1).map(({ at, box }) => ({ at, box, around: near(box) }))
    return areas.filter(({ at, around }) => areas.some((other) => other.at !== at && meet(around, other.box))).map(({ at }) => at)
  }
  const scrolls = (at) => {
    if (at.scrollHeight <= at.clientHeight && at.scrollWidth <= at.clientWidth) return false
    const { overflowX, overflowY } = getComputedStyle(at)
    return [overflowX, overflowY].some((each) => ['auto', 'scroll'].includes(each))
  }
  // Rows and entries that differ in words and names alone are checked as three of them.
  const shapeOf = (at) =>
    at.outerHTML
      .replace(/>\\s*([^<\\s])[^<]*/g, (_, letter) => '>' + (letter ? 'w' : ''))
      .replace(/ (id|href|for|name|value|title|datetime|action|aria-label|aria-labelledby|aria-describedby|aria-controls|data-[\\w-]+|hx-[\\w:-]+)="[^"]+"/g, ' $1')
  const isOneOfMany = (all) => {
    const met = new Map()
    return (at) => {
      if (!at.matches('tbody > tr, li') || at.contains(document.activeElement) || at.querySelector('dialog, [popover]')) return false
      const shape = shapeOf(at)
      met.set(shape, (met.get(shape) ?? 0) + 1)
      return met.get(shape) > 3
    }
  }
  const [left, top] = [scrollX, scrollY]
  const isInUse = (at) => at.contains(document.activeElement) || at.matches('[open]') || at.querySelector('[open], :popover-open') !== null
  const layAside = (those) => {
    const places = those.map((each) => [each, each.parentNode, each.nextSibling])
    for (const each of those) each.remove()
    return () => {
      for (const [each, parent, next] of places.reverse()) parent.insertBefore(each, next)
      if (left > 0 || top > 0) scrollTo({ left, top, behavior: 'instant' })
    }
  }
  // All that lies neither around words nor where they lie: whole rows and entries, nothing that is open or brings a style.
  const besides = (words) => {
    const boxes = words.map((each) => each.getBoundingClientRect())
    const meets = (one) => boxes.some((box) => one.left < box.right && box.left < one.right && one.top < box.bottom && box.top < one.bottom)
    const needed = new Set()
    const need = (at) => {
      for (let each = at; each && !needed.has(each); each = each.parentElement) needed.add(each)
    }
    for (const each of document.body.querySelectorAll('*'))
      if (meets(each.getBoundingClientRect()) || each.matches('style, link') || each === document.activeElement || each.matches('[open], :popover-open')) need(each)
    for (const each of words) need(each)
    // A link is told from the words around it.
    const around = (at) => (getComputedStyle(at).display.startsWith('inline') ? around(at.parentElement) : at)
    const whole = new Set(words.flatMap((each) => (each.closest('a') ? [around(each.closest('a').parentElement)] : [])))
    const outermost = (at) => {
      if (whole.has(at) || at.matches('tr, li')) return []
      return [...at.children].flatMap((each) => (needed.has(each) ? outermost(each) : [each]))
    }
    return outermost(document.body)
  }
  // What stands around every page is checked once for each way in which it is written and seen.
  const markOf = async (at) => {
    const seen = [...at.querySelectorAll('*')].map((each) => (each.checkVisibility({ visibilityProperty: true }) ? 'x' : '-')).join('')
    const mark = await crypto.subtle.digest('SHA-256', new TextEncoder().encode([asks, innerWidth, seen, at.outerHTML].join()))
    return new Uint8Array(mark).toHex()
  }
  // Among many alike, too, nothing is named after what is not there.
  const strayNames = (many) => {
    const REFERENCES = ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-activedescendant']
    const meant = (at) => REFERENCES.flatMap((of) => (at.getAttribute(of) ?? '').split(' ')).filter((name) => name !== '')
    const within = many.flatMap((each) => [each, ...each.querySelectorAll('*')])
    return within.flatMap(meant).filter((name) => !document.getElementById(name)).map((name) => 'nothing is called ' + name)
  }

  // Axe pauses after each rule, and the page would be laid out and painted in each pause.
  const later = window.setTimeout
  window.setTimeout = (what, ms, ...rest) => (ms ? later(what, ms, ...rest) : queueMicrotask(what))

  // In forced colours Chromium tells which fill words would have without them, and axe asks for that: what one sees is their colour.
  const styleOf = window.getComputedStyle
  if (matchMedia('(forced-colors: active)').matches)
    window.getComputedStyle = (...of) => {
      const style = styleOf(...of)
      const valueOf = style.getPropertyValue
      style.getPropertyValue = (name) => valueOf.call(style, name === '-webkit-text-fill-color' ? 'color' : name)
      return style
    }

  for (const each of document.getAnimations()) each.finish()
  const [faults, good] = [[], new Set()]
  const { scrollWidth } = document.documentElement
  if (scrollWidth > innerWidth) faults.push(scrollWidth + ' px wide at ' + innerWidth + ' px')
  const shared = { preload: false, iframes: false, elementRef: true }
  const told = ({ id, nodes }) => faults.push(id + ': ' + nodes[0].html.slice(0, 160) + ' ' + (nodes[0].any[0]?.message ?? ''))

  // All that is asked of the page as it is laid out comes before the first thing is laid aside: each time the page would be laid out again.
  const all = asks === 'colours' ? [] : [...document.querySelectorAll('*')]
  const visible = all.filter((each) => each.checkVisibility({ visibilityProperty: true }))
  const [tooNear, regions] = [crowded(visible), visible.filter(scrolls)]
  const frame = asks === 'colours' ? [] : [...document.body.querySelectorAll(':scope > :is(header, dialog)')].filter((each) => !isInUse(each))
  const marked = await Promise.all(frame.map(async (each) => [each, await markOf(each)]))
  const paints = new Map([...document.body.querySelectorAll('*')].filter(isJudged).map((each) => [each, paintOf(each)]))
  const isKnown = new Set(known)
  // Axe calls it undecided.
  const readsAlike = ({ any }) => any.some(({ data }) => data?.messageKey === 'equalRatio')
  const askColours = async (asked) => {
    if (asked.length === 0) return
    // Axe lays a grid over all that there is. Where a word would look otherwise by itself, it is judged amid everything.
    let putBack = layAside(besides(asked))
    marks.clear()
    if (asked.some((each) => paintOf(each) !== paints.get(each))) putBack = void putBack()
    marks.clear()
    const { violations, incomplete, passes } = await axe.run({ include: asked }, { ...shared, runOnly: { type: 'rule', values: COLOURS } })
    violations.forEach(told)
    const all = incomplete.flatMap(({ nodes }) => nodes)
    const [alike, undecided] = [all.filter(readsAlike), all.filter((each) => !readsAlike(each))]
    const doubted = new Set([...violations.flatMap(({ nodes }) => nodes), ...undecided].map(({ element }) => element))
    for (const { html } of alike) faults.push('as light as what is beneath: ' + html.slice(0, 160))
    for (const { element } of passes.flatMap(({ nodes }) => nodes))
      if (paints.get(element) && !doubted.has(element)) good.add(paints.get(element))
    for (const each of doubted) good.delete(paints.get(each))
    putBack?.()
  }
  const unknown = [...paints].filter(([, paint]) => paint === null || !isKnown.has(paint))
  const met = new Map()
  const isOneOfThree = ([, paint]) => paint === null || met.set(paint, (met.get(paint) ?? 0) + 1).get(paint) <= 3
  const first = unknown.filter(isOneOfThree)
  await askColours(first.map(([each]) => each))
  await askColours(unknown.filter((each) => !first.includes(each) && !good.has(each[1])).map(([each]) => each))
  const run = async (include, runOnly, rules) => {
    const { violations } = await axe.run(include, { ...shared, resultTypes: ['violations'], selectors: false, runOnly, rules })
    violations.forEach(told)
  }
  if (asks !== 'colours') {
    const [NEARNESS, SCROLLING] = SIZES
    const enabled = (names, enabled) => Object.fromEntries(names.map((name) => [name, { enabled }]))
    // Each of what it is about: targets within a region are asked where they may fail, as all others are.
    if (tooNear.length > 0) await run({ include: tooNear }, { type: 'rule', values: [NEARNESS] })
    if (regions.length > 0) await run({ include: regions }, { type: 'rule', values: [SCROLLING] })

    const settled = marked.filter(([, mark]) => isKnown.has(mark)).map(([each]) => each)
    const aside = [...all.filter(isOneOfMany(all)), ...settled]
    const putBack = layAside(aside)
    const others = { type: 'tag', values: WCAG }
    if (asks === 'structure') {
      window.seenBefore = new Set(visible)
      await run(document, others, enabled([...COLOURS, ...SIZES], false))
    } else {
      const appeared = visible.filter((each) => each.isConnected && !window.seenBefore.has(each))
      if (appeared.length > 0) await run({ include: appeared }, others, enabled([...COLOURS, ...SIZES], false))
    }
    // Whoever asks for less motion gets none: neither what runs, nor what would run at the next touch.
    for (const each of document.querySelectorAll('*'))
      for (const part of [null, '::before', '::after']) {
        const { animationDuration, transitionDuration } = getComputedStyle(each, part)
        const longest = Math.max(...(animationDuration + ',' + transitionDuration).split(',').map(parseFloat))
        if (longest > 0.001) faults.push('moves for ' + longest + ' s: ' + each.outerHTML.slice(0, 80) + (part ?? ''))
      }
    putBack()
    faults.push(...strayNames(aside))
    if (faults.length === 0) for (const [, mark] of marked) good.add(mark)
  }
  window.setTimeout = later
  window.getComputedStyle = styleOf
  return { faults, good: [...good] }
}`

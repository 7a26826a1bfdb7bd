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
 * above something that is not its ancestor is asked on every page.
 */
const inPage = `async ({ asks, known }, { WCAG, COLOURS, SIZES }) => {
  const PAINTED = ['color', 'fontSize', 'fontWeight', 'textShadow', 'webkitTextFillColor', 'textDecorationLine']
  const marks = new Map()
  const beneath = (at) => {
    if (!at) return { ground: '', seeThrough: '', floats: false }
    if (marks.has(at)) return marks.get(at)
    const { ground, seeThrough, floats } = beneath(at.parentElement)
    const { backgroundColor, backgroundImage, backgroundClip, opacity, filter, mixBlendMode, position } = getComputedStyle(at)
    const clear = opacity === '1' && filter === 'none' && mixBlendMode === 'normal' ? seeThrough : [seeThrough, opacity, filter, mixBlendMode].join()
    const isBare = backgroundColor === 'rgba(0, 0, 0, 0)' && backgroundImage === 'none'
    const covers = !/^rgba|\\//.test(backgroundColor) && backgroundImage === 'none' && clear === ''
    const mark = {
      ground: isBare ? ground : (covers ? '' : ground + '/') + [backgroundColor, backgroundImage, backgroundClip].join(),
      seeThrough: clear,
      floats: !covers && (floats || ['absolute', 'fixed', 'sticky'].includes(position)),
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
    return [...PAINTED.map((name) => style[name]), ground, seeThrough, amidWords ? getComputedStyle(link.parentElement).color : ''].join('|')
  }
  // A single letter is never judged, and nothing else has words.
  const ownWords = (at) => [...at.childNodes].map((each) => (each.nodeType === 3 ? each.data : '')).join('').trim()
  const hasWords = (at) => at.matches('input:not([type=radio], [type=checkbox]), select, textarea') || ownWords(at).length > 1
  const isSeen = (at) => at.checkVisibility({ visibilityProperty: true }) && at.getBoundingClientRect().width > 1

  for (const each of document.getAnimations()) each.finish()
  const [faults, good] = [[], new Set()]
  const shared = { preload: false, iframes: false, elementRef: true }
  const told = ({ id, nodes }) => faults.push(id + ': ' + nodes[0].html.slice(0, 160) + ' ' + (nodes[0].any[0]?.message ?? ''))

  const paints = new Map([...document.body.querySelectorAll('*')].filter((each) => hasWords(each) && isSeen(each)).map((each) => [each, paintOf(each)]))
  const isKnown = new Set(known)
  const asked = [...paints].filter(([, paint]) => paint === null || !isKnown.has(paint)).map(([each]) => each)
  if (asked.length > 0) {
    const { violations, incomplete, passes } = await axe.run({ include: asked }, { ...shared, runOnly: { type: 'rule', values: COLOURS } })
    violations.forEach(told)
    const doubted = new Set([...violations, ...incomplete].flatMap(({ nodes }) => nodes.map(({ element }) => element)))
    for (const { nodes } of passes)
      for (const { element } of nodes) if (paints.get(element) && !doubted.has(element)) good.add(paints.get(element))
    for (const each of doubted) good.delete(paints.get(each))
  }
  if (asks !== 'colours') {
    const visible = [...document.querySelectorAll('*')].filter((each) => each.checkVisibility({ visibilityProperty: true }))
    const run = async (include, runOnly, rules) => {
      const { violations } = await axe.run(include, { ...shared, resultTypes: ['violations'], runOnly, rules })
      violations.forEach(told)
    }
    const enabled = (names, enabled) => Object.fromEntries(names.map((name) => [name, { enabled }]))
    const structure = { type: 'tag', values: WCAG }
    if (asks === 'structure') {
      window.seenBefore = new Set(visible)
      await run(document, structure, enabled([...COLOURS, 'target-size'], false))
      // What is large is hit wherever it stands; the others are measured against their neighbours, as all of them are where it is narrow.
      const TARGETS = 'a[href], button, input, select, summary, textarea, [role], [tabindex]'
      const isSmall = ({ width, height }) => width > 0 && (width < 24 || height < 24)
      const small = [...document.querySelectorAll(TARGETS)].filter((each) => isSmall(each.getBoundingClientRect()))
      if (small.length > 0) await run({ include: small }, { type: 'rule', values: ['target-size'] })
    } else {
      await run(document, { type: 'rule', values: SIZES })
      const appeared = visible.filter((each) => !window.seenBefore.has(each))
      if (appeared.length > 0) await run({ include: appeared }, structure, enabled([...COLOURS, ...SIZES], false))
    }
    // Whoever asks for less motion gets none: neither what runs, nor what would run at the next touch.
    for (const each of document.querySelectorAll('*'))
      for (const part of [null, '::before', '::after']) {
        const { animationDuration, transitionDuration } = getComputedStyle(each, part)
        const longest = Math.max(...(animationDuration + ',' + transitionDuration).split(',').map(parseFloat))
        if (longest > 0.001) faults.push('moves for ' + longest + ' s: ' + each.outerHTML.slice(0, 80) + (part ?? ''))
      }
  }
  const { scrollWidth } = document.documentElement
  if (scrollWidth > innerWidth) faults.push(scrollWidth + ' px wide at ' + innerWidth + ' px')
  return { faults, good: [...good] }
}`

/** What becomes of methods of htmx that no page of ours has a use for: every first view carries what is left of it. */
const INSTEAD: Record<string, string> = {
  // Words that are run as code: our content security never lets them.
  '#handleHxOnAttributes': '',
  '#executeJavaScript': '',
  '#apiMethods': '',
  '#extractJavascriptContent': '',
  '#extractFilter': 'return [str]',
  // Its stylesheet for indicators, which is ours, and the wait between swapping and settling.
  '#initRequestIndicatorCss': '',
  '#startCSSTransitions': 'return []',
  // View transitions and links that swap the whole body.
  '#submitTransitionTask': 'return task()',
  '#processTransitionQueue': '',
  '#maybeBoost': '',
  '#shouldBoost': '',
  '#isSameOrigin': '',
  // `hx-swap-oob` and `hx-select-oob` (partials do the same), `hx-disable`, `hx-status`, `hx-preserve`.
  '#processOOB': 'return []',
  '#createOOBTask': '',
  '#disableElements': '',
  '#enableElements': '',
  '#handleStatusCodes': "if (ctx.response.status === 204 || ctx.response.status === 304) ctx.swap = 'none'",
  '#handlePreservedElements': '',
  '#restorePreservedElements': '',
  // Requests that a script makes.
  ajax: '',
  onLoad: '',
  // Headers of an answer that lead elsewhere or call an event; an address with a place in it.
  '#handleHeadersAndMaybeReturnEarly': 'return ctx.hx.redirect && ((this._loc.href = ctx.hx.redirect), true)',
  '#handleTriggerHeader': '',
  '#handleAnchorScroll': '',
  // Back and forward ask the server.
  '#restoreHistory': 'await this.timeout(1); if ((state ?? history.state)?.htmx) this._loc.reload()',
  // `data-hx-` and characters other than the colon in names of attributes.
  '#attr': 'return elt.getAttribute(name)',
  '#attrName': 'return elt.hasAttribute(name) ? name : null',
  '#prefixes': 'return [s]',
  '#maybeAdjustMetaCharacter': 'return string',
  // Selectors that lead from an element to its neighbours: a part of our pages is found by its id.
  '#stringHyperscriptStyleSelector': '',
  '#scanForwardQuery': '',
  '#scanBackwardsQuery': '',
  '#scanUntilComparison': '',
  '#getRootNode': '',
  '#findThisElements': '',
  '#findAllExt': `const selector = maybeSelector ?? eltOrSelector
    return selector === 'this' ? [eltOrSelector] : [...document.querySelectorAll(selector)]`,
}

/** htmx without them. Its release is pinned; another one that words a method differently fails the build instead of keeping half of it. */
export function leanHtmx(source: string): string {
  return Object.entries(INSTEAD).reduce((code, [name, body]) => {
    const method = new RegExp(`^( {8}(?:async )?${name}\\([^\\n]*\\) \\{)\\n[\\s\\S]*?^ {8}\\}$`, 'gm')
    const found = code.match(method)?.length ?? 0
    if (found !== 1) throw new Error(`htmx has ${found} methods ${name}: dev/build/htmx.ts is written for another release.`)
    return code.replace(method, (_all, head: string) => `${head}${body}}`)
  }, source)
}

import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe } from 'vitest'
import { browserPath } from './browser-path.ts'

/** One for all files of a place, one after the other: it ends with the process. Contexts share nothing, neither cookies nor what is cached. */
let running: Promise<Browser> | undefined

/** Like `describe`, with a real browser for its tests. Without one on the machine they are skipped, and the run says so loudly. */
export function describeInBrowser(
  name: string,
  tests: (open: (options?: Parameters<Browser['newContext']>[0]) => Promise<BrowserContext>) => void,
) {
  const executablePath = browserPath()
  describe.skipIf(!executablePath)(name, () => {
    const contexts: BrowserContext[] = []
    const closeFrom = (first: number) => Promise.all(contexts.splice(first).map((each) => each.close()))
    let shared = 0
    beforeEach(() => void (shared = contexts.length))
    // A page that is left open goes on ticking and listening.
    afterEach(async ({ task }) => {
      if (!task.concurrent) await closeFrom(shared)
    })
    afterAll(() => closeFrom(0))
    tests(async (options) => {
      const context = await (await browserAt(executablePath!)).newContext(options)
      context.setDefaultTimeout(PATIENCE)
      contexts.push(context)
      return context
    })
  })
}

async function browserAt(executablePath: string): Promise<Browser> {
  if (running && (await running).isConnected()) return running
  running = chromium.launch({ executablePath, args: [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] })
  return running
}

/** Nothing on these pages takes longer, in ms, with a crowd on the machine; a test that waits for what never comes says so before it hangs. */
const PATIENCE = 20_000

/** Chromium's own housekeeping would open connections and slow the machine down. Its sandbox does not start as root. */
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page lives for a second or two: translating its script a second time never pays.
  '--js-flags=--max-optimized-bytecode-size=0',
  `--disable-features=${[...ofPlaywright(), ...ofWindows()].join()}`,
]

/** Chromium heeds the last such list alone, so what Playwright turns off is said again: it would change what is loaded, or ask the internet. */
function ofPlaywright() {
  const loading = ['AvoidUnnecessaryBeforeUnloadCheckSync', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'PaintHolding']
  const partitions = ['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'DestroyProfileOnBrowserClose']
  return [
    ...loading,
    ...partitions,
    'MediaRouter',
    'LensOverlay',
    'OptimizationHints',
    'NetworkTimeServiceQuerying',
    'AimEnabled',
    'PreconnectToSearch',
  ]
}

/** Processes that each window would start for an address bar that nobody sees, and for a page that nobody opens. */
function ofWindows() {
  return ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'SpareRendererForSitePerProcess']
}

import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { browserPath } from './browser-path.ts'

/** Like `describe`, with a real browser for its tests. Without one on the machine they are skipped, and the run says so loudly. */
export function describeInBrowser(
  name: string,
  tests: (open: (options?: Parameters<Browser['newContext']>[0]) => Promise<BrowserContext>) => void,
) {
  const executablePath = browserPath()
  describe.skipIf(!executablePath)(name, () => {
    let browser: Browser | undefined
    beforeAll(async () => {
      browser = await chromium.launch({
        executablePath: executablePath!,
        args: [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      })
    })
    afterAll(() => browser?.close())
    tests(async (options) => {
      const context = await browser!.newContext(options)
      context.setDefaultTimeout(PATIENCE)
      return context
    })
  })
}

/** Nothing on these pages takes longer, in ms; a test that waits for what never comes says so soon. */
const PATIENCE = 8_000

/** Chromium's own housekeeping would open connections and slow the machine down. Its sandbox does not start as root. */
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

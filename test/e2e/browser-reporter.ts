import { browserPath, noBrowser } from './browser-path.ts'

/** A skipped browser test must not look like a passed one: one loud line at the beginning, the same again below the summary. */
export const browserReporter = {
  onInit() {
    if (!browserPath()) console.warn(`\n${noBrowser}\n`)
  },
  onTestRunEnd() {
    if (!browserPath()) console.warn(`\n${noBrowser}\n`)
  },
}

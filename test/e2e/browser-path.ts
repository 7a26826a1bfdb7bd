import { accessSync, constants } from 'node:fs'
import path from 'node:path'

export const noBrowser = 'BROWSER TESTS SKIPPED: no Chromium or Chrome found. Install one, or name it in CHROME_PATH.'

/** The browser of this machine: `CHROME_PATH` (`none`: pretend there is none), else the usual names and places. First the one without windows:
 *  pages are the same in it, and each costs a third less. */
export function browserPath(): string | undefined {
  const { CHROME_PATH } = process.env
  if (CHROME_PATH) return CHROME_PATH === 'none' ? undefined : CHROME_PATH
  const names = [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'chrome',
    'microsoft-edge',
  ]
  const places = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome']
  const applications = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  return [...names.flatMap((name) => places.map((place) => path.join(place, name))), ...applications].find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

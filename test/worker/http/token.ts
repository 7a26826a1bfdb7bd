import type { Browser } from '#test/driver.ts'
import { settings } from '#test/owner.ts'
import { openLogin } from '#worker/auth/login-cookie.ts'
import { csrfOf } from '#worker/http/csrf.ts'

/** The token that stands in the forms of this browser's pages. */
export const tokenOf = async (browser: Browser) => {
  const login = await openLogin(browser.cookies.get('__Host-portal') ?? '', settings.sessionKey)
  return csrfOf(settings.sessionKey, login?.loginKey ?? '')
}

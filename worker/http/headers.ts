import type { MiddlewareHandler } from 'hono'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import type { Settings } from '#worker/env.ts'
import type { Portal } from '#worker/http/portal.ts'

/** What every answer carries, errors included: nothing may be stored, framed, or run that we did not send. */
export function safeHeaders(settings: Settings): MiddlewareHandler<Portal> {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'strict-dynamic'", NONCE],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      // A form may lead on to the directory's sign-in; browsers hold redirects of forms to this list too.
      formAction: ["'self'", new URL(settings.signIn.issuer).origin],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    strictTransportSecurity: 'max-age=63072000; includeSubDomains',
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  })
  return async (c, next) => {
    await secure(c, next)
    c.header('Cache-Control', 'no-store')
  }
}

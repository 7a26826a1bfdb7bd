import { hex, mac } from '#worker/http/mac.ts'
import type { PortalContext } from '#worker/http/portal.ts'

/** The overlay's key follows from the sign-in and the key of the request, so that the same press repeated finds the same session. */
export async function overlayKey(c: PortalContext, askKey: string): Promise<string> {
  return hex(await mac(c.var.parts.settings.sessionKey, `overlay:${c.var.who.loginKey}:${askKey}`))
}

import type { PortalContext } from '#worker/http/portal.ts'
import type { FlashMessage } from '#views/layout/page.tsx'

/** What the page before did, said once on the next one. Only the code travels in the address, so nobody can put words on a page. */
const FLASHES = {
  'ticket-taken': { tone: 'good', title: 'The ticket is yours.', text: 'You can enter the tenant on it.' },
  extended: { tone: 'good', title: 'The session was extended.', text: 'The new end stands in the banner.' },
  ended: { tone: 'good', title: 'The session is over.', text: 'Nothing of the tenant is open to you any more.' },
  noted: { tone: 'good', title: 'Your closing note was added.', text: 'It stands in the timeline below.' },
} as const satisfies Record<string, FlashMessage>

export type FlashCode = keyof typeof FLASHES

export function flashOf(c: PortalContext): FlashMessage | undefined {
  const code = c.req.query('done')
  return code !== undefined && code in FLASHES ? FLASHES[code as FlashCode] : undefined
}

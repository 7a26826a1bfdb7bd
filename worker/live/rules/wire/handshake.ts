/** What engine.io answers to somebody it does not open a connection for, in its own words. */
const FAULTS = {
  TRANSPORT: { status: 400, body: { code: 0, message: 'Transport unknown' } },
  SESSION: { status: 400, body: { code: 1, message: 'Session ID unknown' } },
  METHOD: { status: 400, body: { code: 2, message: 'Bad handshake method' } },
  REQUEST: { status: 400, body: { code: 3, message: 'Bad request' } },
  ORIGIN: { status: 403, body: { code: 4, message: 'Forbidden' } },
  PROTOCOL: { status: 400, body: { code: 5, message: 'Unsupported protocol version' } },
} as const

type Asked = {
  method: string
  query: (name: string) => string | undefined
  isUpgrade: boolean
  /** It brings cookies of ours along. A browser does so from any page, so the page must be ours. */
  hasCookies: boolean
  isFromUs: boolean
}

/** In the order the stock server looks. Nothing is asked of anybody for it. */
export function handshakeFault({ method, query, isUpgrade, hasCookies, isFromUs }: Asked): (typeof FAULTS)[keyof typeof FAULTS] | null {
  if (method !== 'GET') return FAULTS.METHOD
  if (query('transport') !== 'websocket') return FAULTS.TRANSPORT
  if (query('EIO') !== '4') return FAULTS.PROTOCOL
  if (query('sid') !== undefined) return FAULTS.SESSION // there is no transport to come from
  if (!isUpgrade) return FAULTS.REQUEST
  return hasCookies && !isFromUs ? FAULTS.ORIGIN : null
}

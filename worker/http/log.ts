import type { PortalContext } from '#worker/http/portal.ts'

/** One request in the log: which door, never which address, so that nothing anybody typed or looked at stands there. */
export type RequestLine = {
  level: 'info'
  requestId: string
  method: string
  /** As it is declared; null where no door was reached. */
  door: string | null
  status: number
  ms: number
  roundTrips: number
  statements: number
  /** Who the database said it was. */
  operatorId?: string
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

export function lineOf(c: PortalContext, ms: number): RequestLine {
  const { requestId, spent, door, scope } = c.var
  const operatorId = scope?.entered?.operatorId
  return {
    level: 'info',
    requestId,
    method: METHODS.includes(c.req.method) ? c.req.method : 'OTHER',
    door: door?.name ?? null,
    status: c.res.status,
    ms: Math.round(ms * 10) / 10,
    roundTrips: spent.roundTrips,
    statements: spent.statements,
    ...(operatorId !== undefined && { operatorId }),
  }
}

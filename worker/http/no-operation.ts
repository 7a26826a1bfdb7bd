import { doors, isForBuilding } from '#worker/doors.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { problem } from '#worker/http/problem.ts'

/** An address of the API without an operation: other methods are named, the rest is not there. Nobody is told of other origins. */
export function noOperation(c: PortalContext): Response {
  const methods = methodsAt(c.req.path, c.var.parts.settings.environment === 'production')
  if (methods.length === 0) return problem(c, 'NOT_FOUND')
  c.header('Allow', [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', '))
  return c.req.method === 'OPTIONS' ? c.body(null, 204) : problem(c, 'METHOD_NOT_ALLOWED')
}

function methodsAt(path: string, isProduction: boolean): string[] {
  return Object.keys(doors).flatMap((door) => {
    if (isProduction && isForBuilding(door)) return []
    const [method = '', pattern = ''] = door.split(' ')
    return pattern.startsWith('/api/') && new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`).test(path)
      ? [method]
      : []
  })
}

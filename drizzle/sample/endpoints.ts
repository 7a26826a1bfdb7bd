import { ACTS } from '#worker/audit/rules/acts.ts'
import { DAY, HOUR, later } from './instants.ts'
import type { Keys } from './keys.ts'
import type { Random } from './random.ts'
import type { Row } from './rows.ts'
import { type Said, whole } from './said.ts'
import type { Act } from './sealed.ts'
import { BROWSERS, officeIp } from './staff.ts'
import type { Customer } from './tickets.ts'
import { visitsOf } from './traffic.ts'

type Endpoint = Row<'webhookEndpoints'>
type Secret = Row<'webhookSecrets'>

/** Nobody has its other half: it was thrown away when this was written, so nobody can tell a portal with the sample anything. */
const PUBLIC_KEY = 'whpk_HpCJudAUiSplWPg7HX/bpaGJqHj102i7R2qZe/FOIpU='

/** Where the portal is told something by the vendor's product, and an address of the customer who had the most visits, which it told until
 *  it was disabled: no sample calls anybody. */
export function endpointsOf(
  random: Random,
  keys: Keys,
  customers: readonly Customer[],
  sessions: readonly Row<'impersonationSessions'>[],
  staff: readonly Row<'internalUsers'>[],
  now: Date,
): { inward: Endpoint; outward: Endpoint; until: Date; webhookSecrets: Secret[]; added: Act[] } {
  const admin = staff.findLast(({ role, status }) => role === 'ADMIN' && status === 'ACTIVE') as Row<'internalUsers'>
  const [first, second, third] = [later(now, -26 * DAY), later(now, -13 * DAY), later(now, -7 * HOUR)]
  const visits = ({ tenant }: Customer) => visitsOf(sessions, { tenantId: tenant.row.id, createdAt: second }, third).length
  const customer = customers.reduce((most, each) => (visits(each) > visits(most) ? each : most))
  const inward = endpoint(first, {
    direction: 'IN',
    tenantId: null,
    name: 'Events of the product',
    url: null,
    status: 'ACTIVE',
    version: 1,
  })
  const outward = endpoint(second, {
    direction: 'OUT',
    tenantId: customer.tenant.row.id,
    name: 'Security desk of the customer',
    url: `https://hooks.${customer.tenant.domain}/support-access`,
    status: 'DISABLED',
    version: 2,
  })
  return {
    inward,
    outward,
    until: third,
    webhookSecrets: [
      secret(inward, { version: 'v1a', sealed: null, publicKey: PUBLIC_KEY, lastFour: PUBLIC_KEY.replace(/=$/, '').slice(-4) }),
      // Noise: nothing opens it. Whoever enables the endpoint gives it a new secret first.
      secret(outward, { version: 'v1', sealed: random.bytes(60), publicKey: null, lastFour: 'x7Qa' }),
    ],
    added: [
      added(inward, first),
      added(outward, second),
      by({
        at: third,
        act: 'webhook_endpoint:disable',
        sentence: ACTS['webhook_endpoint:disable'],
        entityIds: [outward.id],
        facts: { before: { [outward.id]: { status: 'ACTIVE', version: 1 } }, after: { [outward.id]: { status: 'DISABLED', version: 2 } } },
      }),
    ],
  }

  function endpoint(createdAt: Date, rest: Omit<Endpoint, 'id' | 'createdAt' | 'createdBy'>): Endpoint {
    return { id: keys('whe', createdAt), createdAt, createdBy: admin.id, ...rest }
  }

  function secret({ id, createdAt }: Endpoint, rest: Pick<Secret, 'version' | 'sealed' | 'publicKey' | 'lastFour'>): Secret {
    return { id: keys('whs', createdAt), endpointId: id, createdAt, createdBy: admin.id, expiresAt: null, ...rest }
  }

  function added({ id, direction, tenantId, name, url }: Endpoint, at: Date): Act {
    const after = { [id]: { id, direction, tenant_id: tenantId, name, url, created_by: admin.id } }
    const sentence = ACTS['webhook_endpoint:add']
    return by({ at, act: 'webhook_endpoint:add', sentence, tenantId, entityIds: [id], facts: { before: null, after } })
  }

  function by(said: Said): Act {
    const place = { requestId: keys('req', said.at), ip: officeIp(random), userAgent: random.pick(BROWSERS) }
    return whole({ ...said, ...place, entityType: 'webhook_endpoint', operatorId: admin.id, operatorRole: admin.role })
  }
}

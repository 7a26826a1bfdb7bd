import { randomInt } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { newId } from '#worker/rules/ids.ts'
import { Visitor } from '../canary/visitor.ts'
import { colleagueOf } from '../colleague.ts'
import { owner } from '../owner.ts'
import { portal } from '../portal.ts'

const REASON = 'The customer cannot find a case in the list and asked us to look.'

/** A colleague of Vera's inside the first tenant, by program, with an open case there. `connect` opens stock clients of theirs, with a model behind. */
export async function insideAcme(): Promise<{ caseId: string; connect(): Socket }> {
  const { id, directoryId } = await colleagueOf('vera')
  const visitor = new Visitor(() => {})
  await visitor.signIn(directoryId)
  const [found] = await owner<{ tenant_id: string; id: string }>(
    `select c.tenant_id, c.id from "case" c join tenant t on t.id = c.tenant_id
     where t.slug = 'acme-industrial' and c.status = 'OPEN' order by c.number limit 1`,
  )
  if (!found) throw new Error('Acme has no open case')
  const ticketId = newId('tic')
  await owner(
    `insert into ticket (id, tenant_id, number, subject, requester_name, requester_email, status, priority, assignee_id, opened_at, updated_at)
     values ($1, $2, $4, 'Investigators cannot find a case', 'Canary Requester', 'canary@customer.example', 'OPEN', 'HIGH', $3, now(), now())`,
    [ticketId, found.tenant_id, id, randomInt(1_000_000_000, 2_000_000_000)],
  )
  const tokenFrom = async (address: string, body: object) =>
    (JSON.parse((await visitor.json('POST', address, body)).body) as { accessToken: string }).accessToken
  visitor.token = await tokenFrom('/api/v1/auth/tokens', {})
  const token = await tokenFrom('/api/v1/impersonations', {
    tenantId: found.tenant_id,
    ticketId,
    category: 'TROUBLESHOOTING',
    minutes: 30,
    reason: REASON,
  })
  return { caseId: found.id, connect: () => io(`${portal().url}/ai`, { transports: ['websocket'], auth: { token }, forceNew: true }) }
}

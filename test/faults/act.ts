import type { CastName } from '#test/cast.ts'
import type { Customer } from './customers.ts'
import { aCase, aTenant, aTicket } from './facts.ts'
import type { Visitor } from './people.ts'
import type { Stack } from './stack.ts'

/** A form that is ready to be sent, and how often what it asks for has happened. */
export type Prepared = { path: string; fields: Record<string, string>; times(): Promise<number> }

/** Something a person changes: who does it, what the trail calls it, and the ground it needs. */
export type ActCase = OfStaff | OfCustomer
export type OfStaff = Told & { by: CastName; prepare(stack: Stack, person: Visitor): Promise<Prepared> }
export type OfCustomer = Told & { by: 'link' | 'product'; prepare(stack: Stack, person: Customer): Promise<Prepared> }
type Told = {
  act: string
  /** Rows of the trail for one time, where it is not one: what was asked, and what became of each session. */
  rows?: number
  /** Asked through the API. */
  program?: true
  /** Answered by a page, where others lead on to one. */
  shows?: true
}

export const REASON = 'The customer cannot find a case in the list and asked us to look.'

/** Somebody enters a tenant, on their own ticket; one of their own unless another is named. */
export async function enter(stack: Stack, person: Visitor, tenantId?: string): Promise<string> {
  const tenant = tenantId === undefined ? await aTenant(stack) : { id: tenantId }
  await aCase(stack, tenant.id)
  const ticket = await aTicket(stack, tenant.id, person.id)
  const answer = await person.post('/impersonations', {
    tenantId: tenant.id,
    ticketId: ticket.id,
    category: 'TROUBLESHOOTING',
    minutes: '30',
    reason: REASON,
  })
  if (answer.status !== 303) throw new Error(`no session: ${answer.status}`)
  const [row] = await stack.owner<{ id: string }>('select id from app.impersonation_session where operator_id = $1', [person.id])
  return row?.id ?? ''
}

export const ended = (stack: Stack, sessionId: string) =>
  counted(stack, 'select count(*) from app.impersonation_session where id = $1 and ended_at is not null', [sessionId])

export const counted = (stack: Stack, text: string, params: unknown[]) => async () => {
  const [row] = await stack.owner<{ count: string }>(text, params)
  return Number(row?.count ?? 0)
}

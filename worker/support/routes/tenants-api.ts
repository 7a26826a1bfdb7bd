import * as z from 'zod/mini'
import { FoundTenants, TenantCard } from '#worker/api/schemas/tenants.ts'
import { operation } from '#worker/http/api.ts'
import { readTenantCard } from '#worker/support/queries/tenant-card.ts'
import { lookUpTenants, tenantsOfMyTickets } from '#worker/support/queries/tenant-lookup.ts'
import { maskContacts } from '#worker/support/rules/contacts.ts'

export const tenantApi = [
  operation(
    'GET /api/v1/tenants',
    {
      id: 'findTenants',
      summary: 'Tenants by id, slug, domain, name or phone in any spelling; without words those of one’s own open tickets.',
      query: { q: z.optional(z.string().check(z.maxLength(120))) },
      answer: FoundTenants,
    },
    async (c, { query }) => {
      const { scope, operator } = c.var
      const words = (query.q ?? '').trim()
      return { items: words === '' ? await tenantsOfMyTickets(scope, operator.id) : await lookUpTenants(scope, words) }
    },
  ),

  operation(
    'GET /api/v1/tenants/:tenantId',
    { id: 'getTenant', summary: 'What staff may know of a tenant without entering it.', answer: TenantCard },
    async (c, { params }) => {
      const card = await readTenantCard(c.var.db, params.tenantId)
      return card && { ...card, contacts: maskContacts(card.contacts, c.var.operator.role) }
    },
  ),
]

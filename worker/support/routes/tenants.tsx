import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { headFor } from '#worker/support/policy.ts'
import { readTenantCard } from '#worker/support/queries/tenant-card.ts'
import { type FoundTenant, lookUpTenants, MOST_FOUND, tenantsOfMyTickets } from '#worker/support/queries/tenant-lookup.ts'
import { maskContacts } from '#worker/support/rules/contacts.ts'
import { type PaletteItem, PaletteResults } from '#views/layout/palette.tsx'
import { Lookup, LookupResults } from '#views/support/lookup.tsx'
import { TenantPage } from '#views/support/tenant.tsx'

/** Longer than any name, domain or number that one looks up. */
const LONGEST_QUERY = 120

export const tenantRoutes = new Hono<Portal>()
  .get('/', permit('GET /tenants'), async (c) => {
    const { scope, operator } = c.var
    const words = (c.req.query('q') ?? '').trim().slice(0, LONGEST_QUERY)
    const found = words === '' ? await tenantsOfMyTickets(scope, operator.id) : await lookUpTenants(scope, words)

    if (c.req.header('hx-target')?.endsWith('palette-results')) {
      return show(
        c,
        { title: 'Tenants' },
        <PaletteResults
          query={words}
          items={found.map(paletteItem)}
          more={found.length >= MOST_FOUND}
          everywhere={may(operator, 'search_all_tenants')}
        />,
      )
    }
    const results = <LookupResults words={words} found={found} />
    if (c.req.header('hx-request-type') === 'partial') return show(c, { title: 'Tenants' }, results)
    return show(c, { title: 'Tenants', nav: 'tenants' }, <Lookup words={words}>{results}</Lookup>)
  })

  .get('/:tenantId', permit('GET /tenants/:tenantId'), async (c) => {
    const { db, operator, now } = c.var
    const card = await readTenantCard(db, c.req.param('tenantId'))
    if (!card) return c.notFound()
    return show(
      c,
      { title: card.name, nav: 'tenants' },
      <TenantPage
        tenant={{ ...card, contacts: maskContacts(card.contacts, operator.role) }}
        operatorId={operator.id}
        head={headFor(operator, card, liveSession(c))}
        csrf={await csrfToken(c)}
        formKey={newKey()}
        zone={operator.zone}
        now={now}
      />,
    )
  })

/** A tenant in one line, told apart from its look-alikes by domain and region. */
function paletteItem({ id, name, slug, domain, region }: FoundTenant): PaletteItem {
  return { href: `/tenants/${id}`, title: name, facts: [domain ?? slug, region] }
}

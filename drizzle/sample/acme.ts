/** The tenant of demonstrations and first steps, and the one it is taken for. */
export const ACME = {
  slug: 'acme-industrial',
  name: 'Acme Industrial',
  domain: 'acme-industrial.example',
  cases: 600,
  reports: 800,
  days: 300,
}
export const ACME_INDUSTRIES = { slug: 'acme-industries', name: 'Acme Industries', domain: 'acrne-industrial.example' }
/** Acme's investigators cannot find this case: it still belongs to a colleague who has left. */
export const LOST_CASE = 1042

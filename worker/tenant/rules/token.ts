/** What the product's tokens for a tenant's own users must say of themselves. */
export const TENANT_TOKEN = { audience: 'portal-tenant', type: 'portal-tenant+jwt', algorithm: 'RS256' } as const

/** What the product's tokens for a tenant's own users must say of themselves. */
export const TENANT_TOKEN = { audience: 'portal-tenant', type: 'portal-tenant+jwt', algorithm: 'RS256' } as const

/** Of a token that names its scopes: whether what the user may see may be read to a model. One that names none is for all. */
export const READ_TO_MODELS = 'ai:records'

export const readsRecords = (scope: unknown) =>
  scope === undefined || (typeof scope === 'string' && scope.split(' ').includes(READ_TO_MODELS))

/** The logins of the Worker, one per duty. The migrations create them; passwords never are part of a migration. */
export const duties = [
  'portal_staff',
  'portal_tenant_ro',
  'portal_tenant_rw',
  'portal_jobs',
  'portal_customer',
  'portal_tenant_user',
] as const
export type Duty = (typeof duties)[number]
export type Passwords = Record<Duty, string>

/** The names under which the Worker knows its connection strings. */
export const variableOf = {
  portal_staff: 'STAFF_DATABASE_URL',
  portal_tenant_ro: 'TENANT_RO_DATABASE_URL',
  portal_tenant_rw: 'TENANT_RW_DATABASE_URL',
  portal_jobs: 'JOBS_DATABASE_URL',
  portal_customer: 'CUSTOMER_DATABASE_URL',
  portal_tenant_user: 'TENANT_USER_DATABASE_URL',
} as const satisfies Record<Duty, string>

/** The Worker's configuration, by the names it reads: everything it needs to run anywhere but at Cloudflare. */
export type WorkerVariables = {
  ENVIRONMENT: string
  /** Origin of the local Neon endpoint; empty: the driver talks to Neon itself. */
  NEON_LOCAL: string
  SESSION_KEY: string
  OIDC_ISSUER: string
  OIDC_CLIENT_ID: string
  OIDC_CLIENT_SECRET: string
  OIDC_TENANT_ID: string
  TENANT_TOKEN_ISSUER: string
  TENANT_TOKEN_JWKS_URL: string
  /** Letters are kept and shown at /dev/mail; nothing leaves this machine. */
  MAIL: 'keep'
  /** Ed25519, PKCS#8 in base64. */
  CHECKPOINT_KEY: string
  /** A receiver of webhooks on this machine may be told. */
  WEBHOOK_LOOPBACK: 'yes'
  PORTAL_ORIGIN: string
  APP_VERSION: string
} & Record<(typeof variableOf)[Duty], string>

type Facts = {
  environment: 'local' | 'test'
  neonLocal: string
  urls: Record<Duty, string>
  sessionKey: string
  checkpointKey: string
  signIn: { issuer: string; clientId: string; clientSecret: string; tenantId: string; tenantTokens: { issuer: string; keys: string } }
  /** Where the portal is reached: letters lead there. */
  origin: string
  version: string
}

export function workerVariables({
  environment,
  neonLocal,
  urls,
  sessionKey,
  checkpointKey,
  signIn,
  origin,
  version,
}: Facts): WorkerVariables {
  return {
    ENVIRONMENT: environment,
    NEON_LOCAL: neonLocal,
    SESSION_KEY: sessionKey,
    CHECKPOINT_KEY: checkpointKey,
    ...provider(signIn),
    MAIL: 'keep',
    WEBHOOK_LOOPBACK: 'yes',
    PORTAL_ORIGIN: origin,
    APP_VERSION: version,
    ...connections(urls),
  }
}

/** Who signs people in, and whose tokens of tenants' users are believed. */
export const provider = (signIn: Facts['signIn']) => ({
  OIDC_ISSUER: signIn.issuer,
  OIDC_CLIENT_ID: signIn.clientId,
  OIDC_CLIENT_SECRET: signIn.clientSecret,
  OIDC_TENANT_ID: signIn.tenantId,
  TENANT_TOKEN_ISSUER: signIn.tenantTokens.issuer,
  TENANT_TOKEN_JWKS_URL: signIn.tenantTokens.keys,
})

/** The connection string of each duty, under its name. The Worker comes by the endpoint, and not by a socket that others may come by. */
export const connections = (urls: Record<Duty, string>) =>
  Object.fromEntries(duties.map((duty) => [variableOf[duty], withoutSocket(urls[duty])])) as Record<(typeof variableOf)[Duty], string>

function withoutSocket(url: string): string {
  const other = new URL(url)
  other.searchParams.delete('host')
  return other.href
}

import { z } from 'zod/mini'
import type { OperatorDesk } from '#objects/operator-desk.ts'
import type { Duty } from '#worker/db/driver.ts'

/** What Cloudflare binds, before it is trusted. */
export type Bindings = { OPERATOR_DESK: DurableObjectNamespace<OperatorDesk>; ASSETS: Fetcher } & Record<string, unknown>

export type SignInProvider = { issuer: string; clientId: string; clientSecret: string; tenantId: string }

export type Settings = {
  environment: 'local' | 'test' | 'production'
  databases: Record<Duty, string>
  /** The local Neon endpoint, or nothing: then the driver's own defaults lead to Neon. */
  neonLocal: string
  sessionKey: string
  signIn: SignInProvider
  appVersion: string
}

const url = z.string().check(z.regex(/^postgres(ql)?:\/\//))
const text = z.string().check(z.minLength(1))

const shape = z.object({
  ENVIRONMENT: z.enum(['local', 'test', 'production']),
  NEON_LOCAL: z._default(z.string(), ''),
  STAFF_DATABASE_URL: url,
  TENANT_RO_DATABASE_URL: url,
  TENANT_RW_DATABASE_URL: url,
  JOBS_DATABASE_URL: url,
  SESSION_KEY: z.string().check(z.minLength(32)),
  OIDC_ISSUER: text,
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: text,
  OIDC_TENANT_ID: text,
  APP_VERSION: z._default(z.string(), 'unversioned'),
})

const known = new WeakMap<object, Settings>()

/** Parsed once per isolate. A missing or malformed setting stops everything and is named; its value never is. */
export function settingsFrom(env: object): Settings {
  const before = known.get(env)
  if (before) return before
  const parsed = shape.safeParse(env)
  if (!parsed.success) {
    throw new Error(`Missing or malformed settings: ${[...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].join(', ')}`)
  }
  const given = parsed.data
  if (given.ENVIRONMENT === 'production' && (given.NEON_LOCAL !== '' || !given.OIDC_ISSUER.startsWith('https://'))) {
    throw new Error('The local database endpoint and the local sign-in cannot be configured in production.')
  }
  const settings: Settings = {
    environment: given.ENVIRONMENT,
    databases: {
      staff: given.STAFF_DATABASE_URL,
      tenant_ro: given.TENANT_RO_DATABASE_URL,
      tenant_rw: given.TENANT_RW_DATABASE_URL,
      jobs: given.JOBS_DATABASE_URL,
    },
    neonLocal: given.NEON_LOCAL,
    sessionKey: given.SESSION_KEY,
    signIn: {
      issuer: given.OIDC_ISSUER,
      clientId: given.OIDC_CLIENT_ID,
      clientSecret: given.OIDC_CLIENT_SECRET,
      tenantId: given.OIDC_TENANT_ID,
    },
    appVersion: given.APP_VERSION,
  }
  known.set(env, settings)
  return settings
}

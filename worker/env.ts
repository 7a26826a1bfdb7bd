import * as z from 'zod/mini'
import type { AiPurse } from '#objects/ai-purse.ts'
import type { AiRoom } from '#objects/ai-room.ts'
import type { OperatorDesk } from '#objects/operator-desk.ts'
import type { TenantRoom } from '#objects/tenant-room.ts'
import type { UserRoom } from '#objects/user-room.ts'
import type { NotaryKeys } from '#worker/audit/notary.ts'
import type { Duty } from '#worker/db/driver.ts'
import type { AiSettings } from '#worker/ai/rules/settings.ts'
import type { MailSettings } from '#worker/jobs/rules/mail-settings.ts'

/** What Cloudflare binds, before it is trusted. */
export type Bindings = {
  OPERATOR_DESK: DurableObjectNamespace<OperatorDesk>
  USER_ROOM: DurableObjectNamespace<UserRoom>
  TENANT_ROOM: DurableObjectNamespace<TenantRoom>
  AI_ROOM: DurableObjectNamespace<AiRoom>
  AI_PURSE: DurableObjectNamespace<AiPurse>
  /** Workers AI, where it is the provider. */
  AI?: unknown
  ASSETS: Fetcher
  PORTAL_JOBS?: Queue
  CONNECTS_OF_ADDRESS?: RateLimit
  CONNECTS_OF_PERSON?: RateLimit
  VISITS_OF_ADDRESS?: RateLimit
  VISITS_OF_READER?: RateLimit
  CHECKPOINTS: R2Bucket
} & Record<string, unknown>

export type SignInProvider = { issuer: string; clientId: string; clientSecret: string; tenantId: string }

/** Whose word counts on a tenant's own user: the vendor's product, by the name it gives itself and the address of its keys. */
export type TenantTokens = { issuer: string; keys: string }

export type Settings = {
  environment: 'local' | 'test' | 'production'
  databases: Record<Duty, string>
  /** The local Neon endpoint, or nothing: then the driver's own defaults lead to Neon. */
  neonLocal: string
  sessionKey: string
  signIn: SignInProvider
  tenantTokens: TenantTokens
  mail: MailSettings
  checkpointKeys: NotaryKeys
  /** Who is asked for the machines behind a name, and whether a receiver on this machine may be told. */
  webhooks: { resolver: string; loopback: boolean }
  /** Where the portal is reached: letters lead there. */
  origin: string
  /** How often an open page gives a sign of life, in ms. */
  heartbeat: number
  /** Whether a socket may show its token in the address, where others may read it: for clients that can do nothing else. */
  allowsQueryToken: boolean
  ai: AiSettings
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
  CUSTOMER_DATABASE_URL: url,
  TENANT_USER_DATABASE_URL: url,
  SESSION_KEY: z.string().check(z.minLength(32)),
  OIDC_ISSUER: text,
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: text,
  OIDC_TENANT_ID: text,
  TENANT_TOKEN_ISSUER: text,
  TENANT_TOKEN_JWKS_URL: z.url(),
  MAIL: z.enum(['keep', 'http']),
  MAIL_URL: z.optional(z.url()),
  MAIL_KEY: z.optional(text),
  MAIL_FROM: z.optional(text),
  /** Ed25519 in PKCS#8, which always begins like this; retired ones by their public halves, 32 bytes each. */
  CHECKPOINT_KEY: z.string().check(z.regex(/^MC4CAQAwBQYDK2Vw[A-Za-z0-9+/]{48}$/)),
  CHECKPOINT_RETIRED_KEYS: z._default(z.string().check(z.regex(/^([\w-]{43}(,[\w-]{43})*)?$/)), ''),
  WEBHOOK_RESOLVER_URL: z._default(z.url(), 'https://cloudflare-dns.com/dns-query'),
  WEBHOOK_LOOPBACK: z._default(z.enum(['', 'yes']), ''),
  PORTAL_ORIGIN: z.url(),
  HEARTBEAT_SECONDS: z._default(z.coerce.number().check(z.minimum(12), z.maximum(60)), 25),
  ALLOW_QUERY_TOKEN: z.optional(z.enum(['on', 'off'])),
  /** Without one, the offline model answers. */
  AI_PROVIDER: z._default(z.enum(['', 'offline', 'workers-ai', 'openai-compatible', 'anthropic']), ''),
  AI_URL: z.optional(z.url()),
  AI_KEY: z.optional(text),
  AI_MODEL: z.optional(text),
  AI_TENANT_TOKENS: z._default(z.coerce.number().check(z.minimum(1)), 500_000),
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
  const addresses = [given.OIDC_ISSUER, given.TENANT_TOKEN_JWKS_URL]
  if (given.ENVIRONMENT === 'production' && (given.NEON_LOCAL !== '' || !addresses.every((each) => each.startsWith('https://')))) {
    throw new Error('The local database endpoint and the local sign-in cannot be configured in production.')
  }
  const settings: Settings = {
    environment: given.ENVIRONMENT,
    databases: {
      staff: given.STAFF_DATABASE_URL,
      tenant_ro: given.TENANT_RO_DATABASE_URL,
      tenant_rw: given.TENANT_RW_DATABASE_URL,
      jobs: given.JOBS_DATABASE_URL,
      customer: given.CUSTOMER_DATABASE_URL,
      tenant_user: given.TENANT_USER_DATABASE_URL,
    },
    neonLocal: given.NEON_LOCAL,
    sessionKey: given.SESSION_KEY,
    signIn: {
      issuer: given.OIDC_ISSUER,
      clientId: given.OIDC_CLIENT_ID,
      clientSecret: given.OIDC_CLIENT_SECRET,
      tenantId: given.OIDC_TENANT_ID,
    },
    tenantTokens: { issuer: given.TENANT_TOKEN_ISSUER, keys: given.TENANT_TOKEN_JWKS_URL },
    mail: mailFrom(given),
    checkpointKeys: { key: given.CHECKPOINT_KEY, retired: given.CHECKPOINT_RETIRED_KEYS.split(',').filter((x) => x !== '') },
    webhooks: webhooksFrom(given),
    origin: given.PORTAL_ORIGIN,
    heartbeat: given.HEARTBEAT_SECONDS * 1000,
    allowsQueryToken: (given.ALLOW_QUERY_TOKEN ?? (given.ENVIRONMENT === 'production' ? 'off' : 'on')) === 'on',
    ai: { provider: modelSettingsFrom(given), tenantBudget: given.AI_TENANT_TOKENS },
    appVersion: given.APP_VERSION,
  }
  known.set(env, settings)
  return settings
}

/** A letter that is only kept reaches nobody, so production sends; and it sends the provider's key by https only. */
function mailFrom({ ENVIRONMENT, MAIL, MAIL_URL, MAIL_KEY, MAIL_FROM }: z.output<typeof shape>): MailSettings {
  const isProduction = ENVIRONMENT === 'production'
  if (MAIL === 'keep') {
    if (isProduction) throw new Error('MAIL=keep sends no letter and cannot be configured in production.')
    return { kind: 'keep' }
  }
  const needed = { MAIL_URL, MAIL_KEY, MAIL_FROM }
  const missing = Object.entries(needed).filter(([, value]) => value === undefined)
  if (!MAIL_URL || !MAIL_KEY || !MAIL_FROM) {
    throw new Error(`Missing or malformed settings: ${missing.map(([name]) => name).join(', ')}`)
  }
  if (isProduction && !MAIL_URL.startsWith('https://')) throw new Error('MAIL_URL must begin with https:// in production.')
  return { kind: 'http', url: MAIL_URL, key: MAIL_KEY, from: MAIL_FROM }
}

/** In production nothing on our own side of the line is told anything. */
function webhooksFrom({ ENVIRONMENT, WEBHOOK_RESOLVER_URL, WEBHOOK_LOOPBACK }: z.output<typeof shape>): Settings['webhooks'] {
  if (ENVIRONMENT === 'production' && WEBHOOK_LOOPBACK !== '')
    throw new Error('WEBHOOK_LOOPBACK is for trying things out and cannot be configured in production.')
  if (ENVIRONMENT === 'production' && !WEBHOOK_RESOLVER_URL.startsWith('https://'))
    throw new Error('WEBHOOK_RESOLVER_URL must begin with https:// in production.')
  return { resolver: WEBHOOK_RESOLVER_URL, loopback: WEBHOOK_LOOPBACK === 'yes' }
}

/** What leaves for a model goes over https in production, key or not. */
function modelSettingsFrom({ ENVIRONMENT, AI_PROVIDER, AI_URL, AI_KEY, AI_MODEL }: z.output<typeof shape>): AiSettings['provider'] {
  if (AI_PROVIDER === '' || AI_PROVIDER === 'offline') return { kind: 'offline' }
  if (ENVIRONMENT === 'production' && AI_URL !== undefined && !AI_URL.startsWith('https://'))
    throw new Error('AI_URL must begin with https:// in production.')
  const needed = { AI_MODEL, ...(AI_PROVIDER === 'openai-compatible' && { AI_URL }), ...(AI_PROVIDER === 'anthropic' && { AI_KEY }) }
  const missing = Object.entries(needed).filter(([, value]) => value === undefined)
  if (missing.length > 0) throw new Error(`Missing or malformed settings: ${missing.map(([name]) => name).join(', ')}`)
  const model = AI_MODEL as string
  if (AI_PROVIDER === 'workers-ai') return { kind: AI_PROVIDER, model }
  if (AI_PROVIDER === 'anthropic') return { kind: AI_PROVIDER, model, url: AI_URL, key: AI_KEY as string }
  return { kind: AI_PROVIDER, model, url: AI_URL as string, key: AI_KEY }
}

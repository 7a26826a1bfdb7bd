import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { settingsFrom } from '#worker/env.ts'

const given = env as unknown as Record<string, string>
const providerOf = (more: Record<string, string>) => settingsFrom({ ...given, ...more }).ai.provider

describe('the settings of models', () => {
  it('name the offline model where nobody names another', () => {
    expect([providerOf({}), providerOf({ AI_PROVIDER: 'offline', AI_MODEL: 'x' })]).toEqual([{ kind: 'offline' }, { kind: 'offline' }])
    expect(settingsFrom({ ...given, AI_TENANT_TOKENS: '1000' }).ai.tenantBudget).toBe(1_000)
  })

  it.each([
    [
      { AI_PROVIDER: 'workers-ai', AI_MODEL: 'm' },
      { kind: 'workers-ai', model: 'm' },
    ],
    [
      { AI_PROVIDER: 'openai-compatible', AI_MODEL: 'm', AI_URL: 'https://models.example/v1' },
      { kind: 'openai-compatible', model: 'm', url: 'https://models.example/v1', key: undefined },
    ],
    [
      { AI_PROVIDER: 'anthropic', AI_MODEL: 'm', AI_KEY: 'k' },
      { kind: 'anthropic', model: 'm', url: undefined, key: 'k' },
    ],
  ])('name a provider with what it needs: %j', (named, provider) => {
    expect(providerOf(named)).toEqual(provider)
  })

  it.each([
    [{ AI_PROVIDER: 'workers-ai' }, 'AI_MODEL'],
    [{ AI_PROVIDER: 'openai-compatible', AI_MODEL: 'm' }, 'AI_URL'],
    [{ AI_PROVIDER: 'anthropic', AI_MODEL: 'm' }, 'AI_KEY'],
    [{ AI_PROVIDER: 'oracle' }, 'AI_PROVIDER'],
    [{ AI_TENANT_TOKENS: '0' }, 'AI_TENANT_TOKENS'],
  ])('stop everything where something is missing: %j, by its name', (named, missing) => {
    expect(() => settingsFrom({ ...given, ...named })).toThrow(`Missing or malformed settings: ${missing}`)
  })

  it('let nothing leave unsealed in production', () => {
    const production = {
      ...given,
      ENVIRONMENT: 'production',
      NEON_LOCAL: '',
      OIDC_ISSUER: 'https://issuer.example',
      TENANT_TOKEN_JWKS_URL: 'https://product.example/keys',
      WEBHOOK_LOOPBACK: '',
      MAIL: 'http',
      MAIL_URL: 'https://mail.example/send',
      MAIL_KEY: 'k',
      MAIL_FROM: 'portal@vendor.example',
    }
    const named = { AI_PROVIDER: 'openai-compatible', AI_MODEL: 'm', AI_URL: 'http://models.example/v1' }
    expect(() => settingsFrom({ ...production, ...named })).toThrow('AI_URL must begin with https:// in production.')
    expect(settingsFrom({ ...production, ...named, AI_URL: 'https://models.example/v1' }).ai.provider.kind).toBe('openai-compatible')
  })
})

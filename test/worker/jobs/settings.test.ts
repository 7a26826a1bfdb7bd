import { describe, expect, it } from 'vitest'
import { env } from 'cloudflare:workers'
import { settingsFrom } from '#worker/env.ts'

const given = { ...(env as object) } as Record<string, unknown>
const production = {
  ...given,
  ENVIRONMENT: 'production',
  NEON_LOCAL: '',
  WEBHOOK_LOOPBACK: '',
  OIDC_ISSUER: 'https://directory.example',
  TENANT_TOKEN_JWKS_URL: 'https://keys.example/jwks',
}
const http = { MAIL: 'http', MAIL_URL: 'https://mail.example/send', MAIL_KEY: 'the-key', MAIL_FROM: 'portal@vendor.example' }

describe('mail settings', () => {
  it('keep letters locally, and hand them to a provider in production', () => {
    expect(settingsFrom({ ...given }).mail).toEqual({ kind: 'keep' })
    expect(settingsFrom({ ...production, ...http }).mail).toEqual({
      kind: 'http',
      url: http.MAIL_URL,
      key: http.MAIL_KEY,
      from: http.MAIL_FROM,
    })
  })

  it('refuse to keep letters in production, where nobody would read them', () => {
    expect(() => settingsFrom({ ...production, MAIL: 'keep' })).toThrow('cannot be configured in production')
    expect(() => settingsFrom({ ...production, ...http, MAIL_URL: 'http://mail.example/send' })).toThrow('https://')
  })

  it.each(['MAIL_URL', 'MAIL_KEY', 'MAIL_FROM', 'PORTAL_ORIGIN', 'MAIL'])('name %s when it is missing, and never its value', (name) => {
    expect(() => settingsFrom({ ...production, ...http, [name]: undefined })).toThrow(
      new RegExp(`Missing or malformed settings: .*${name}`),
    )
  })
})

describe('webhook settings', () => {
  it('ask a public resolver, and let a receiver on this machine be told where they say so', () => {
    expect(settingsFrom({ ...production, ...http }).webhooks).toEqual({ resolver: 'https://cloudflare-dns.com/dns-query', loopback: false })
    expect(settingsFrom({ ...given }).webhooks.loopback).toBe(true)
  })

  it('tell nothing on our own side of the line in production, nor ask there', () => {
    expect(() => settingsFrom({ ...production, ...http, WEBHOOK_LOOPBACK: 'yes' })).toThrow('cannot be configured in production')
    expect(() => settingsFrom({ ...production, ...http, WEBHOOK_RESOLVER_URL: 'http://127.0.0.1/dns-query' })).toThrow('https://')
  })
})

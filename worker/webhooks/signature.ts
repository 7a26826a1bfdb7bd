import { Webhook } from 'standardwebhooks'
import { isSame } from '#worker/rules/same.ts'
import { bytesOf, publicKeyFrom } from '#worker/webhooks/public-key.ts'
import type { Signed } from '#worker/webhooks/rules/headers.ts'
import type { SecretVersion } from '#worker/webhooks/rules/words.ts'

/** A secret in force, opened: `whsec_…` for v1, `whpk_…` for v1a. */
export type Opened = { version: SecretVersion; text: string }

/** Whether any of the signatures is of any of the secrets. All are tried, whichever matches first, so that the time it takes tells
 *  nothing; where there is no secret at all, one that nobody has takes its place. */
export async function isSigned(body: string, { id, at, signatures }: Signed, secrets: readonly Opened[]): Promise<boolean> {
  let found = false
  for (const { version, text } of secrets.length === 0 ? [NOBODYS] : secrets) {
    if (version === 'v1') {
      const expected = valueOf(new Webhook(text).sign(id, new Date(at * 1000), body))
      for (const each of signatures) if (each.version === 'v1' && isSame(each.value, expected)) found = true
    } else {
      const key = await publicKeyFrom(text)
      for (const each of signatures) if (each.version === 'v1a' && (await isOf(key, each.value, `${id}.${at}.${body}`))) found = true
    }
  }
  return found && secrets.length > 0
}

/** The header `webhook-signature`: one for each secret in force, so that the receiver may have either. */
export const signaturesOf = (body: string, id: string, at: Date, secrets: readonly string[]): string =>
  secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' ')

const NOBODYS: Opened = { version: 'v1', text: `whsec_${'A'.repeat(43)}=` }

const valueOf = (signature: string) => signature.slice(signature.indexOf(',') + 1)

function isOf(key: CryptoKey, value: string, text: string): Promise<boolean> {
  return crypto.subtle.verify({ name: 'Ed25519' }, key, bytesOf(value), new TextEncoder().encode(text))
}

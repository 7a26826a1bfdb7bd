import type { SecretVersion } from '#worker/webhooks/rules/words.ts'

/** What stands beside a message (Standard Webhooks 1.0), in the shapes that count. */
export type Signed = { id: string; at: number; signatures: { version: SecretVersion; value: string }[] }

/** Between the sender's clock and ours, in seconds, either way. */
export const TOLERANCE = 300
/** More signatures than anybody rotates keys are not looked at. */
const MOST_SIGNATURES = 16

export const MESSAGE_ID = /^[\w.:-]{1,120}$/

/** Undefined where something is missing or of another shape. `at` in seconds. */
export function signedFrom(header: (name: string) => string | undefined): Signed | undefined {
  const [id, at, list] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => header(name) ?? '')
  if (!id || !at || !list || !MESSAGE_ID.test(id) || !/^\d{1,12}$/.test(at)) return undefined
  const signatures = list.split(' ').slice(0, MOST_SIGNATURES).flatMap(signatureFrom)
  return { id, at: Number(at), signatures }
}

/** Of another version, or of a shape that no signature of its version has: as if it were not there. */
function signatureFrom(text: string): Signed['signatures'] {
  const [, value] = /^v1,([A-Za-z0-9+/]{43}=)$/.exec(text) ?? []
  if (value !== undefined) return [{ version: 'v1', value }]
  const [, long] = /^v1a,([A-Za-z0-9+/]{86}==)$/.exec(text) ?? []
  return long === undefined ? [] : [{ version: 'v1a', value: long }]
}

export const isInTime = (at: number, now: Date): boolean => Math.abs(Math.floor(now.getTime() / 1000) - at) <= TOLERANCE

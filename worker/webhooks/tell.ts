import { faultOf, isLoopback } from '#worker/webhooks/rules/address.ts'
import { isPublicMachine } from '#worker/webhooks/rules/machine.ts'
import { signaturesOf } from '#worker/webhooks/signature.ts'
import type { Resolve } from '#worker/webhooks/resolve.ts'

/** A message to a tenant's own address. `secrets` are sealed, each under its key. */
export type Telling = { id: string; endpointId: string; url: string; message: string; secrets: { id: string; sealed: Uint8Array }[] }

/** How it went: a code, never a word of the other side. */
export type Told = { ok: true; code: string } | { ok: false; code: string; again: boolean }
export type Tell = (telling: Telling, now: Date) => Promise<Told>

type How = {
  open: (about: string, sealed: Uint8Array) => Promise<string>
  resolve: Resolve
  /** A receiver on this machine may be tried; never in production. */
  loopback: boolean
}

/** No answer is waited for longer, in ms. */
const PATIENCE = 10_000
/** What is read of an answer before the line is cut, in bytes: only its status counts. */
const MOST_READ = 16 * 1024
/** The receiver is gone for good and says so. */
const GONE = 410

/** Sends one signed message. The address is judged again each time, the machines behind it, too: a name may lead elsewhere by now. */
export function tellOver({ open, resolve, loopback }: How): Tell {
  return async ({ id, endpointId, url, message, secrets }, now) => {
    if (faultOf(url, { loopback }) !== undefined) return { ok: false, code: 'OUT_ADDRESS', again: false }
    const refused = isLoopback(new URL(url)) ? undefined : await whyNot(new URL(url).hostname, resolve)
    if (refused) return refused
    const opened = await Promise.all(secrets.map(({ id: secretId, sealed }) => open(`${endpointId} ${secretId}`, sealed)))
    return send(url, message, {
      'Content-Type': 'application/json',
      'User-Agent': 'operations-portal-webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signaturesOf(message, id, now, opened),
    })
  }
}

/** One number that is not everybody's is enough: nobody knows which of them the line will take. */
async function whyNot(name: string, resolve: Resolve): Promise<Told | undefined> {
  try {
    const numbers = await resolve(name)
    if (numbers.length === 0) return { ok: false, code: 'OUT_UNRESOLVED', again: true }
    return numbers.every(isPublicMachine) ? undefined : { ok: false, code: 'OUT_PRIVATE', again: false }
  } catch {
    return { ok: false, code: 'OUT_UNRESOLVED', again: true }
  }
}

async function send(url: string, body: string, headers: Record<string, string>): Promise<Told> {
  let status: number
  try {
    // Followed, a redirect would lead where nobody looked.
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) })
    status = response.status
    await readSome(response.body)
  } catch {
    return { ok: false, code: 'OUT_SILENT', again: true }
  }
  const code = `OUT_HTTP_${status}`
  return status >= 200 && status < 300 ? { ok: true, code } : { ok: false, code, again: status !== GONE }
}

async function readSome(body: ReadableStream<Uint8Array> | null): Promise<void> {
  const reader = body?.getReader()
  if (!reader) return
  for (let read = 0; read < MOST_READ; ) {
    const { done, value } = await reader.read()
    if (done) return
    read += value.byteLength
  }
  await reader.cancel()
}

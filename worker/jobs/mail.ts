import type { SQL } from 'drizzle-orm'
import { keepLetter } from '#worker/jobs/queries/letters.ts'
import type { Letter } from '#worker/jobs/rules/letters.ts'
import type { MailSettings } from '#worker/jobs/rules/mail-settings.ts'

/** Where letters go; without an operator to a customer. An `effect` is a statement that is to stand in the transaction that marks the job done. */
export type Mail = (key: string, to: { operatorId: string | null; address: string }, letter: Letter) => Promise<Sent>
export type Sent = { ok: true; effect?: SQL } | { ok: false; code: string; again: boolean }

/** No answer of the provider is waited for longer, in ms. */
const PATIENCE = 10_000

export function mailFrom(settings: MailSettings): Mail {
  return settings.kind === 'keep' ? kept : overHttp(settings)
}

/** Locally and in tests: no letter leaves the machine, all can be read at /dev/mail. */
const kept: Mail = async (key, to, letter) => ({ ok: true, effect: keepLetter(key, to, letter) })

/** A provider that knows a letter by its key sends it once, though it is asked twice. What it refuses it will refuse again, except when
 *  it was only asked too often or too slowly. */
function overHttp({ url, key: bearer, from }: Extract<MailSettings, { kind: 'http' }>): Mail {
  return async (key, { address }, { subject, text }) => {
    let status: number
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}`, 'Idempotency-Key': key },
        body: JSON.stringify({ from, to: address, subject, text }),
        redirect: 'manual', // the key goes to the provider that was configured, and to nobody else
        signal: AbortSignal.timeout(PATIENCE),
      })
      await response.body?.cancel()
      status = response.status
    } catch {
      return { ok: false, code: 'MAIL_SILENT', again: true }
    }
    if (status >= 200 && status < 300) return { ok: true }
    const refused = status >= 300 && status < 500 && status !== 408 && status !== 429
    return { ok: false, code: `MAIL_HTTP_${status}`, again: !refused }
  }
}

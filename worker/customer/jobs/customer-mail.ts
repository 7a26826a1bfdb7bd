import { letterFacts } from '#worker/customer/queries/letter.ts'
import { requestNotice, startNotice } from '#worker/customer/rules/notice.ts'
import type { Kind } from '#worker/jobs/jobs/kind.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'

/** Tells a tenant's contact that somebody came in, or asks to. Address and words are read when it is sent. */
export const customerMailJob: Kind<'customer-mail'> = {
  kind: 'customer-mail',
  ...JOB_LIMITS['customer-mail'],
  async run({ scope, mail }, { contact, event }, { id }) {
    const facts = await letterFacts(scope, { eventId: event, contactId: contact })
    if (facts === undefined) return { ok: false, code: 'CONTACT_GONE', again: false }
    return mail(id, { operatorId: null, address: facts.address }, 'began' in facts ? startNotice(facts.began) : requestNotice(facts.asks))
  },
}

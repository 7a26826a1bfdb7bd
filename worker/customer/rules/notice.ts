import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { Role } from '#worker/auth/rules/roles.ts'
import { wayName } from '#worker/impersonation/rules/access.ts'
import { CATEGORY_NAMES, type Mode, type Scope, type SessionCategory } from '#worker/impersonation/rules/words.ts'
import type { Letter } from '#worker/jobs/rules/letters.ts'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

type Began = {
  operatorRole: Role
  mode: Mode
  breakGlass: boolean
  category: SessionCategory
  ticket: number | null
  startedAt: Date
  expiresAt: Date
}

/** A letter leaves the portal: roles, times and codes; no name, no reason, no record, and no link that opens something. */
export function startNotice({ operatorRole, mode, breakGlass, category, ticket, startedAt, expiresAt }: Began): Letter {
  return {
    subject: breakGlass ? 'Our staff entered your data in an emergency' : 'Our staff entered your data',
    text: `${[
      `Who: ${ROLE_NAMES[operatorRole]}`,
      `How: ${mode === 'READ_WRITE' ? 'reads and changes' : 'reads only'}${breakGlass ? ', in an emergency, without an approval' : ''}`,
      `What for: ${CATEGORY_NAMES[category]}${ticket === null ? '' : `, ticket ${ticketLabel(ticket)}`}`,
      `Since: ${utc(startedAt)}`,
      `Until: ${utc(expiresAt)} at the latest, unless it is extended`,
    ].join('\n')}\n\nWhat was looked at stands at once on the page of your access link, and there your administrator can end it.\n`,
  }
}

type Asks = Pick<Began, 'operatorRole' | 'mode' | 'category' | 'ticket'> & { scope: Scope; minutes: number; answerBy: Date }

/** That somebody waits for the customer's yes, in the same words. */
export function requestNotice({ operatorRole, mode, scope, category, ticket, minutes, answerBy }: Asks): Letter {
  return {
    subject: 'Our staff asks to enter your data',
    text: `${[
      `Who: ${ROLE_NAMES[operatorRole]}`,
      `How: ${wayName(mode, scope).toLowerCase()}`,
      `What for: ${CATEGORY_NAMES[category]}${ticket === null ? '' : `, ticket ${ticketLabel(ticket)}`}`,
      `For: ${minutes} minutes, and no longer`,
      `Answer until: ${utc(answerBy)}; no answer is a no`,
    ].join('\n')}\n\nYour administrator says yes or no on the page of your access link, or in the product.\n`,
  }
}

const utc = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

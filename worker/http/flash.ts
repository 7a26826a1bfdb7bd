import type { PortalContext } from '#worker/http/portal.ts'
import type { FlashMessage } from '#views/layout/page.tsx'

/** What the page before did, said once on the next one. Only the code travels in the address, so nobody can put words on a page. */
const FLASHES = {
  'notifications-marked': { tone: 'good', title: 'Done.', text: 'Your other open pages know it too.' },
  'notifications-read': { tone: 'good', title: 'All read.', text: 'Nothing is unread any more.' },
  'preferences-kept': { tone: 'good', title: 'Kept.', text: 'It holds from the next notification on.' },
  'home-arranged': { tone: 'good', title: 'Arranged.', text: 'Your home shows the cards in this order now.' },
  'ticket-taken': { tone: 'good', title: 'The ticket is yours.', text: 'You can enter the tenant on it.' },
  'job-retried': { tone: 'good', title: 'The job is due again.', text: 'It starts as soon as a worker is free.' },
  'job-replayed': { tone: 'good', title: 'The job is due again.', text: 'It starts over within a minute.' },
  'job-cancelled': { tone: 'good', title: 'The job was cancelled.', text: 'It does not run; you can run it again from here.' },
  'config-saved': { tone: 'good', title: 'The new version is in force.', text: 'What changed stands first in the history.' },
  'case-changed': {
    tone: 'good',
    title: 'The case was changed.',
    text: 'It stands in the trail with your reason; the customer can see it.',
  },
  'note-added': {
    tone: 'good',
    title: 'The note was added.',
    text: 'It stands on the case under your name, and in the trail without its words.',
  },
  'user-changed': {
    tone: 'good',
    title: 'The user was changed.',
    text: 'It stands in the trail with your reason; the customer can see it.',
  },
  'user-invited': { tone: 'good', title: 'The invitation is on its way.', text: 'The product sends it to the address that it has.' },
  'secret-set': { tone: 'good', title: 'The secret was set.', text: 'Its value is sealed; nobody can read it here.' },
  'webhook-added': { tone: 'good', title: 'Added.', text: 'It takes messages signed with the key of their sender.' },
  'webhook-rotated': { tone: 'good', title: 'The new key is in force.', text: 'How long the one before counts stands below.' },
  'webhook-disabled': { tone: 'good', title: 'Disabled.', text: 'It takes and tells nothing until it is enabled again.' },
  'webhook-enabled': { tone: 'good', title: 'Enabled.', text: 'It takes and tells again.' },
  'access-asked': { tone: 'good', title: 'Asked.', text: 'Whoever can approve it was told. You hear of their answer wherever you are.' },
  'access-approved': { tone: 'good', title: 'Approved.', text: 'Your yes is on record. You can take it back as long as it matters.' },
  'access-denied': { tone: 'good', title: 'Denied.', text: 'Nothing begins from it, and what had begun is over. They read what you said.' },
  'access-withdrawn': { tone: 'good', title: 'Taken back.', text: 'Nobody needs to answer it any more.' },
  'reveals-asked': { tone: 'good', title: 'Asked.', text: 'Whoever can approve it was told. You hear of their answer wherever you are.' },
  'reveals-approved': { tone: 'good', title: 'Approved.', text: 'They reveal on in their session. Your yes is on record.' },
  'reveals-denied': { tone: 'good', title: 'Denied.', text: 'They read what you said.' },
  'link-revoked': { tone: 'good', title: 'Revoked.', text: 'The link opens nothing any more.' },
  extended: { tone: 'good', title: 'The session was extended.', text: 'The new end stands in the banner.' },
  ended: { tone: 'good', title: 'The session is over.', text: 'Nothing of the tenant is open to you any more.' },
  killed: {
    tone: 'good',
    title: 'Ended.',
    text: 'Nothing can be read or changed there any more. It stands in the trail with your reason.',
  },
  'nothing-open': {
    tone: 'info',
    title: 'Nothing was open any more.',
    text: 'It had ended before. Your press stands in the trail all the same.',
  },
  'sign-in-ended': { tone: 'good', title: 'The sign-in was ended.', text: 'Whoever uses it is asked to sign in again.' },
  'program-ended': { tone: 'good', title: 'The program was ended.', text: 'Its tokens open nothing any more.' },
  'person-added': { tone: 'good', title: 'Added.', text: 'They can sign in with their account in the directory.' },
  'role-changed': { tone: 'good', title: 'The role was changed.', text: 'They sign in anew and find what it opens.' },
  'person-held': {
    tone: 'good',
    title: 'Held.',
    text: 'Their sign-ins and sessions ended. A support lead or an administrator releases them.',
  },
  'person-released': { tone: 'good', title: 'Released.', text: 'They sign in anew and can work again.' },
  'person-deactivated': {
    tone: 'good',
    title: 'Deactivated.',
    text: 'Their sign-ins and sessions ended. See below what is still in their name.',
  },
  'person-reactivated': { tone: 'good', title: 'Reactivated.', text: 'They can sign in again.' },
  'admin-asked': { tone: 'good', title: 'Asked.', text: 'A second administrator decides within seven days.' },
  'admin-granted': { tone: 'good', title: 'Granted.', text: 'They sign in anew as an administrator.' },
  'admin-refused': { tone: 'good', title: 'Refused.', text: 'Their role stays as it is. It stands in the trail with your reason.' },
  'review-approved': { tone: 'good', title: 'Approved.', text: 'What you wrote stands with the session and in the trail.' },
  'review-flagged': { tone: 'good', title: 'Flagged.', text: 'The operator and their leads are told.' },
  noted: { tone: 'good', title: 'Your closing note was added.', text: 'It stands in the timeline below.' },
} as const satisfies Record<string, FlashMessage>

export type FlashCode = keyof typeof FLASHES

export function flashOf(c: PortalContext): FlashMessage | undefined {
  const code = c.req.query('done')
  return code !== undefined && code in FLASHES ? FLASHES[code as FlashCode] : undefined
}

/** Why nobody may enter (or stay longer), with the next step that would help. The codes come from `app.begin_session`, `app.ask_access` and
 *  `app.extend_impersonation`. `field` is the field of the form that it concerns. */
export const REFUSALS = {
  TENANT_UNKNOWN: { field: 'tenantId', message: 'There is no such tenant.' },
  NOT_PERMITTED: { field: 'tenantId', message: 'Your role does not enter tenants. Ask the support team to look.' },
  ALREADY_IN_SESSION: { field: 'tenantId', message: 'You are inside a tenant already. End that session first: one at a time.' },
  TENANT_NOT_ACTIVE: { field: 'tenantId', message: 'This tenant is suspended or has left. Its data is not entered for support.' },
  TENANT_CLOSED: { field: 'tenantId', message: 'This customer has closed its data to the vendor. Ask its contact to open it.' },
  APPROVAL_NEEDED: { field: 'need', message: 'This takes an approval. Ask for it; it is told to whoever can give it at once.' },
  NO_APPROVAL_NEEDED: { field: 'need', message: 'This takes no approval. Enter right away.' },
  NOT_YOUR_WAY: { field: 'need', message: 'Your role does not enter this way. Enter read-only, or hand over to a higher level.' },
  PROJECT_NEEDED: {
    field: 'need',
    message: 'Your role writes in tenants of its own running projects only. Enter read-only, or hand over to Support L3.',
  },
  ASKED_ALREADY: { field: 'need', message: 'You have asked for this tenant already. Use that request, or take it back first.' },
  NOT_APPROVED: { field: 'form', message: 'This is not approved, or not any more. Look at the request again.' },
  APPROVAL_USED: { field: 'form', message: 'This approval was used already. It opens one session; ask anew for another.' },
  REQUEST_CHANGED: { field: 'form', message: 'This is not what was approved. Begin exactly that, or ask anew.' },
  BREAK_GLASS_NOT_NEEDED: { field: 'ticketId', message: 'You can enter on this ticket right away, without breaking any glass.' },
  REVIEW_PENDING: {
    field: 'reason',
    message: 'Your last break-glass session waits for its review. Until somebody looked at it there is no second one: ask for an approval.',
  },
  TICKET_UNKNOWN: { field: 'ticketId', message: 'Choose an open ticket of this tenant.' },
  TICKET_CLOSED: { field: 'ticketId', message: 'That ticket is closed. Choose an open one, or have the customer reopen it.' },
  TICKET_NOT_YOURS: { field: 'ticketId', message: 'That ticket is not assigned to you. Take it first, or choose one of yours.' },
  USER_UNKNOWN: { field: 'targetUserId', message: 'There is no such user in this tenant.' },
  USER_NOT_ACTIVE: { field: 'targetUserId', message: 'That user is not active, so there is no view to take.' },
  ABOVE_CEILING: {
    field: 'targetUserId',
    message: 'That user sees more than your role may. Choose another, or hand over to a higher level.',
  },
  NOT_FOUND: { field: 'reason', message: 'There is no such session.' },
  ENDED: { field: 'reason', message: 'The session is over.' },
  TOO_LONG: { field: 'minutes', message: 'Extend by 30 minutes at most.' },
  AT_LIMIT: {
    field: 'minutes',
    message: 'No more time can be given: four hours, what was approved, or your own sign-in end here. Leave and start a new session.',
  },
  NOT_OVER: { field: 'note', message: 'The session is still open. Leave the tenant first, then say what came of it.' },
  NOTED_ALREADY: { field: 'note', message: 'This session has its closing note. It stands in the timeline and is not changed.' },
  NOTE_TOO_LATE: { field: 'note', message: 'A closing note is written within seven days of the end.' },
  NOTE_TOO_LONG: { field: 'note', message: 'A closing note has 2000 characters at most.' },
} as const
export type Refusal = keyof typeof REFUSALS

/** Why nobody gets more reveals just now. The codes come from `app.ask_reveals`. */
export const REVEAL_REFUSALS = {
  REVEALS_LEFT: { title: 'There are some left.', help: 'Use those first. More are asked for when none is left.' },
  REVEALS_ASKED: { title: 'You have asked already.', help: 'Whoever can approve it was told. You hear of their answer wherever you are.' },
  SESSION_OVER: { title: 'The session is over.', help: 'Start a new one; it has reveals of its own.' },
} as const
export type RevealRefusal = keyof typeof REVEAL_REFUSALS

/** Why a colleague's answer to a request does not count. The codes come from `app.answer_access`. */
export const ANSWER_REFUSALS = {
  OWN_REQUEST: { title: 'Nobody answers their own request.', help: 'A colleague does. You can take it back.' },
  INSIDE_SESSION: { title: 'Nobody approves from inside a tenant.', help: 'End your session first; the request waits.' },
  DECIDED_ALREADY: { title: 'This is decided already.', help: 'Somebody was faster, or the time was up. It stands as it is shown now.' },
  ASKER_GONE: { title: 'Whoever asked may not enter any more.', help: 'Deny it, or leave it: nothing can begin from it.' },
} as const
export type AnswerRefusal = keyof typeof ANSWER_REFUSALS

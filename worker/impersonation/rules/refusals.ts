/** Why nobody may enter (or stay longer), with the next step that would help. The codes come from `app.start_impersonation` and
 *  `app.extend_impersonation`. `field` is the field of the form that it concerns. */
export const REFUSALS = {
  TENANT_UNKNOWN: { field: 'tenantId', message: 'There is no such tenant.' },
  NOT_PERMITTED: { field: 'tenantId', message: 'Your role does not enter tenants. Ask the support team to look.' },
  ALREADY_IN_SESSION: { field: 'tenantId', message: 'You are inside a tenant already. End that session first: one at a time.' },
  TENANT_NOT_ACTIVE: { field: 'tenantId', message: 'This tenant is suspended or has left. Its data is not entered for support.' },
  TENANT_CLOSED: { field: 'tenantId', message: 'This customer has closed its data to the vendor. Ask its contact to open it.' },
  APPROVAL_NEEDED: {
    field: 'tenantId',
    message: 'This customer approves each access. Ask its contact to change the access policy, or to look with you on a call.',
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
    message: 'No more time can be given: four hours, or your own sign-in, end here. Leave and start a new session.',
  },
  NOT_OVER: { field: 'note', message: 'The session is still open. Leave the tenant first, then say what came of it.' },
  NOTED_ALREADY: { field: 'note', message: 'This session has its closing note. It stands in the timeline and is not changed.' },
  NOTE_TOO_LATE: { field: 'note', message: 'A closing note is written within seven days of the end.' },
  NOTE_TOO_LONG: { field: 'note', message: 'A closing note has 2000 characters at most.' },
} as const
export type Refusal = keyof typeof REFUSALS

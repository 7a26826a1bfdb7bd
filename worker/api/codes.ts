import {
  ANSWER_REFUSALS,
  type AnswerRefusal,
  REFUSALS,
  type Refusal as EntryRefusal,
  REVEAL_REFUSALS,
  type RevealRefusal,
} from '#worker/impersonation/rules/refusals.ts'
import { type Because, REFUSALS as PERSON_REFUSALS } from '#worker/people/rules/refusals.ts'
import { REVIEW_REFUSALS, type ReviewRefusal } from '#worker/reviews/rules/refusals.ts'

/** Everything the API can say no with. A code is a promise: it may be added, never renamed. */
const OWN = {
  MALFORMED_JSON: { status: 400, title: 'The body is not JSON.' },
  IDEMPOTENCY_KEY_REQUIRED: { status: 400, title: 'A change needs a key of its own.' },
  SIGNED_OUT: { status: 401, title: 'Sign in first.' },
  REFRESH_REFUSED: { status: 401, title: 'This refresh token is not one that can be traded.' },
  IMPERSONATION_ENDED: { status: 401, title: 'The session is over.' },
  NOT_PERMITTED: { status: 403, title: 'Not yours to do.' },
  READ_ONLY_SESSION: { status: 403, title: 'This session only reads.' },
  WRITE_BEYOND_VIEW: { status: 403, title: 'Whoever one looks as here may not change this.' },
  SEALED: { status: 403, title: 'This is sealed from everybody.' },
  EXPORT_NOT_APPROVED: { status: 403, title: 'Nobody approved an export for this session.' },
  REVEALS_USED_UP: { status: 403, title: 'The reveals of this session are used up.' },
  SIGN_IN_NOT_FRESH: { status: 403, title: 'This needs a fresh sign-in.' },
  HELD: { status: 403, title: 'Your access is on hold.' },
  NOT_FOUND: { status: 404, title: 'There is nothing here.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address has other methods.' },
  WEBHOOK_NOT_VERIFIED: { status: 403, title: 'This is not from whom it should be.' },
  WEBHOOK_STALE: { status: 403, title: 'This was signed at another time.' },
  WEBHOOK_ID_REUSED: { status: 409, title: 'This id was another message.' },
  VERSION_CONFLICT: { status: 409, title: 'Somebody else was faster.' },
  INVALID_TRANSITION: { status: 409, title: 'It is not in a state from which this is done.' },
  ALREADY_TAKEN: { status: 409, title: 'Somebody has it already.' },
  TOO_MANY_LINKS: { status: 409, title: 'There are many open links already. Revoke one first.' },
  TOO_LARGE: { status: 413, title: 'That is too much at once.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The API takes JSON only.' },
  INVALID_INPUT: { status: 422, title: 'Something in the request is not as it should be.' },
  ASSIGNEE_NOT_ELIGIBLE: { status: 422, title: 'Cases go to active users who work on cases.' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'This key was already used for another request.' },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests.' },
  BUDGET_SEARCH: { status: 429, title: 'The searches of this minute are used up.' },
  BUDGET_TENANT: { status: 429, title: 'The tenants of this hour are used up.' },
  BUDGET_RECORD: { status: 429, title: 'The readings of these ten minutes are used up.' },
  INTERNAL: { status: 500, title: 'Something broke on our side.' },
  BUSY: { status: 503, title: 'Somebody else is at the same record.' },
  TRAIL_UNAVAILABLE: { status: 503, title: 'The trail cannot be written right now.' },
  UNAVAILABLE: { status: 503, title: 'Not reachable right now.' },
} as const satisfies Record<string, { status: number; title: string }>

/** Why nobody may enter a tenant, or stay longer, under the codes that the rules give it. */
type Entry = Exclude<EntryRefusal, 'NOT_FOUND' | 'NOT_PERMITTED'>
const COLLIDES: readonly string[] = [
  ...['ALREADY_IN_SESSION', 'ENDED', 'AT_LIMIT', 'NOT_OVER', 'NOTED_ALREADY', 'NOTE_TOO_LATE'],
  ...['ASKED_ALREADY', 'NOT_APPROVED', 'APPROVAL_USED', 'REQUEST_CHANGED', 'REVIEW_PENDING'],
]
const entry = Object.fromEntries(
  Object.entries(REFUSALS)
    .filter(([code]) => !(code in OWN))
    .map(([code, { message }]) => [code, { status: COLLIDES.includes(code) ? 409 : 422, title: message }]),
) as Record<Entry, { status: number; title: string }>

/** Why nobody gives a verdict on a session. Codes that are about people, too, keep their words. */
type Review = Exclude<ReviewRefusal, Because>
const review = Object.fromEntries(Object.entries(REVIEW_REFUSALS).map(([code, { title }]) => [code, { status: 409, title }])) as Record<
  Review,
  { status: number; title: string }
>

/** Why nobody may do something about a person. A person who changed since they were seen is a VERSION_CONFLICT like any other record. */
type Person = Exclude<Because, 'STALE'>
const person = Object.fromEntries(
  Object.entries(PERSON_REFUSALS)
    .filter(([code]) => code !== 'STALE')
    .map(([code, { title }]) => [code, { status: 409, title }]),
) as Record<Person, { status: number; title: string }>

/** Why a colleague's answer to a request does not count, and why nobody gets more reveals. */
const answer = Object.fromEntries(
  Object.entries({ ...ANSWER_REFUSALS, ...REVEAL_REFUSALS }).map(([code, { title }]) => [code, { status: 409, title }]),
) as Record<AnswerRefusal | RevealRefusal, { status: number; title: string }>

export const CODES: Record<Code, { status: number; title: string }> = { ...OWN, ...entry, ...review, ...person, ...answer }
export type Code = keyof typeof OWN | Entry | Review | Person | AnswerRefusal | RevealRefusal

export const isCode = (word: string | undefined): word is Code => word !== undefined && Object.hasOwn(CODES, word)

/** What an answer of this status is called where nobody called it anything closer. */
export function codeOf(status: number): Code {
  switch (status) {
    case 400:
      return 'MALFORMED_JSON'
    case 401:
      return 'SIGNED_OUT'
    case 403:
      return 'NOT_PERMITTED'
    case 404:
      return 'NOT_FOUND'
    case 405:
      return 'METHOD_NOT_ALLOWED'
    case 413:
      return 'TOO_LARGE'
    case 415:
      return 'UNSUPPORTED_MEDIA_TYPE'
    case 422:
      return 'INVALID_INPUT'
    case 429:
      return 'TOO_MANY_REQUESTS'
    case 503:
      return 'UNAVAILABLE'
    default:
      return 'INTERNAL'
  }
}

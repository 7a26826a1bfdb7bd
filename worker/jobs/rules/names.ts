import * as z from 'zod/mini'
import { letterOf } from '#worker/jobs/rules/letters.ts'
import { type ArgsOf, JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import type { JobKind, JobPriority, JobState } from '#worker/jobs/rules/words.ts'
import { NOTICES } from '#worker/notifications/rules/notices.ts'
import { CATEGORY_NAMES } from '#worker/notifications/rules/words.ts'

export const JOB_NAMES: Record<JobKind, string> = {
  mail: 'Letter',
  sweep: 'Housekeeping',
  tell: 'Word of an end',
  checkpoint: 'Checkpoint',
  notify: 'Notification',
  push: 'News for open pages',
  digest: 'Collected letter',
  'webhook-effect': 'Effect of a webhook',
  'webhook-out': 'Webhook to a tenant',
  'checkpoint-out': 'Checkpoint to a tenant',
  'customer-mail': 'Letter to a tenant',
}

const SWEEP =
  'Removes answered keys, delivered events, finished jobs, kept letters, programs, notifications and webhooks that are past their time.'
const PUSH = 'Tells whoever has a page open what is new or was changed.'
const EFFECT = 'Does what a message says that came in.'
const OUT = 'Tells a tenant who was inside.'
const CHECKPOINT_OUT = 'Sends a tenant where its trail stands, signed.'
const CUSTOMER_MAIL = 'Writes to a tenant’s contact that somebody came in.'
const CHECKPOINT = 'Signs where the chains of the trail stand, and puts it outside the database.'

const TELL: Record<ArgsOf<'tell'>['what'], string> = {
  session: 'Tells whom it concerns that a session in a tenant is over.',
  login: 'Closes what is still open of a sign-in that ended.',
  family: 'Closes what is still open of a program that ended.',
  user: 'Closes what is still open of somebody whose rights changed.',
}

/** What a job is for, in words; its arguments may be anything that somebody once put in. */
export function purposeOf(kind: JobKind, args: Record<string, unknown>): string {
  switch (kind) {
    case 'sweep':
      return SWEEP
    case 'push':
      return PUSH
    case 'checkpoint':
      return CHECKPOINT
    case 'webhook-effect':
      return EFFECT
    case 'webhook-out':
      return OUT
    case 'checkpoint-out':
      return CHECKPOINT_OUT
    case 'customer-mail':
      return CUSTOMER_MAIL
    case 'tell': {
      const known = z.safeParse(JOB_LIMITS.tell.args, args)
      return known.success ? TELL[known.data.what] : UNREADABLE
    }
    case 'digest': {
      const known = z.safeParse(JOB_LIMITS.digest.args, args)
      return known.success ? `What was collected of ${CATEGORY_NAMES[known.data.category].toLowerCase()}.` : UNREADABLE
    }
    case 'notify': {
      const known = z.safeParse(JOB_LIMITS.notify.args, args)
      return known.success ? NOTICES[known.data.notice].title : UNREADABLE
    }
    case 'mail': {
      const known = z.safeParse(JOB_LIMITS.mail.args, args)
      return known.success ? letterOf(known.data.letter, '', 'https://portal.invalid', known.data.count).subject : UNREADABLE
    }
  }
}

const UNREADABLE = 'Something nobody can read.'

export const STATE_SAYS: Record<JobState, string> = {
  scheduled: 'It is planned for later and runs by itself.',
  available: 'It is due and runs within a minute.',
  running: 'It is running now; if it is not done when its time is up, another takes over.',
  retryable: 'It failed and waits for its next try.',
  completed: 'It is done.',
  cancelled: 'It was cancelled and does not run.',
  discarded: 'It was given up and waits for somebody to look at it.',
}

export const priorityName = (priority: number): JobPriority => (['urgent', 'normal', 'bulk'] as const)[priority] ?? 'normal'

/** Codes that a job can end with, as people say them. */
const CODES: Record<string, string> = {
  LEASE_EXPIRED: 'Not finished in its time',
  SESSION_ENDED: 'The session it came from is over',
  ARGS_MALFORMED: 'Not the arguments of its kind',
  CONTACT_GONE: 'The tenant has no such contact any more',
  READER_GONE: 'Its reader does not work here any more',
  MAIL_SILENT: 'The mail provider did not answer',
  TRAIL_ALTERED: 'The trail is not what was signed of it',
  CHECKPOINT_FOREIGN: 'In the storage stands something under its number that is not ours',
  CHECKPOINTS_BEHIND: 'More checkpoints stand in the storage than one run can note',
  ROOM_SILENT: 'A room of open pages did not answer',
  WH403: 'Its endpoint is disabled',
  WH404: 'It names a record that is not there',
  WH409: 'Its number belongs to another tenant',
  WH410: 'What it said is no longer kept',
  IM510: 'What was signed is not what its checkpoint says',
  NOTHING_TO_TELL: 'The endpoint is disabled, or it was told already',
  OUT_ADDRESS: 'Its address is not one that may be told',
  OUT_PRIVATE: 'Its name leads to a machine that is not everybody’s',
  OUT_UNRESOLVED: 'Its name could not be looked up',
  OUT_SILENT: 'The receiver did not answer in time',
  FAILED: 'Failed for a reason nobody named',
}

export function codeSays(code: string): string {
  const refused = /^(MAIL|OUT)_HTTP_(\d{3})$/.exec(code)
  return refused
    ? `The ${refused[1] === 'MAIL' ? 'mail provider' : 'receiver'} answered ${refused[2]}`
    : (CODES[code] ?? `Failed with ${code}`)
}

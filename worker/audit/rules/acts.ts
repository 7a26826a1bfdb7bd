/** Every act the portal can do, with its sentence for an auditor who was not there. `{n}` becomes the number of records concerned.
 *  The sentence is stored with the row, so that an export explains itself without this file. */
export const OUTCOMES = ['done', 'partly', 'refused', 'not_found', 'read'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const ACTS = {
  'sign_in:accept': 'Signed in.',
  'sign_in:refuse': 'Somebody the directory knows was refused at sign-in.',
  'sign_in:prove': 'Confirmed with the directory who they are.',
  'sign_in:token': 'Was given a token for the API.',
  'sign_in:end': 'Signed out.',
  'sign_in:revoke': 'Ended {n} sign-ins.',
  'staff:add': 'Added a member of staff.',
  'person:add': 'Asked to add a member of staff.',
  'person:role': 'Asked for another role of a member of staff.',
  'person:deactivate': 'Asked to deactivate a member of staff.',
  'person:reactivate': 'Asked to let a member of staff come back.',
  'person:release': 'Asked to release a member of staff who is held.',
  'admin:ask': 'Asked that a member of staff becomes an administrator.',
  'admin:grant': 'Granted, as a second person, that a member of staff becomes an administrator.',
  'admin:refuse': 'Refused that a member of staff becomes an administrator.',
  'person:hold': 'Held a member of staff.',
  'home:arrange': 'Arranged the cards of their own home page.',
  'ticket:take': 'Took a support ticket.',
  'tenant_job:retry': 'Asked for a background job of the tenant to be run again.',
  'job:replay': 'Asked for a background job of the portal to be run again.',
  'job:cancel': 'Asked for a background job of the portal to be cancelled.',
  'portal_job:sweep': 'Removed {n} rows of housekeeping that were past their time.',
  'tenant_config:change': 'Changed a document of the tenant’s configuration.',
  'tenant_secret:set': 'Set a secret of the tenant; its value was sealed and is shown to nobody.',
  'impersonation:start': 'Asked to enter the tenant.',
  'impersonation:extend': 'Asked for more time in the tenant.',
  'impersonation:end': 'Left the tenant.',
  'impersonation:note': 'Wrote a closing note about the session.',
  'impersonation:kill': 'Ended {n} open sessions by hand.',
  'impersonation:stolen': 'The session was shown beside a foreign sign-in and was ended.',
  'case:list': 'Read a page of {n} cases.',
  'case:read': 'Read a case with its reports, investigations, people and notes ({n} records).',
  'riu:list': 'Read a page of {n} reports.',
  'riu:read': 'Read a report.',
  'tenant_user:list': 'Read a page of {n} users.',
  'tenant_user:read': 'Read a user.',

  'tenant_user:offer': 'Was offered {n} users, without their names, as whom to look.',
  'search:everywhere': 'Searched all tenants and was shown {n} records.',
  'trail:read': 'Read {n} rows of the trail.',
  'trail:list': 'Looked through the trail: a page of {n} rows.',
  'trail:export': 'Took {n} rows of the trail out of the portal.',
  'evidence:export': 'Took an evidence pack of the trail out of the database.',
  'door:refused': 'Was refused at a door.',
} as const satisfies Record<string, string>

export type ActName = keyof typeof ACTS

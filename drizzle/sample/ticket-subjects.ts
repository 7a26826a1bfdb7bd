import type { SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'

type SessionCategory = (typeof SESSION_CATEGORIES)[number]

/** What customers write to support about, with the category a session for it would have. `{case}` and `{report}` become numbers. */
export const SUBJECTS: readonly (readonly [SessionCategory, string])[] = [
  ['TROUBLESHOOTING', 'Investigator cannot open the attachments of {case}'],
  ['TROUBLESHOOTING', 'Report {report} arrived twice'],
  ['TROUBLESHOOTING', 'Case list stays empty after the weekend'],
  ['TROUBLESHOOTING', 'Reminder mails are sent for closed cases'],
  ['TROUBLESHOOTING', 'Web intake form shows the wrong language'],
  ['TROUBLESHOOTING', 'Reporter cannot log in to the mailbox of {report}'],
  ['TROUBLESHOOTING', 'Note disappeared after saving in {case}'],
  ['TROUBLESHOOTING', 'Export of cases stops at 80 percent'],
  ['TROUBLESHOOTING', 'Single sign-on loops for our new colleagues'],
  ['TROUBLESHOOTING', 'Umlauts are garbled in the PDF of {case}'],
  ['HOW_TO', 'How do we merge two reports into one case?'],
  ['HOW_TO', 'How to hand over cases when somebody leaves'],
  ['HOW_TO', 'How can a manager see only his own site?'],
  ['HOW_TO', 'Where do we change the text of the intake page?'],
  ['HOW_TO', 'How do we reopen {case}?'],
  ['HOW_TO', 'Can we add a second language to the hotline greeting?'],
  ['DATA_QUESTION', 'Count of open cases differs between dashboard and list'],
  ['DATA_QUESTION', 'Why does {report} have no category?'],
  ['DATA_QUESTION', 'Closed cases of last quarter: substantiation rate looks wrong'],
  ['DATA_QUESTION', 'Who changed the assignee of {case}?'],
  ['DATA_QUESTION', 'Due date of {case} moved by itself'],
  ['CONFIGURATION', 'New compliance officer needs access before Friday'],
  ['CONFIGURATION', 'Route safety reports to the plant in Leipzig'],
  ['CONFIGURATION', 'Retention should be five years instead of seven'],
  ['CONFIGURATION', 'Please add our second domain for sign-in'],
  ['CONFIGURATION', 'Notification for critical reports goes to a former employee'],
  ['CONFIGURATION', 'Add works council as a role with reading rights'],
  ['INCIDENT', 'Former employee still appears as active user'],
  ['INCIDENT', 'Case visible to a person who is named in it'],
  ['INCIDENT', 'Hotline number plays the greeting of another company'],
  ['INCIDENT', 'Suspicious sign-ins from abroad'],
  ['INCIDENT', 'No reports have come in since yesterday'],
]

/** What waits at the desks of the cast, first at Acme Industrial. */
export const LOST_CASE_SUBJECT = 'Investigators cannot find case C-1042 in their list'

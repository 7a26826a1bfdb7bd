import type { Theme } from './categories.ts'

/** What investigators write down. `{name}`, `{email}`, `{phone}` and `{employee}` are filled with planted personal data. */
export const INTERNAL_NOTES = [
  'Assigned for first review. No conflict found.',
  'Legal wants to see the draft before we talk to {name}.',
  'Asked {department} for the logs of {month}; they promised them by {weekday}.',
  'Reporter did not answer for two weeks. Second reminder sent.',
  'Call with {name} ({phone}), will send the roster tonight.',
  'Similar to an older case in {site}; link them if the supplier is the same.',
  'Budget for the forensic copy is approved ({amount}).',
  'Works council informed, representative will attend the interviews.',
  'Severity raised after the second report.',
  'Waiting for the translation of the annexes.',
  'Please keep {name} off the distribution list: possible party.',
  'Retention hold set on the mailbox of employee {employee}.',
  'Draft report is with the compliance officer.',
  'Outside counsel recommends to interview {name} before {name2}.',
  'Duplicate of the web report, merged by hand.',
] as const

export const CASE_NOTES = [
  'Thank you for your report. We are looking into it and will come back to you within two weeks.',
  'Could you tell us on which days you saw this, and who else was there?',
  'We have received your documents.',
  'We spoke with the site management in {site}. Work on the line has been stopped until the guard is repaired.',
  'Can you reach us under a different address than {email}? Our message came back.',
  'The interviews are finished. You will hear about the outcome when the case is closed.',
  'Please tell us at once if anybody in {department} treats you differently because of this.',
  'We cannot share details about other employees, but measures have been taken.',
] as const

export const INVESTIGATIONS: Record<Theme, readonly string[]> = {
  MONEY: ['Review of payments and approvals', 'Supplier due diligence', 'Forensic review of postings'],
  PEOPLE: ['Interviews with the team', 'Fact-finding on conduct', 'Review of earlier complaints'],
  DATA: ['Access log review', 'Scope of the disclosure', 'Mailbox and drive review'],
  SAFETY: ['Site inspection', 'Review of maintenance and checklists', 'Root cause analysis'],
  PROPERTY: ['Stock count and camera review', 'Review of keys and access', 'Interviews with the warehouse team'],
  PAY: ['Comparison of time records and payroll', 'Sample of payslips', 'Interviews with the shift'],
}

export const STEPS: Record<Theme, readonly string[]> = {
  MONEY: [
    'Secure the accounting records',
    'List payments above the threshold',
    'Match orders, receipts and invoices',
    'Interview the approver',
    'Write the findings',
  ],
  PEOPLE: [
    'Acknowledge and talk to the reporter',
    'Interview the witnesses',
    'Hear the person concerned',
    'Compare the statements',
    'Write the findings',
  ],
  DATA: ['Preserve the logs', 'Establish who had access', 'Inform the data protection officer', 'Close the access', 'Write the findings'],
  SAFETY: ['Inspect the site', 'Take photographs and samples', 'Interview the shift', 'Agree on immediate measures', 'Write the findings'],
  PROPERTY: ['Count the stock', 'Review camera recordings', 'Check the key register', 'Interview the people on duty', 'Write the findings'],
  PAY: ['Collect time records', 'Recalculate a sample', 'Interview the payroll clerk', 'Estimate the back pay', 'Write the findings'],
}

export const FINDINGS = [
  'Confirmed by two independent records.',
  '{name} admits the postings but says they were instructed by {name2}.',
  'No record supports the allegation for {month}.',
  'The logs show {count} accesses from the account of employee {employee}.',
  'Statement of {name} contradicts the roster.',
  'The supplier shares an address and the telephone number {phone} with a private household.',
  'The guard had been removed for at least {count} weeks.',
  'Messages from {email} were deleted on {weekday}; copies exist in the archive.',
  'Witnesses agree on place and time, not on the wording.',
  'Difference of {amount} between stock list and count.',
  'Inconclusive: the recording is overwritten after {count} days.',
  'The policy was not known to the team in {site}; training missing since {month}.',
] as const

export const SUPPLIERS = [
  'Norbelt Haulage',
  'Castrel Services',
  'Ovanta Consulting',
  'Brimworth Parts',
  'Telmark Facility',
  'Quillan Staffing',
  'Sorvino Trading',
  'Haldane Print',
  'Merlo Packaging',
  'Zephron Clean',
] as const

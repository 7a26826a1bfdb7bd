import type { Category } from './categories.ts'

/** What investigators call their cases: the matter and the place, never a person. */
export const TITLES: Record<Category, readonly string[]> = {
  ACCOUNTING: [
    'Duplicate supplier invoices at the {site} warehouse',
    'Revenue booked before delivery in {site}',
    'Unexplained journal entries in {department}',
    'Supplier payments without purchase order at the {site} plant',
  ],
  ANTITRUST: [
    'Contact with competitors before the {site} tender',
    'Price list of a competitor found in {department}',
    'Market sharing suspected among {site} distributors',
  ],
  BRIBERY: [
    'Facilitation payment for the {site} building permit',
    'Consultant without a contract paid by {department}',
    'Payment to a customs agent in {site}',
  ],
  BULLYING: [
    'Shouting and public blame in {department}, {site}',
    'Shift lead isolates team members in {site}',
    'Night shifts used as punishment at the {site} site',
    'Repeated humiliation in {department} meetings',
  ],
  CONFIDENTIALITY: [
    'Restructuring plan left on a printer in {site}',
    'Customer prices forwarded to a private mailbox',
    'Board minutes quoted in {department}',
  ],
  CONFLICT_OF_INTEREST: [
    'Transport orders to a relative of a {department} buyer',
    'Undeclared side business in {department}',
    'Hiring of a family member in {site}',
    'Shareholding in a supplier of the {site} plant',
  ],
  CYBERSECURITY: [
    'Shared administrator password in the {site} control room',
    'Unreported loss of a laptop from {department}',
    'Remote access left open after maintenance in {site}',
  ],
  DATA_PRIVACY: [
    'Sick leave list on an open drive of {department}',
    'Camera pointed at the {site} break room',
    'Applicant data kept after rejection in {site}',
  ],
  DISCRIMINATION: [
    'Promotion refused because of parental leave in {site}',
    'Applications sorted by origin in {department}',
    'Age remarks in the {department} selection process',
    'Unequal shift bonuses at the {site} site',
  ],
  ENVIRONMENT: [
    'Rinse water released into the ditch in {site}',
    'Waste oil log does not match collections in {site}',
    'Solvent drums stored outdoors at the {site} plant',
  ],
  EXPENSE_FRAUD: [
    'Taxi receipts on home office days in {department}',
    'Client dinner with invented guests, {site}',
    'Private fuel on the {site} fleet card',
    'Hotel bills claimed twice in {department}',
  ],
  EXPORT_CONTROL: [
    'Changed end-user statement for a pump shipment',
    'Licence desk bypassed in {site}',
    'Technical drawings sent to a restricted country',
  ],
  GIFTS: [
    'Watch from a bidder before the {site} tender',
    'Concert tickets accepted in {department}',
    'Gift hamper reported by an employee in {site}',
  ],
  HARASSMENT: [
    'Remarks about accent and weight in {department}',
    'Late-night messages from a supervisor in {site}',
    'Offensive drawings in the {site} locker room',
    'Jokes about religion on the {site} night shift',
  ],
  HEALTH_AND_SAFETY: [
    'Light curtain bridged on the {site} press',
    'Blocked emergency exit behind {department}',
    'Near misses not recorded in {site}',
    'Checklists signed in advance at the {site} plant',
    'Missing guards on the {site} conveyor',
  ],
  INSIDER_TRADING: ['Share purchase before the quarterly announcement', 'Insider list circulated in {department}'],
  MISUSE_OF_ASSETS: [
    'Workshop van used for private removals in {site}',
    'Company tools rented out at weekends, {site}',
    'Private online shop run from {department}',
  ],
  PRODUCT_SAFETY: [
    'Failed pressure test released in {site}',
    'Test limits changed by {department}',
    'Missing batch records at the {site} line',
  ],
  RETALIATION: [
    'Projects withdrawn after a report in {department}',
    'Witness moved to another shift in {site}',
    'Warning letter two weeks after a hotline call, {site}',
  ],
  SEXUAL_HARASSMENT: [
    'Unwanted contact at the {department} party',
    'Comments and messages by a supervisor in {site}',
    'Repeated approaches on the way home from {site}',
  ],
  SUBSTANCE_ABUSE: ['Alcohol on the late shift in {site}', 'Bottles found behind the {site} battery station'],
  THEFT: [
    'Copper cable missing from the {site} store',
    'Stock differences in {department}, {site}',
    'Cash shortages at the {site} canteen',
    'Parts sold online from the {site} warehouse',
  ],
  WAGE_AND_HOUR: [
    'Unpaid changing time in {department}, {site}',
    'Overtime deleted at month end in {site}',
    'Two payslips for agency workers in {site}',
    'Break time deducted but not given at the {site} site',
  ],
  WORKPLACE_VIOLENCE: [
    'Push against the racks on the {site} late shift',
    'Threat in the {site} car park',
    'Fight between drivers at the {site} gate',
  ],
}

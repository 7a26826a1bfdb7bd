import type { Category } from '../categories.ts'
import type { Voice } from './voice.ts'

const STORIES: Record<Category, readonly string[]> = {
  ACCOUNTING: [
    'Since {month} the {department} team in {site} has booked revenue before the goods leave the yard. {name} told us to backdate {count} delivery notes so that the quarter would close on plan. The total is about {amount}. When I asked for it in writing, {name} said that controllers who ask for paper do not stay long.',
    'The same invoice from {supplier} was paid twice in {month}, once under a different vendor number. {name} (employee {employee}) approved both payments within {count} minutes. The second one, {amount}, has not been returned, and the vendor master shows an account that was changed the day before.',
  ],
  ANTITRUST: [
    'At the trade fair in {month}, {name} from {department} sat with two competitors at dinner and came back with their price list for {site}. A week later our own offers went up by the same {count} percent. There is a shared calendar entry called "lunch" every second {weekday}, and I believe it is not about lunch.',
  ],
  BRIBERY: [
    'Our agent for the permits in {site} asked for a "facilitation" of {amount}, and {name} agreed in a call that I was on. It was then booked as consulting by {supplier}. {name} wrote to {email} that the papers would arrive "once the friend is happy". The permit came {count} days later.',
    'I work in {department}. A consultant whom nobody has met received {amount} in {month} for a market study of {count} pages copied from the internet. {name} signed the order without a second signature. The consultant is said to be the cousin of the customs officer in {site}.',
  ],
  BULLYING: [
    '{name} has been shouting at people in the {department} office in {site} nearly every day since {month}. Last {weekday} a colleague was called useless in front of {count} others and cried in the car park. {name2} saw it and did nothing. Three people have asked for a transfer.',
    'In our team meetings {name} reads out the mistakes of single colleagues and laughs. I have been given the night shift {count} times in a row after I objected. I wrote to {email}, the reply was that I should grow a thicker skin.',
  ],
  CONFIDENTIALITY: [
    'A draft of the restructuring plan for {site} was left on the printer next to the canteen. It has names and dates of {count} redundancies in it. {name} printed it on {weekday} at about {hour}, the header shows it. By the afternoon people in {department} were quoting from it.',
  ],
  CONFLICT_OF_INTEREST: [
    '{name} (employee {employee}) in {department} awards transport orders to {supplier}, which belongs to the spouse of {name2}. In {month} alone it was {amount}. The other {count} bidders were never asked. Nothing is declared in the register as far as I know.',
    'I would like to disclose that my brother has joined {supplier}, which offers services to our {department} team in {site}. I do not take part in the selection myself, but {name} does and we are close. Please tell me whether I have to step back from the project that starts in {month}.',
  ],
  CYBERSECURITY: [
    'People in {department} share one administrator password on a sticky note at the {site} control room. {name} uses it from home. On {weekday} at {hour} somebody logged in from another country and {count} files were copied. {name} asked us not to open a ticket "before the audit is over".',
  ],
  DATA_PRIVACY: [
    'A list with sick leave and diagnoses of {count} colleagues is on the shared drive of {department} in {site}, open to everybody. I found it while looking for a form on {weekday}. {name} created it. I told {name2} at {email} and got no answer for two weeks.',
  ],
  DISCRIMINATION: [
    'I applied for the shift lead post in {site} in {month}. {name} said that the role was "nothing for somebody with small children" and gave it to a colleague with {years} years less experience. {name2} was in the room. I know of two other women who heard the same sentence.',
    'Job applications with foreign names are put on a separate pile in {department}. {name} calls it the "maybe never" pile. I counted {count} of them on {weekday}. All of these people met the requirements, and nobody in {site} has invited a single one since {month}.',
  ],
  ENVIRONMENT: [
    'On {weekday} at about {hour} I saw {name} open the valve of the rinse tank at the {site} plant. The water in the ditch was grey until the evening. The log book says that {count} litres were collected by {supplier}, but no lorry came that day.',
  ],
  EXPENSE_FRAUD: [
    '{name} (employee {employee}) hands in taxi receipts for days on which the badge shows work from home. In {month} there were {count} of them, together about {amount}. {name2} approves them without looking. The handwriting on the receipts is always the same.',
    'Dinner with clients at {amount} for {count} people was charged to the {site} cost centre, but I know two of the guests on the list and neither was in the country. {name} told me to book it under training.',
  ],
  EXPORT_CONTROL: [
    'A shipment of controlled pumps left {site} on {weekday} with a changed end-user statement. {name} from {department} replaced the page after the licence desk had refused it. The forwarder, {supplier}, asked {count} questions by e-mail, and the answers came from {email} and not from compliance.',
  ],
  GIFTS: [
    'Before the tender in {month} {name} received a watch from {supplier}. It was shown around in {department}; somebody looked it up and it costs about {amount}. It is not in the gift register. {name2} got concert tickets from the same company.',
    'I am reporting a gift of my own: {supplier} sent a hamper worth roughly {amount} to my home address in {month}. I gave it to the reception in {site}, and {name} can confirm this. How should it be recorded?',
  ],
  HARASSMENT: [
    'For {count} months {name} has made remarks about my weight and my accent in the {department} break room. On {weekday} there was a drawing on my locker. I reported it to {name2}, who said that this is how people joke in {site}. I no longer eat with the others.',
    '{name} sends me messages late at night and gets angry when I do not answer before {hour}. My shift plan was changed {count} times in {month} after I asked for it to stop. I have kept all messages. A colleague in {department} had the same and left.',
  ],
  HEALTH_AND_SAFETY: [
    'The light curtain of the press in hall {count} in {site} has been bridged since {month}. {name} knows and says that the line has no time for it. On {weekday} {name2} nearly lost a finger. The near miss was not entered, and the daily checklist is signed in advance for the whole week.',
    'The emergency exit behind {department} is blocked by pallets nearly every night shift. I told {name} {count} times. Last {weekday} the alarm went off and about twenty people had to climb over them.',
  ],
  INSIDER_TRADING: [
    'Two days before the announcement in {month}, {name} from {department} told us over coffee that his family had bought shares for {amount}. {name} was on the insider list, I helped to compile it. On the evening of the announcement there was a party at {hour}.',
  ],
  MISUSE_OF_ASSETS: [
    'The van of the {site} workshop is used for private removals at weekends. {name} has the second key. The mileage for {month} is {count} kilometres more than the tours. On {weekday} it came back with a dent and was repaired by {supplier} at our cost ({amount}).',
  ],
  PRODUCT_SAFETY: [
    'Batch {count} failed the pressure test in {site} and was released all the same. {name} from {department} changed the limit in the test plan on {weekday} at {hour}. I have a photo of the display. The goods have gone to {supplier} already.',
  ],
  RETALIATION: [
    'After I spoke to your hotline in {month} my projects were taken away. {name} knew the exact words of my report, although it was confidential. On {weekday} I was told to move my desk to the storage room in {site}. {name2} said that I had brought this on myself.',
  ],
  SEXUAL_HARASSMENT: [
    'At the {department} party in {month} {name} touched me twice although I had moved away. {name2} saw it. Since then {name} waits for me at the lift at {hour}. I have changed my way home. I do not want to go to the {site} office alone any more.',
  ],
  SUBSTANCE_ABUSE: [
    '{name}, who drives the forklift on the late shift in {site}, smelled of alcohol on {weekday} and again two days later. There were bottles behind the battery station. The shift lead, {name2}, sent {name} home once but did not write it down. I am afraid that somebody will be hurt.',
  ],
  THEFT: [
    'Copper cable keeps disappearing from the {site} store. In {month} it was {count} reels worth about {amount}. {name} (employee {employee}) is alone there on {weekday} nights, and the camera is turned to the wall at {hour}. I was asked by {name2} to correct the stock list.',
  ],
  WAGE_AND_HOUR: [
    'We have to change clothes and hand over the line before we may clock in. That is {count} minutes a day for everybody in {department} in {site}. {name} deletes overtime when it goes beyond the budget. For {month} I miss {amount}. Others are afraid to say anything.',
    'Temporary workers from {supplier} get two payslips, one with the hours and one with the pay, and they do not match. {name} told them to sign both. I have copies of {count} of them.',
  ],
  WORKPLACE_VIOLENCE: [
    'On {weekday} at {hour} {name} pushed a colleague against the racks in {site} and said "next time it will be worse". {count} people saw it, among them {name2}. Security was not called. {name} is still on the same shift as the colleague.',
  ],
}

export const en: Voice = {
  stories: (category) => STORIES[category],
  openings: {
    HOTLINE: [
      'The caller stated the following, which was read back and confirmed.',
      'Call taken in English; the caller sounded calm and asked not to be called back before {hour}.',
      'The caller, who works in {department}, reported:',
    ],
    PROXY: ['Entered by local HR on behalf of a colleague.', 'Written down by the works council at the request of an employee in {site}.'],
    DISCLOSURE: ['Annual disclosure.', 'Disclosure before the start of a project.'],
  },
  closings: [
    'I have been here for {years} years and have never seen anything like it.',
    'Please do not tell {department} that this came from me.',
    'There are photos, and I can upload them if you tell me how.',
    'Everybody in {site} knows about it.',
    'I would like to know what happens next.',
    'This was reported once before, in {month}, and nothing changed.',
  ],
  contacts: [
    'You can reach me at {myemail}.',
    'My name is {me}, my number is {phone}.',
    'Please write to {myemail} or call {phone} after {hour}.',
    'Signed {me}, employee {employee}.',
  ],
  departments: [
    'Accounts Payable',
    'Logistics',
    'Production',
    'Sales',
    'Human Resources',
    'IT Operations',
    'Purchasing',
    'Quality',
    'Facilities',
    'Customer Care',
  ],
  months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  space: ' ',
}

import { printable } from './checkpoints.ts'
import { type Fault, KINDS } from './fault.ts'
import type { Report } from './verify.ts'

const many = (count: number, one: string) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`
const listed = (ids: string[]) => `${ids.slice(0, 10).map(printable).join(', ')}${ids.length > 10 ? ' …' : ''}`

/** The report as lines for a person. Of what stands in the export only numbers, names of chains and ids are said, and those as plain
 *  letters: an export may hold anything. */
export function inWords(report: Report): string[] {
  const { faults, more, rows, chains, checkpoints, told, sessions } = report
  return [
    `Read ${many(rows, 'row')} of ${many(chains, 'chain')}, held against ${many(checkpoints, 'signed checkpoint')}${told === 0 ? '' : ` and ${many(told, 'word')} to a tenant`}.`,
    '',
    ...(faults.length === 0 ? ['INTACT'] : faults.map(faultInWords)),
    ...(more > 0 ? [`… and ${more.toLocaleString('en')} more.`] : []),
    '',
    `Sessions in tenants: ${sessions.count.toLocaleString('en')}.`,
    ...(sessions.withoutStart.length === 0 ? [] : [`  Without a start in this export: ${listed(sessions.withoutStart)}`]),
    ...(sessions.withoutEnd.length === 0 ? [] : [`  Without an end in this export: ${listed(sessions.withoutEnd)}`]),
    '',
    'This does not prove:',
    ...limitsOf(report).map((limit) => `- ${limit}`),
  ]
}

function faultInWords({ kind, chain, seq, checkpoint, because }: Fault): string {
  const where =
    chain === undefined
      ? checkpoint === undefined
        ? ''
        : ` checkpoint ${checkpoint}`
      : ` ${printable(chain)}${seq === undefined ? '' : ` row ${seq}`}`
  return `${KINDS[kind].says.toUpperCase()}${where}: ${because}.`
}

function limitsOf({ checkpoints, told, uncovered, openBeginnings, had, sessions, customers }: Report): string[] {
  return [
    checkpoints + told === 0
      ? 'that the rows are those of that time: no checkpoint was held against them, and whoever owns the database can rebuild a whole chain.'
      : uncovered.rows > 0
        ? `that the last ${many(uncovered.rows, 'row')} of ${many(uncovered.chains, 'chain')} are those of that time: no checkpoint covers them here.`
        : '',
    customers && customers.unsealed > 0
      ? `that what is shown of ${many(customers.unsealed, 'row')} is what was sealed: their text is not in the file. The signature binds us to it; an auditor can hold it against the seal.`
      : '',
    customers && customers.withheld > 0 ? `what ${many(customers.withheld, 'row')} say: they are withheld from whoever took the file.` : '',
    checkpoints > 0 && !had.checkpoints
      ? 'that the checkpoints are those that were put outside: they came with the export. Fetch them from the storage and name them with --checkpoints.'
      : '',
    had.keys || customers
      ? ''
      : 'whose keys these are: they came with the export. Get them from the portal or from a person, and name them with --keys.',
    had.manifest ? '' : 'that nothing was left out: bare rows do not say how many there are, nor of which chains.',
    openBeginnings > 0 ? `what stood before the first row of ${many(openBeginnings, 'chain')}: the export begins in their middle.` : '',
    sessions.withoutStart.length + sessions.withoutEnd.length > 0
      ? 'that a session without a start or an end has none: it may lie outside the days of the export, or still be open.'
      : '',
    'that everything that happened was recorded: only that what was recorded is still so.',
    'that what a row says is true: its time is the clock of the database, its person is whoever held the sign-in.',
    'anything against somebody who had the signing key as well as the database, beyond the checkpoints that others fetched before.',
  ].filter((limit) => limit !== '')
}

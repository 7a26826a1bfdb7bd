/** A table as text that spreadsheets read (RFC 4180). A cell that a spreadsheet would take for a formula is text: an apostrophe stands
 *  before it, also where blanks hide its first sign. https://owasp.org/www-community/attacks/CSV_Injection */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  // The mark at the start tells spreadsheets that it is UTF-8.
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

const FORMULA = /^[\s\p{Cf}]*[=+\-@\t\r＝＋－＠]/u

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return `"${text.replaceAll('"', '""')}"`
}

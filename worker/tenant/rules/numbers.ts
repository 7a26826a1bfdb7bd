import * as z from 'zod/mini'

/** Cases and reports are spoken of by a number per tenant: `C-1042`, `R-2203`. */
export const caseLabel = (number: number) => `C-${number}`
export const reportLabel = (number: number) => `R-${number}`

/** The number somebody typed, with or without its letter; undefined for anything else. */
export function numberFrom(text: string | undefined): number | undefined {
  const found = /^\s*[crt]?-?\s*(\d{1,9})\s*$/i.exec(text ?? '')
  return found ? Number(found[1]) : undefined
}

/** The same where anything else is refused. */
export const numberText = z.pipe(
  z.string().check(z.refine((text) => numberFrom(text) !== undefined, 'This is a number, with or without its letter.')),
  z.transform((text: string) => numberFrom(text) as number),
)

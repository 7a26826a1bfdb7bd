/** Which days, and of whom. `from` belongs to it, `to` does not. */
export type Range = { from: Date; to: Date; tenant: string | null }

const DAY_MS = 86_400_000
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Days are those of UTC, both included; so is an instant. What is wrong is said in one sentence. */
export function rangeFrom({
  from,
  to,
  tenant,
}: {
  from?: string | undefined
  to?: string | undefined
  tenant?: string | undefined
}): Range {
  const [begin, end] = [instant('--from', from), instant('--to', to)]
  const range = { from: begin, to: DAY.test(to ?? '') ? new Date(end.getTime() + DAY_MS) : end, tenant: tenant ?? null }
  if (range.from >= range.to) throw new Error('--to comes before --from.')
  return range
}

function instant(name: string, text = ''): Date {
  const at = new Date(DAY.test(text) ? `${text}T00:00:00Z` : text)
  if (Number.isNaN(at.getTime()) || (DAY.test(text) && !at.toISOString().startsWith(text))) {
    throw new Error(`${name}: a day like 2026-11-26 is needed, or an instant like 2026-11-26T10:00:00Z.`)
  }
  return at
}

import { inWords } from '#views/ui/status.tsx'
import { Id, None } from '#views/ui/text.tsx'
import { Difference } from '#views/ui/timeline.tsx'

type Change = { name: string; before: unknown; after: unknown }
export type RecordChanges = { id: string; changes: Change[] }

/** Before and after stand in the facts by record and column. What is not of that shape changed nothing that can be laid side by side. */
export function changesIn(facts: Record<string, unknown>): RecordChanges[] {
  const [before, after] = [objectIn(facts.before), objectIn(facts.after)]
  if (before === undefined || after === undefined) return []
  return Object.keys({ ...before, ...after }).flatMap((id) => {
    const [was, is] = [objectIn(before[id]) ?? {}, objectIn(after[id]) ?? {}]
    const changes = Object.keys({ ...was, ...is }).map((name) => ({ name, before: was[name], after: is[name] }))
    const real = changes.filter((each) => text(each.before) !== text(each.after))
    return real.length === 0 ? [] : [{ id, changes: real }]
  })
}

/** What was written, column by column. */
export function ActChanges({ records }: { records: RecordChanges[] }) {
  return (
    <div class="act-changes">
      {records.map(({ id, changes }) => (
        <div class="act-changes-of">
          <Id>{id}</Id>
          {changes.map(({ name, before, after }) => (
            <Difference name={inWords(name)} before={text(before) ?? <None />} after={text(after) ?? <None />} />
          ))}
        </div>
      ))}
    </div>
  )
}

function objectIn(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
}

function text(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

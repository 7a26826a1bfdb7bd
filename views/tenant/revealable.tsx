import { isHidden, Shown } from '#views/ui/masked.tsx'
import type { Hidden } from '#worker/tenant/rules/masking.ts'

type RevealableProps = {
  value: string | Hidden | null
  record: string
  field: string
  /** The page one comes back to; undefined for a reader who reveals nothing. */
  from: string | undefined
  look?: 'inline' | 'text' | undefined
}

/** A field as this reader may see it; where it is hidden, the way to see it for a reason. */
export function Revealable({ value, record, field, from, look }: RevealableProps) {
  if (!isHidden(value) || from === undefined) return <Shown value={value} look={look} />
  return (
    <>
      <Shown value={value} look={look} />{' '}
      <a href={`/workspace/reveals/new?${new URLSearchParams({ record, field, from })}`}>
        Reveal<span class="unseen"> {field}</span>
      </a>
    </>
  )
}

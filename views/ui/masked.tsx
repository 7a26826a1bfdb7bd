import type { Hidden } from '#worker/tenant/rules/masking.ts'
import { Icon } from '#views/ui/icon.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'

const WORDS: Record<Hidden['hidden'], string> = {
  personal: 'personal data',
  sensitive: 'sensitive text',
  secret: 'secret',
}

type ShownProps = {
  value: string | number | Date | Hidden | null | undefined
  /** The viewer's zone, for dates. */
  zone?: string | undefined
  /** `text` keeps the author's paragraphs; `inline` is one line. */
  look?: 'inline' | 'text' | undefined
}

/** A field of a record as this reader may see it: the value, a grey bar with a lock, or a dash. */
export function Shown({ value, zone, look = 'inline' }: ShownProps) {
  if (value === null || value === undefined || value === '') return <None />
  if (value instanceof Date) return <When at={value} zone={zone} />
  if (isHidden(value)) return <Mask of={value.hidden} look={look} />
  return look === 'text' ? <span class="prose">{value}</span> : <>{String(value)}</>
}

export function isHidden(value: unknown): value is Hidden {
  return typeof value === 'object' && value !== null && 'hidden' in value
}

/** The bar is as long for "Li" as for a page of text: its length tells nothing. */
function Mask({ of, look }: { of: Hidden['hidden']; look: 'inline' | 'text' }) {
  return (
    <span class={`mask mask-${look}`} title={`Hidden: ${WORDS[of]}`}>
      <Icon name="lock" size="small" />
      <span class="unseen">Hidden: {WORDS[of]}</span>
    </span>
  )
}

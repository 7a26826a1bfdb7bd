import { Icon } from '#views/ui/icon.tsx'

/** Says plainly that a list was cut at its limit. */
export function CutShort({ shown, most, what }: { shown: number; most: number; what: string }) {
  if (shown < most) return null
  return (
    <p class="card-foot">
      <Icon name="info" size="small" />
      {`Only ${what} are shown: ${most}. There may be more.`}
    </p>
  )
}

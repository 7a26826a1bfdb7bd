import type { PropsWithChildren } from 'hono/jsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'

/** What a colour means, everywhere: neutral (rest), info (under way), good (done, healthy), warn (needs a look), bad (broken, severe). */
export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'accent'

type BadgeProps = {
  tone?: Tone | undefined
  icon?: IconName | undefined
  /** A filled dot before the word, for states; the word carries the meaning. */
  dot?: boolean | undefined
  title?: string | undefined
}

/** A state or a kind in one or two words. */
export function Badge({ tone = 'neutral', icon, dot = false, title, children }: PropsWithChildren<BadgeProps>) {
  return (
    <span class={`badge${dot ? ' badge-dot' : ''} tone-${tone}`} title={title}>
      {icon === undefined ? null : <Icon name={icon} size="small" />}
      <span>{children}</span>
    </span>
  )
}

/** How many, beside a heading or in a tab. */
export function Count({ of, label }: { of: number; label?: string | undefined }) {
  return (
    <span class="count">
      {of.toLocaleString('en')}
      {label === undefined ? null : <span class="unseen"> {label}</span>}
    </span>
  )
}

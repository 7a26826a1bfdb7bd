import { assets } from '#views/layout/assets.ts'
import { once, type Written } from '#views/ui/once.ts'

/** Every symbol of public/icons.svg, by name: a new one is drawn there and named here. */
export const ICONS = [
  'alert',
  'arrow-left',
  'arrow-right',
  'bell',
  'break-glass',
  'briefcase',
  'building',
  'check',
  'check-circle',
  'chevron-down',
  'chevron-right',
  'clock',
  'copy',
  'dot',
  'download',
  'eye',
  'eye-off',
  'file',
  'filter',
  'gear',
  'globe',
  'history',
  'home',
  'inbox',
  'info',
  'key',
  'keyboard',
  'list',
  'lock',
  'log-out',
  'mail',
  'menu',
  'minus',
  'monitor',
  'moon',
  'note',
  'pencil',
  'phone',
  'play',
  'plus',
  'refresh',
  'search',
  'shield',
  'sort',
  'sort-down',
  'sort-up',
  'stop',
  'sun',
  'ticket',
  'unlock',
  'user',
  'users',
  'warning',
  'x',
] as const
export type IconName = (typeof ICONS)[number]

type IconProps = {
  name: IconName
  /** Only when the icon stands alone; beside a word it is decoration and stays silent. */
  label?: string | undefined
  size?: 'small' | 'normal' | 'large' | undefined
}

/** One symbol of the sprite, in the colour and roughly the height of the text around it. A page shows dozens, of a few kinds. */
export function Icon({ name, label, size = 'normal' }: IconProps) {
  if (label !== undefined) return <Drawn name={name} label={label} size={size} />
  const kind = `${size} ${name}`
  const before = drawn.get(kind)
  if (before !== undefined) return before
  const made = once(() => <Drawn name={name} size={size} />)()
  drawn.set(kind, made)
  return made
}
const drawn = new Map<string, Written>()

function Drawn({ name, label, size }: IconProps) {
  const silent = label === undefined
  return (
    <svg
      class={`icon icon-${size}`}
      viewBox="0 0 16 16"
      aria-hidden={silent ? 'true' : undefined}
      role={silent ? undefined : 'img'}
      aria-label={label}
    >
      <use href={`${assets.icons}#${name}`} />
    </svg>
  )
}

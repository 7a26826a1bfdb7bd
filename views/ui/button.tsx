import type { PropsWithChildren } from 'hono/jsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'

/** One primary act per view; `quiet` for the rest; `danger` for what ends or removes. */
export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'

type ButtonProps = {
  look?: ButtonLook | undefined
  icon?: IconName | undefined
  small?: boolean | undefined
  id?: string | undefined
  name?: string | undefined
  value?: string | undefined
  type?: 'submit' | 'button' | 'reset' | undefined
  /** Where this button sends its form, where another leads elsewhere. */
  action?: string | undefined
}

export function Button({
  look = 'plain',
  icon,
  small = false,
  id,
  name,
  value,
  type = 'submit',
  action,
  children,
}: PropsWithChildren<ButtonProps>) {
  return (
    <button type={type} class={classOf(look, small)} id={id} name={name} value={value} formaction={action}>
      {icon === undefined ? null : <Icon name={icon} size="small" />}
      <span>{children}</span>
    </button>
  )
}

type ButtonLinkProps = {
  href: string
  look?: ButtonLook | undefined
  icon?: IconName | undefined
  small?: boolean | undefined
  id?: string | undefined
}

/** Looks like a button, goes somewhere. An act is a `Button` in a form. */
export function ButtonLink({ href, look = 'plain', icon, small = false, id, children }: PropsWithChildren<ButtonLinkProps>) {
  return (
    <a class={classOf(look, small)} href={href} id={id}>
      {icon === undefined ? null : <Icon name={icon} size="small" />}
      <span>{children}</span>
    </a>
  )
}

type BlockedProps = { id: string; reason: string; icon?: IconName | undefined; small?: boolean | undefined }

/** A control one may not use now, visible with its reason. Stays focusable (`aria-disabled`), so that the reason can be heard. */
export function Blocked({ id, reason, icon = 'lock', small = false, children }: PropsWithChildren<BlockedProps>) {
  return (
    <span class="blocked">
      <button type="button" class={classOf('quiet', small)} id={id} aria-disabled="true" aria-describedby={`${id}-why`}>
        <Icon name={icon} size="small" />
        <span>{children}</span>
      </button>
      <span class="blocked-why" id={`${id}-why`}>
        {reason}
      </span>
    </span>
  )
}

function classOf(look: ButtonLook, small: boolean): string {
  return `button button-${look}${small ? ' button-small' : ''}`
}

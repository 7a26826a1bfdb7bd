import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Tone } from '#views/ui/badge.tsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'

const ICON: Record<Tone, IconName> = { neutral: 'info', accent: 'info', info: 'info', good: 'check-circle', warn: 'warning', bad: 'alert' }
const SAYS: Record<Tone, string> = { neutral: 'Note', accent: 'Note', info: 'Note', good: 'Done', warn: 'Attention', bad: 'Problem' }

type NoticeProps = {
  tone?: Tone | undefined
  title?: string | undefined
  action?: Child | undefined
  id?: string | undefined
  icon?: IconName | undefined
}

/** Something the reader should know on this page. */
export function Notice({ tone = 'info', title, action, id, icon, children }: PropsWithChildren<NoticeProps>) {
  return (
    <div class={`notice tone-${tone}`} id={id}>
      <Icon name={icon ?? ICON[tone]} label={SAYS[tone]} />
      <div class="notice-words">
        {title === undefined ? null : <p class="notice-title">{title}</p>}
        <div class="notice-text">{children}</div>
      </div>
      {action === undefined ? null : <div class="notice-action">{action}</div>}
    </div>
  )
}

export type FlashMessage = { tone: Tone; title?: string | undefined; text: string; action?: { href: string; word: string } | undefined }

/** What the last act did, once, at the top of the next page. */
export function Flash({ message }: { message: FlashMessage }) {
  return (
    <div class="flash" role={message.tone === 'bad' ? 'alert' : 'status'}>
      <Notice
        tone={message.tone}
        title={message.title}
        action={message.action === undefined ? undefined : <a href={message.action.href}>{message.action.word}</a>}
      >
        {message.text}
      </Notice>
    </div>
  )
}

type EmptyStateProps = { icon?: IconName | undefined; title: string; action?: Child | undefined }

/** Nothing to show: why, and what would help. */
export function EmptyState({ icon = 'inbox', title, action, children }: PropsWithChildren<EmptyStateProps>) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} size="large" />
      </span>
      <p class="empty-title">{title}</p>
      {children === undefined ? null : <div class="empty-text">{children}</div>}
      {action === undefined ? null : <div class="empty-action">{action}</div>}
    </div>
  )
}

/** Grey lines in the shape of what is coming. */
export function Skeleton({ lines = 3, label = 'Loading' }: { lines?: number | undefined; label?: string | undefined }) {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{label}</span>
      {Array.from({ length: lines }, () => (
        <span class="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  )
}

/** Turns while htmx waits: give its id to `hx-indicator`. */
export function Spinner({ id, label = 'Loading' }: { id?: string | undefined; label?: string | undefined }) {
  return <span class="spinner htmx-indicator" id={id} role="img" aria-label={label} />
}

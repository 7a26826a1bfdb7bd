import type { PropsWithChildren } from 'hono/jsx'
import { Icon } from '#views/ui/icon.tsx'

/** Read by screen readers, not seen. */
export function Unseen({ children, id }: PropsWithChildren<{ id?: string | undefined }>) {
  return (
    <span class="unseen" id={id}>
      {children}
    </span>
  )
}

/** A key on the keyboard. */
export function Kbd({ children }: PropsWithChildren) {
  return <kbd class="kbd">{children}</kbd>
}

/** An id or a number a person may read aloud or copy: `case_…`, `C-1042`. */
export function Id({ children, copy }: PropsWithChildren<{ copy?: string | undefined }>) {
  return (
    <span class="id-chip">
      <span class="id">{children}</span>
      {copy === undefined ? null : <CopyButton text={copy} />}
    </span>
  )
}

/** Longer than this it is not read out to say what the button copies. */
const MOST_SPOKEN = 80

/** Copies a text that the page shows anyway. Never give it a value that is masked. */
export function CopyButton({ text, what = 'id' }: { text: string; what?: string | undefined }) {
  return (
    <button type="button" class="copy needs-js" data-copy={text} title={`Copy ${what}`}>
      <CopyMark />
      <span class="unseen">{text.length > MOST_SPOKEN ? `Copy ${what}` : `Copy ${what} ${text}`}</span>
    </button>
  )
}

function CopyMark() {
  return (
    <>
      <Icon name="copy" size="small" />
      <Icon name="check" size="small" />
    </>
  )
}

/** The absence of a value: an em dash to the eye, a word to the ear. */
export function None() {
  return (
    <span class="none">
      <span aria-hidden="true">—</span>
      <span class="unseen">none</span>
    </span>
  )
}

/** One letter pair in a quiet disc. The colour follows the name, so that a person keeps it. */
export function Avatar({ name, size = 'normal' }: { name: string; size?: 'small' | 'normal' | undefined }) {
  return (
    <span class={`avatar avatar-${size} avatar-hue-${hueOf(name)}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const first = words[0] ?? '?'
  const last = words.length > 1 ? (words[words.length - 1] ?? '') : ''
  return ([...first][0] ?? '?').toUpperCase() + ([...last][0] ?? '').toUpperCase()
}

const HUES = 6
function hueOf(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return sum % HUES
}

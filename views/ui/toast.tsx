import type { PropsWithChildren } from 'hono/jsx'

/** What shows itself at the foot of a page until somebody closes it. `announce` is said aloud. A link without words is there for the script to
 *  fill (public/app/saying.js). */
export function Toast({
  announce,
  link,
  children,
}: PropsWithChildren<{ announce?: string; link?: { text?: string; href: string } | undefined }>) {
  return (
    <div class="toast" data-announce={announce}>
      <span>{children}</span>
      {link === undefined ? null : (
        <a class="button button-plain button-small" href={link.href} hidden={link.text === undefined}>
          {link.text}
        </a>
      )}
      <button type="button" class="button button-quiet button-small" data-close-toast>
        Close
      </button>
    </div>
  )
}

import type { PropsWithChildren } from 'hono/jsx'
import { raw } from 'hono/html'
import { assets } from '#views/layout/assets.ts'
import { type LiveSession, lookOf, SessionBanner } from '#views/layout/banner.tsx'
import { SessionEnded } from '#views/layout/ended.tsx'
import { hasLookup, Header, type Nav, type Operator, type Theme } from '#views/layout/header.tsx'
import { KeyboardHelp } from '#views/layout/keyboard.tsx'
import { Drawer } from '#views/layout/bell.tsx'
import { Palette } from '#views/layout/palette.tsx'
import { LivePlace } from '#views/live/fragments.tsx'
import { Flash, type FlashMessage } from '#views/ui/notice.tsx'
import { once } from '#views/ui/once.ts'
import { Toast } from '#views/ui/toast.tsx'

export type { LiveSession } from '#views/layout/banner.tsx'
export type { FlashMessage } from '#views/ui/notice.tsx'
export type { Operator, Theme } from '#views/layout/header.tsx'

type PageProps = {
  title: string
  operator: Operator
  csrf: string
  /** The CSP nonce of this answer. */
  nonce: string
  session?: LiveSession | undefined
  /** Idempotency key for the forms of the banner. */
  formKey?: string | undefined
  nav: Nav
  /** The key of the current room in the navigation. */
  current?: string | undefined
  /** What stands on the bell; without it there is no bell. */
  unread?: number | undefined
  theme?: Theme | undefined
  flash?: FlashMessage | undefined
  /** `wide` for tables with many columns, `narrow` for a single form or text. */
  width?: 'narrow' | 'normal' | 'wide' | undefined
}

/** A whole page for someone who is signed in. */
export function Page({
  title,
  operator,
  csrf,
  nonce,
  session,
  formKey,
  nav,
  current,
  unread,
  theme = 'system',
  flash,
  width = 'normal',
  children,
}: PropsWithChildren<PageProps>) {
  const look = session === undefined ? undefined : lookOf(session)
  return (
    <Document title={session === undefined ? title : `[AS ${session.tenantName}] ${title}`} nonce={nonce} theme={theme} scripts>
      <body class={look === undefined ? undefined : `in-session in-${look.name}`}>
        {session === undefined ? null : <SessionBanner session={session} csrf={csrf} formKey={formKey} zone={operator.zone} />}
        <Header operator={operator} csrf={csrf} current={current} nav={nav} unread={unread} theme={theme} />
        <main class={`main main-${width}`} id="main" tabindex={-1}>
          {flash === undefined ? null : <Flash message={flash} />}
          {children}
        </main>
        <Foot />
        {hasLookup(nav) ? <LookUp /> : null}
        {unread === undefined ? null : <Drawer />}
        <Keys />
        {session === undefined ? null : (
          <template id="session-ended-notice">
            <SessionEnded tenantName={session.tenantName} tenantId={session.tenantId} sessionId={session.id} />
          </template>
        )}
      </body>
    </Document>
  )
}

/** What every page says to whoever hears it, where it hears what happens, and what shows itself at its foot. */
const Foot = once(() => (
  <>
    <div class="unseen" id="say" role="status" aria-live="polite" />
    <div class="unseen" id="shout" role="alert" aria-live="assertive" />
    <div class="toasts" id="toasts" />
    <div hidden hx-ws:connect="/live" hx-trigger="load delay:1s">
      <LivePlace />
    </div>
    <template id="toast">
      <Toast link={{ href: '' }} />
    </template>
  </>
))
const LookUp = once(() => <Palette />)
const Keys = once(() => <KeyboardHelp />)

/** No eval, no inline style, and back and forward ask the server, so that an ended session shows nothing: so it is built (dev/build/htmx.ts). */
const HTMX = 'defaultTimeout:15000'

type DocumentProps = { title: string; nonce: string; theme: Theme; scripts?: boolean | undefined }

/** The shell every page shares, signed in or not. */
export function Document({ title, nonce, theme, scripts = false, children }: PropsWithChildren<DocumentProps>) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
          <meta name="robots" content="noindex, nofollow" />
          <title>{`${title} · Operations Portal`}</title>
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          <link rel="stylesheet" href={assets.css} />
          {scripts ? <meta name="htmx-config" content={HTMX} /> : null}
          {scripts ? <script src={assets.js} nonce={nonce} defer /> : null}
        </head>
        {children}
      </html>
    </>
  )
}

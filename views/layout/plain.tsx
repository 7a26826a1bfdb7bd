import type { PropsWithChildren } from 'hono/jsx'
import { Mark, type Theme } from '#views/layout/header.tsx'
import { Document } from '#views/layout/page.tsx'

type PlainProps = { title: string; nonce: string; theme?: Theme | undefined }

/** A page for someone who is not signed in: one card, no navigation, no script. */
export function Plain({ title, nonce, theme = 'system', children }: PropsWithChildren<PlainProps>) {
  return (
    <Document title={title} nonce={nonce} theme={theme}>
      <body class="plain">
        <main class="plain-main" id="main" tabindex={-1}>
          <p class="plain-brand">
            <Mark />
            <span>Operations Portal</span>
          </p>
          <div class="plain-card">{children}</div>
        </main>
      </body>
    </Document>
  )
}

import type { PropsWithChildren } from 'hono/jsx'
import { Mark } from '#views/layout/header.tsx'
import { Document } from '#views/layout/page.tsx'

/** A page for somebody who is not of the staff and has no account here: no navigation, no script, nothing of the reader's kept. */
export function Visitor({ title, nonce, children }: PropsWithChildren<{ title: string; nonce: string }>) {
  return (
    <Document title={title} nonce={nonce} theme="system">
      <body class="plain">
        <main class="main" id="main" tabindex={-1}>
          <div class="stack">
            <p class="plain-brand">
              <Mark />
              <span>Access to your data</span>
            </p>
            {children}
          </div>
        </main>
      </body>
    </Document>
  )
}

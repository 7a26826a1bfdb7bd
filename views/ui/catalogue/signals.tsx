import { Bell } from '#views/layout/bell.tsx'
import { Card, Columns } from '#views/ui/card.tsx'
import { Toast } from '#views/ui/toast.tsx'

/** None, one, some, and more than is counted. */
const UNREAD = [0, 1, 12, 100]

/** What comes to somebody by itself. */
export function Signals() {
  return (
    <Columns>
      <Card id="looks-bells" title="Bells" icon="bell">
        <div class="looks-row">
          {UNREAD.map((unread) => (
            <Bell id={`looks-bell-${unread}`} unread={unread} />
          ))}
        </div>
      </Card>
      <Card id="looks-toasts" title="Toasts" icon="warning">
        <div class="stack">
          <Toast>No answer from the server. Check the connection and try again.</Toast>
          <Toast link={{ text: 'Sign in', href: '#looks-toasts' }}>Your sign-in has ended.</Toast>
          <Toast link={{ text: 'Look', href: '#looks-toasts' }}>
            Your session in Acme Holding Compliance and Ethics Services was ended by somebody who watches over sessions
          </Toast>
        </div>
      </Card>
    </Columns>
  )
}

import type { Child } from 'hono/jsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'
import { CopyButton } from '#views/ui/text.tsx'

type ErrorPageProps = {
  /** The HTTP status. */
  status: number
  /** What happened, in one sentence, without a stack and without anyone's data. */
  title: string
  /** What would help: the next step, or whom to ask. */
  help: Child
  /** For support; found again in the log. */
  requestId?: string | undefined
  action?: Child | undefined
  icon?: IconName | undefined
}

/** The content of an error page; the shell around it is `Page` when someone is signed in, `Plain` otherwise. */
export function ErrorPage({ status, title, help, requestId, action, icon }: ErrorPageProps) {
  return (
    <div class="error-page">
      <span class="error-icon">
        <Icon name={icon ?? iconOf(status)} size="large" />
      </span>
      <p class="error-status">{status}</p>
      <h1 tabindex={-1}>{title}</h1>
      <div class="error-help">{help}</div>
      {action === undefined ? null : <div class="error-action">{action}</div>}
      {requestId === undefined ? null : (
        <p class="error-request">
          Request <code>{requestId}</code> <CopyButton text={requestId} what="request id" />
        </p>
      )}
    </div>
  )
}

function iconOf(status: number): IconName {
  if (status === 404) return 'search'
  if (status === 401 || status === 403) return 'lock'
  if (status === 409) return 'refresh'
  if (status === 429) return 'clock'
  return 'warning'
}

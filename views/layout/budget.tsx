import { type Budget, limitOf } from '#worker/auth/rules/budgets.ts'
import { ErrorPage } from '#views/layout/error.tsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { When } from '#views/ui/when.tsx'

const WORDS: Record<Budget, (most: number) => string> = {
  search: (most) => `Everybody has ${most} searches in a minute.`,
  tenant: (most) => `Everybody has ${most} different tenants in an hour; those you opened within the hour stay open to you.`,
  record: (most) => `Everybody has ${most} readings of a customer’s records in ten minutes.`,
}

type SpentProps = { budget: Budget; title: string; until: Date; zone: string; now: Date; requestId: string }

/** More was asked for than the budget allows: which, and when it goes on. */
export function Spent({ budget, title, until, zone, now, requestId }: SpentProps) {
  return (
    <ErrorPage
      status={429}
      title={title}
      requestId={requestId}
      help={
        <>
          <p>
            {WORDS[budget](limitOf(budget, 'pages').most)} It goes on <When at={until} zone={zone} look="relative" now={now} />, at{' '}
            <When at={until} zone={zone} look="time" />.
          </p>
          <p>Nothing was shown or changed. Trying on before then counts too: at twice the budget your access is put on hold.</p>
        </>
      }
      action={<ButtonLink href="/">Home</ButtonLink>}
    />
  )
}

/** The moment somebody is put on hold: they are signed out, and told why. */
export function NowHeld({ title, reason }: { title: string; reason: string }) {
  return (
    <div class="error-page" id="now-held">
      <span class="error-icon">
        <Icon name="lock" size="large" />
      </span>
      <h1 tabindex={-1}>{title}</h1>
      <div class="error-help">
        <p>{reason}</p>
        <p>You are signed out, and your sessions in tenants have ended. Sign in again to see who can release you.</p>
      </div>
      <div class="error-action">
        <ButtonLink look="primary" icon="key" href="/sign-in">
          Sign in
        </ButtonLink>
      </div>
    </div>
  )
}

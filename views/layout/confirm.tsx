import { ButtonLink } from '#views/ui/button.tsx'
import { Icon } from '#views/ui/icon.tsx'

type ConfirmProps = {
  title: string
  start: string
  /** What became of the words in the form. */
  kept: 'draft' | 'nothing' | 'lost'
  /** The form has fields whose values are never kept. */
  hasWriteOnly: boolean
}

/** Asks somebody who has been signed in for a while to show once more that it is them. */
export function Confirm({ title, start, kept, hasWriteOnly }: ConfirmProps) {
  return (
    <div class="error-page" id="confirm">
      <span class="error-icon">
        <Icon name="key" size="large" />
      </span>
      <h1 tabindex={-1}>{title}</h1>
      <div class="error-help">
        <p>
          What you are about to do weighs more than most, and the company directory last confirmed you more than 15 minutes ago. Nothing was
          changed yet.
        </p>
        <p>
          The directory asks you to sign in once more and brings you back to the form. You stay signed in, and a session in a tenant goes
          on.
        </p>
        {kept === 'draft' ? (
          <p>
            What you typed is kept for 15 minutes and stands in the form again
            {hasWriteOnly ? '; secret values are never kept, so please type those once more' : ''}.
          </p>
        ) : null}
        {kept === 'lost' ? <p>What you typed could not be kept. Go back in your browser first if you want to copy it.</p> : null}
      </div>
      <div class="error-action">
        <ButtonLink look="primary" icon="key" href={start} id="confirm-start">
          Confirm with the company directory
        </ButtonLink>
        <ButtonLink look="quiet" href="/">
          Home
        </ButtonLink>
      </div>
    </div>
  )
}

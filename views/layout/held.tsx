import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { Hold } from '#worker/auth/queries/hold.ts'
import { ButtonLink } from '#views/ui/button.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { When } from '#views/ui/when.tsx'

type HeldProps = { hold: Hold | undefined; wasElsewhere: boolean; zone: string }

/** What somebody sees whose access is on hold, at home and wherever else they go. */
export function Held({ hold, wasElsewhere, zone }: HeldProps) {
  return (
    <div class="error-page" id="held">
      <span class="error-icon">
        <Icon name="lock" size="large" />
      </span>
      <h1 tabindex={-1}>Your access is on hold</h1>
      <div class="error-help">
        {wasElsewhere ? <p>What you asked for is not open to you until somebody releases you. Nothing was changed.</p> : null}
        {hold === undefined ? null : (
          <p>
            <strong>{hold.reason}</strong>
            <br />
            Since <When at={hold.heldAt} zone={zone} />
          </p>
        )}
        <p>
          Your sessions in tenants have ended. Until you are released you see what is your own: your acts in the trail, your sessions and
          your sign-ins.
        </p>
        {hold === undefined ? null : <Releasers people={hold.canRelease} />}
      </div>
      <div class="error-action">
        <ButtonLink href="/audit">Your acts</ButtonLink>
        <ButtonLink href="/impersonations">Your sessions</ButtonLink>
        <ButtonLink href="/account/sign-ins">Your sign-ins</ButtonLink>
      </div>
    </div>
  )
}

function Releasers({ people }: { people: Hold['canRelease'] }) {
  if (people.length === 0) return <p>Nobody who could release you is active at present. Ask whoever runs the portal.</p>
  return (
    <>
      <p>Talk with a support lead or an administrator: they can release you, and then you sign in again.</p>
      <ul>
        {people.map(({ name, role, lead }) => (
          <li>
            {name}, {ROLE_NAMES[role]}
            {lead ? ' lead' : ''}
          </li>
        ))}
      </ul>
    </>
  )
}

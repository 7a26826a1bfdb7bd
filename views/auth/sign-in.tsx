import { ButtonLink } from '#views/ui/button.tsx'
import { Notice } from '#views/ui/notice.tsx'

/** STALE: the round trip to the directory did not fit together. The others: the directory knows the person, the portal lets them not in. */
export type SignInProblem = 'STALE' | 'UNKNOWN' | 'DEACTIVATED'

const PROBLEMS: Record<SignInProblem, { title: string; help: string }> = {
  STALE: {
    title: 'The sign-in was not completed',
    help: 'It took too long, or it was continued in another window. Nothing is wrong with your account: start again.',
  },
  UNKNOWN: {
    title: 'You are not known here yet',
    help: 'The directory knows you, this portal does not. Ask your team lead to have you added, then sign in again.',
  },
  DEACTIVATED: {
    title: 'Your access was switched off',
    help: 'If you still work with customers, ask your team lead to have it switched on again.',
  },
}

type SignInProps = { start: string; problem: SignInProblem | undefined; signedOut: boolean; local: boolean }

/** The way in: one button, and what would help when it did not open. */
export function SignIn({ start, problem, signedOut, local }: SignInProps) {
  return (
    <>
      <h1 tabindex={-1}>Sign in</h1>
      <p class="quiet">
        Here staff look after our customers: find a tenant, enter it for a stated reason and a limited time, help, and leave.
      </p>
      {problem === undefined ? null : (
        <Notice tone={problem === 'STALE' ? 'warn' : 'bad'} title={PROBLEMS[problem].title} id="sign-in-problem">
          {PROBLEMS[problem].help}
        </Notice>
      )}
      {signedOut && problem === undefined ? (
        <Notice tone="good" id="signed-out">
          You are signed out.
        </Notice>
      ) : null}
      <ButtonLink look="primary" icon="key" href={start} id="sign-in">
        Sign in with the company directory
      </ButtonLink>
      {local ? <p class="quiet">On this computer the directory is a local one: it offers a list of staff to choose from.</p> : null}
    </>
  )
}

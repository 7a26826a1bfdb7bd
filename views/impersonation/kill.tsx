import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card, Stack } from '#views/ui/card.tsx'
import { Chips } from '#views/ui/choice.tsx'
import { type Option, Select, TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { KillReason } from '#views/impersonation/kill-one.tsx'
import { OpenSessions } from '#views/impersonation/open-sessions.tsx'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { ListedSession } from '#worker/impersonation/queries/sessions.ts'
import { confirmationOf, KILL_SCOPE_NAMES, KILL_SCOPES, type KillScope } from '#worker/impersonation/rules/kill.ts'

type KillProps = {
  scope: KillScope
  subject: string
  open: ListedSession[]
  /** Those of them that would end. */
  concerned: ListedSession[]
  operatorId: string
  typed: Record<string, string>
  errors: FormError[]
  csrf: string
  formKey: string
  now: Date
}

/** Two steps that need no script: whose sessions, then how many those are, why, and the button. */
export function Kill(props: KillProps) {
  const { scope, concerned, errors } = props
  // Whoever was chosen in another scope, or has nothing open, is not chosen.
  const chosen = scope === 'all' || concerned.length > 0
  return (
    <>
      <PageHead
        title="End sessions"
        crumbs={[{ name: 'Sessions', href: '/impersonations' }]}
        sub="They are over at once: nothing of the customer can be read or changed in them afterwards."
      />
      <Stack>
        <Choose {...props} />
        {chosen || errors.length > 0 ? <Confirm {...props} /> : null}
      </Stack>
    </>
  )
}

/** Asks, changes nothing. The list offers what is open in the scope that was shown last. */
function Choose({ scope, subject, open }: KillProps) {
  return (
    <Card id="choose" title="Whose sessions?" icon="users">
      <form method="get" action="/impersonations/kill" class="form form-stack" novalidate>
        <Chips
          id="scope"
          label="Which"
          required
          value={scope}
          options={KILL_SCOPES.map((each) => ({ value: each, label: KILL_SCOPE_NAMES[each] }))}
        />
        {scope === 'all' ? null : (
          <Select
            id="subject"
            label={KILL_SCOPE_NAMES[scope]}
            required
            empty="Choose"
            value={subject}
            options={subjectsOf(open, scope)}
            hint="Only those with an open session are offered. After another choice above, press Show once."
          />
        )}
        <FormActions>
          <Button icon="search">Show</Button>
        </FormActions>
      </form>
    </Card>
  )
}

function Confirm({ scope, subject, concerned, operatorId, typed, errors, csrf, formKey, now }: KillProps) {
  const word = confirmationOf(scope, subject)
  const count = `${concerned.length} open ${concerned.length === 1 ? 'session' : 'sessions'}`
  return (
    <Card id="concerned" title={count} icon="eye">
      <Stack>
        <OpenSessions id="concerned-sessions" rows={concerned} operatorId={operatorId} now={now} />
        {concerned.length === 0 && errors.length === 0 ? (
          <ButtonLink href="/impersonations">Back to the sessions</ButtonLink>
        ) : (
          <Form action="/impersonations/kill" csrf={csrf} formKey={formKey}>
            <FormErrors errors={errors} title="Nothing was ended" />
            <input type="hidden" name="scope" value={scope} />
            <input type="hidden" name="subject" value={scope === 'all' ? '' : subject} />
            <KillReason typed={typed} errors={errors} />
            {word === null ? null : (
              <TextField
                id="confirm"
                label={`Type ${word} to go on`}
                required
                value={typed.confirm}
                error={errorOf(errors, 'confirm')}
                hint="Everybody who is shown above is put out in the middle of their work."
              />
            )}
            <FormActions>
              <Button look="danger" icon="stop">{`End ${count}`}</Button>
              <ButtonLink look="quiet" href="/impersonations">
                Cancel
              </ButtonLink>
            </FormActions>
          </Form>
        )}
      </Stack>
    </Card>
  )
}

/** Who and what has an open session, each with the number of them. */
function subjectsOf(open: ListedSession[], scope: Exclude<KillScope, 'all'>): Option[] {
  const found = new Map<string, { label: string; count: number }>()
  for (const session of open) {
    const { value, label } = {
      operator: { value: session.operatorId, label: session.operatorName ?? session.operatorId },
      tenant: { value: session.tenantId, label: session.tenantName ?? session.tenantId },
      role: { value: session.operatorRole, label: ROLE_NAMES[session.operatorRole] },
    }[scope]
    found.set(value, { label, count: (found.get(value)?.count ?? 0) + 1 })
  }
  return [...found]
    .map(([value, { label, count }]) => ({ value, label: `${label} (${count} open)` }))
    .sort((a, b) => (a.label < b.label ? -1 : 1))
}

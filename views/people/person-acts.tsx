import { Card } from '#views/ui/card.tsx'
import { Checkbox } from '#views/ui/choice.tsx'
import { Select } from '#views/ui/field.tsx'
import { errorOf } from '#views/ui/form.tsx'
import { ActForm, type SentForm } from '#views/people/act-form.tsx'
import type { PersonPageProps } from '#views/people/person.tsx'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { PersonRead } from '#worker/people/queries/people.ts'
import type { PersonAct } from '#worker/people/rules/acts.ts'
import { GIVEN_ROLES } from '#worker/people/rules/forms.ts'

const TRAIL = 'One line for the trail, read later by auditors.'

/** What can be done about a person as they stand now. Which of it the database refuses is told when it does. */
export function PersonActs({ person, wish, isOwn, sent, csrf, formKey }: PersonPageProps) {
  if (isOwn)
    return (
      <Card id="acts" title="What to do" icon="pencil">
        <p class="quiet">This is you. Nobody changes their own role or status; another administrator can.</p>
      </Card>
    )
  const form = (act: PersonAct) => ({
    id: act,
    action: `/people/${person.id}/${act}`,
    sent: sent?.act === act ? sent : undefined,
    csrf,
    formKey,
  })
  const active = person.status === 'ACTIVE'
  return (
    <Card id="acts" title="What to do" icon="pencil" flush>
      <ActForm
        {...form('role')}
        title={person.role === 'ADMIN' ? 'Take the administrator’s role away' : 'Change the role'}
        icon="users"
        button="Change the role"
        hint={`${TRAIL} They are signed out and sign in with the new role.`}
        version={person.version}
      >
        <RoleFields person={person} sent={sent?.act === 'role' ? sent : undefined} />
      </ActForm>
      {active && person.role !== 'ADMIN' && !wish?.open ? (
        <ActForm
          {...form('admin')}
          title="Ask that they become an administrator"
          icon="shield"
          button="Ask for it"
          hint="Read by the second administrator, who decides within seven days. Neither you nor the person can."
        />
      ) : null}
      {active ? (
        <ActForm
          {...form('hold')}
          title="Hold"
          icon="lock"
          button="Hold them"
          danger
          hint="They are told this. Their sign-ins and sessions end at once; only their own pages stay open until a lead releases them."
        />
      ) : null}
      {person.status === 'DEACTIVATED' ? (
        <ActForm {...form('reactivate')} title="Reactivate" icon="refresh" button="Reactivate" hint={`${TRAIL} They sign in anew.`} />
      ) : (
        <ActForm
          {...form('deactivate')}
          title="Deactivate"
          icon="stop"
          button="Deactivate"
          danger
          hint={`${TRAIL} Their sign-ins and sessions end at once. What is in their name is shown afterwards.`}
        />
      )}
    </Card>
  )
}

function RoleFields({ person, sent }: { person: PersonRead; sent: SentForm | undefined }) {
  const role = sent?.typed.role ?? (person.role === 'ADMIN' ? undefined : person.role)
  const lead = sent === undefined ? person.lead : sent.typed.lead === 'yes'
  return (
    <>
      <Select
        id="role-role"
        name="role"
        label="Role"
        required
        empty={person.role === 'ADMIN' ? 'Choose' : undefined}
        value={role}
        options={GIVEN_ROLES.map((each) => ({ value: each, label: ROLE_NAMES[each] }))}
        error={errorOf(sent?.errors ?? [], 'role')}
      />
      <Checkbox id="role-lead" name="lead" label="Leads this role" checked={lead} />
    </>
  )
}

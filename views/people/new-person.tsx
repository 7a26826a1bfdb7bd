import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Checkbox } from '#views/ui/choice.tsx'
import { Select, TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import { GIVEN_ROLES } from '#worker/people/rules/forms.ts'

type NewPersonProps = { typed: Record<string, string>; errors: FormError[]; csrf: string; formKey: string }

export function NewPerson({ typed, errors, csrf, formKey }: NewPersonProps) {
  const field = (id: string) => ({ id, value: typed[id], error: errorOf(errors, id), required: true })
  return (
    <>
      <PageHead
        title="Add a person"
        crumbs={[{ name: 'People', href: '/people' }]}
        sub="They sign in with their account in the directory from then on; nothing is sent to them."
      />
      <Card id="new-person">
        <Form action="/people" csrf={csrf} formKey={formKey}>
          <FormErrors errors={errors} title="Nobody was added" />
          <TextField {...field('name')} label="Name" maxLength={120} />
          <TextField {...field('email')} label="Email" type="email" maxLength={254} />
          <TextField
            {...field('directoryId')}
            label="Object id in the directory"
            maxLength={36}
            hint="A UUID; who they are, whatever becomes of their address. It cannot be changed later and is not shown again."
          />
          <Select
            {...field('role')}
            label="Role"
            empty="Choose"
            options={GIVEN_ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] }))}
            hint="An administrator begins with another role. Then one administrator asks for it, and a second one grants it."
          />
          <Checkbox
            id="lead"
            label="Leads this role"
            checked={typed.lead === 'yes'}
            error={errorOf(errors, 'lead')}
            hint="Adds what leads of the role may."
          />
          <TextField {...field('zone')} label="Time zone" maxLength={41} hint="Times are shown in it, for example Europe/Berlin." />
          <FormActions>
            <Button look="primary" icon="plus">
              Add
            </Button>
            <ButtonLink look="quiet" href="/people">
              Cancel
            </ButtonLink>
          </FormActions>
        </Form>
      </Card>
    </>
  )
}

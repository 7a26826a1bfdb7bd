import { Badge } from '#views/ui/badge.tsx'
import { Blocked, Button } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Field, Select, TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { whoChanged } from '#views/support/config-words.tsx'
import type { ListedSecret } from '#worker/support/queries/tenant-secrets.ts'
import { SECRET_KINDS } from '#worker/support/rules/register-words.ts'
import { SECRET_KIND_NAMES } from '#worker/support/rules/secret-form.ts'

/** What is kept secret for a tenant. The values are shown to nobody, so there is nothing to unfold. */
export function SecretList({ secrets, operatorId, zone }: { secrets: ListedSecret[]; operatorId: string; zone: string }) {
  return (
    <Card id="secrets" title="Secrets" icon="key" mark={<Badge icon="lock">Write-only</Badge>} flush>
      {secrets.length === 0 ? (
        <EmptyState icon="key" title="No secrets">
          Keys and credentials of this tenant stand here once they are set.
        </EmptyState>
      ) : (
        <Table
          id="secret-list"
          caption="Secrets"
          columns={[{ name: 'Name' }, { name: 'Kind' }, { name: 'Ends in' }, { name: 'Set' }, { name: 'By' }]}
        >
          {secrets.map((secret) => (
            <Row id={secret.id}>
              <NameCell>{secret.name}</NameCell>
              <Cell label="Kind">{SECRET_KIND_NAMES[secret.kind]}</Cell>
              <Cell label="Ends in" nowrap>
                {secret.lastFour === '' ? <span class="quiet">too short to tell</span> : <span class="id">{`…${secret.lastFour}`}</span>}
              </Cell>
              <Cell label="Set" quiet nowrap>
                <When at={secret.setAt} zone={zone} />
              </Cell>
              <Cell label="By">{whoChanged({ changedBy: secret.setBy, changedByName: secret.setByName }, operatorId)}</Cell>
            </Row>
          ))}
        </Table>
      )}
    </Card>
  )
}

type SecretFormProps = {
  tenantId: string
  mayModify: boolean
  typed: Record<string, string>
  errors: FormError[]
  csrf: string
  formKey: string
}

/** Sets a secret or replaces the one of that kind and name. The value goes one way: it is never written back into the form. */
export function SecretForm({ tenantId, mayModify, typed, errors, csrf, formKey }: SecretFormProps) {
  if (!mayModify)
    return (
      <Card id="set-secret" title="Set a secret" icon="plus">
        <Blocked id="set" reason="Support L3 and administrators set a tenant’s secrets.">
          Set the secret
        </Blocked>
      </Card>
    )
  const valueError = errorOf(errors, 'value')
  return (
    <Card id="set-secret" title="Set a secret" icon="plus">
      <Form action={`/tenants/${tenantId}/secrets`} csrf={csrf} formKey={formKey} id="form">
        <FormErrors errors={errors} title="Nothing was set" />
        <Select
          id="kind"
          label="Kind"
          required
          empty="Choose"
          value={typed.kind}
          error={errorOf(errors, 'kind')}
          options={SECRET_KINDS.map((value) => ({ value, label: SECRET_KIND_NAMES[value] }))}
        />
        <TextField
          id="name"
          label="Name"
          required
          maxLength={40}
          value={typed.name}
          error={errorOf(errors, 'name')}
          hint="Small letters, digits and dashes. The same kind and name replaces what is there."
        />
        <Field
          id="value"
          label="Value"
          required
          error={valueError}
          hint="At least 8 characters. Sealed at once; of 12 and more the last four stay visible."
        >
          <input
            class="input"
            type="password"
            id="value"
            name="value"
            required
            autocomplete="new-password"
            spellcheck={false}
            aria-invalid={valueError === undefined ? undefined : 'true'}
            aria-describedby={valueError === undefined ? 'value-hint' : 'value-error value-hint'}
          />
        </Field>
        <FormActions>
          <Button look="primary" icon="lock">
            Set the secret
          </Button>
        </FormActions>
      </Form>
    </Card>
  )
}

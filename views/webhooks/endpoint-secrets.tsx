import { Badge } from '#views/ui/badge.tsx'
import { Button } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Select, TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import type { ListedSecret } from '#worker/webhooks/queries/endpoints.ts'
import { type Overlap, OVERLAPS } from '#worker/webhooks/rules/forms.ts'
import type { Direction, SecretVersion } from '#worker/webhooks/rules/words.ts'

export type SentRotation = { typed: Record<string, string>; errors: FormError[] }

const VERSION_NAMES: Record<SecretVersion, string> = { v1: 'Shared secret', v1a: 'Sender’s public key' }
const OVERLAP_SAYS: Record<Overlap, string> = { day: 'For one more day', none: 'Not at all: it may be in the wrong hands' }

/** What messages are signed with: all but the secrets themselves. */
export function EndpointSecrets({ secrets, zone }: { secrets: ListedSecret[]; zone: string }) {
  return (
    <Card id="secrets" title="Secrets" icon="key" flush>
      <Table
        id="secret-list"
        caption="Secrets"
        columns={[{ name: 'Kind' }, { name: 'State' }, { name: 'Ends in' }, { name: 'Made' }, { name: 'By' }, { name: 'Until' }]}
      >
        {secrets.map((secret) => (
          <Row id={secret.id}>
            <NameCell>{VERSION_NAMES[secret.version]}</NameCell>
            <Cell label="State">
              <Badge dot tone={secret.inForce ? 'good' : 'neutral'}>
                {secret.inForce ? 'In force' : 'Over'}
              </Badge>
            </Cell>
            <Cell label="Ends in" nowrap>
              <span class="id">{`…${secret.lastFour}`}</span>
            </Cell>
            <Cell label="Made" quiet nowrap>
              <When at={secret.createdAt} zone={zone} />
            </Cell>
            <Cell label="By">{secret.createdByName ?? <None />}</Cell>
            <Cell label="Until" quiet nowrap>
              {secret.expiresAt === null ? <None /> : <When at={secret.expiresAt} zone={zone} />}
            </Cell>
          </Row>
        ))}
      </Table>
    </Card>
  )
}

type RotationProps = { path: string; version: number; direction: Direction; sent: SentRotation; csrf: string; formKey: string }

/** A new secret, while the one before may still count for a day: so that both sides can change over. */
export function Rotation({ path, version, direction, sent: { typed, errors }, csrf, formKey }: RotationProps) {
  return (
    <Card id="new-secret" title="A new secret" icon="refresh">
      <Form action={`${path}/rotate`} csrf={csrf} formKey={`${formKey}-rotate`} id="rotate" version={version} guard={false}>
        <FormErrors errors={errors} title="Nothing was changed" />
        <Select
          id="overlap"
          label="The one before stays in force"
          required
          value={typed.overlap ?? 'day'}
          error={errorOf(errors, 'overlap')}
          options={OVERLAPS.map((value) => ({ value, label: OVERLAP_SAYS[value] }))}
        />
        {direction === 'IN' ? (
          <TextField
            id="publicKey"
            label="Public key"
            maxLength={100}
            value={typed.publicKey}
            error={errorOf(errors, 'publicKey')}
            hint="Of a sender who signs with ed25519; without it a new shared secret is made and shown once."
          />
        ) : null}
        <FormActions>
          <Button icon="refresh">Make a new one</Button>
        </FormActions>
      </Form>
    </Card>
  )
}

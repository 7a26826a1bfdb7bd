import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Select, TextField } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { DIRECTION_SAYS } from '#views/webhooks/faces.tsx'
import { DIRECTIONS } from '#worker/webhooks/rules/words.ts'

type NewEndpointProps = { typed: Record<string, string>; errors: FormError[]; csrf: string; formKey: string }

export function NewEndpoint({ typed, errors, csrf, formKey }: NewEndpointProps) {
  const field = (id: string) => ({ id, value: typed[id], error: errorOf(errors, id) })
  return (
    <>
      <PageHead
        title="Add an endpoint"
        crumbs={[{ name: 'Webhooks', href: '/webhook-endpoints' }]}
        sub="Its secret is shown once, on the next page."
      />
      <Card id="new-endpoint">
        <Form action="/webhook-endpoints" csrf={csrf} formKey={formKey}>
          <FormErrors errors={errors} title="Nothing was added" />
          <Select
            {...field('direction')}
            label="Direction"
            required
            empty="Choose"
            options={DIRECTIONS.map((value) => ({ value, label: DIRECTION_SAYS[value] }))}
          />
          <TextField {...field('name')} label="Name" required maxLength={80} />
          <TextField
            {...field('tenantId')}
            label="Tenant"
            maxLength={60}
            hint="Its id. Whoever tells the portal then speaks of this tenant only; without it, of any. Whoever is told is always a tenant."
          />
          <TextField
            {...field('url')}
            label="Address"
            maxLength={500}
            hint="Of a tenant that is told: https, by name, on port 443 or 8443."
          />
          <TextField
            {...field('publicKey')}
            label="Public key"
            maxLength={100}
            hint="Of a sender who signs with ed25519 (whpk_…). Then there is no secret to share."
          />
          <FormActions>
            <Button look="primary" icon="plus">
              Add
            </Button>
            <ButtonLink look="quiet" href="/webhook-endpoints">
              Cancel
            </ButtonLink>
          </FormActions>
        </Form>
      </Card>
    </>
  )
}

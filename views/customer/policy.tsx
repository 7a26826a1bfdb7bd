import { Button } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Chips } from '#views/ui/choice.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { ACCESS_POLICIES, type AccessPolicy } from '#worker/tenant/rules/words.ts'

/** What makes a form of a customer's page this page's own. */
export type Forms = { csrf: string; formKey: string }

const SAYS: Record<AccessPolicy, { name: string; says: string }> = {
  open: { name: 'Open', says: 'Our staff come in on a ticket of yours. You see it here.' },
  notify: { name: 'Notify', says: 'Our staff come in on a ticket of yours, and your contact gets a letter as it happens.' },
  approve: { name: 'Approve', says: 'Nobody comes in before you agreed.' },
  closed: { name: 'Closed', says: 'Nobody comes in.' },
}

type PolicyProps = { policy: AccessPolicy; path: string; forms: Forms | undefined; errors: FormError[] }

/** Who may come in, as it is; to choose where the reader may act. */
export function CustomerPolicy({ policy, path, forms, errors }: PolicyProps) {
  return (
    <Card id="access" title="Who may come in" icon="lock">
      <p>
        <strong>{SAYS[policy].name}.</strong> {SAYS[policy].says}
      </p>
      {forms === undefined ? null : (
        <Form id="policy-form" action={`${path}/policy`} csrf={forms.csrf} formKey={forms.formKey}>
          <FormErrors errors={errors} />
          <input type="hidden" name="seen" value={policy} />
          <Chips
            id="policy"
            label="From now on"
            required
            value={policy}
            error={errorOf(errors, 'policy')}
            hint="Approve and Closed end the sessions that are open now."
            options={ACCESS_POLICIES.map((each) => ({ value: each, label: SAYS[each].name }))}
          />
          <FormActions>
            <Button look="primary">Set the policy</Button>
          </FormActions>
        </Form>
      )}
    </Card>
  )
}

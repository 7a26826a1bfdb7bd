import { Blocked, Button, ButtonLink } from '#views/ui/button.tsx'
import { Card, Stack } from '#views/ui/card.tsx'
import { Select, TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Notice } from '#views/ui/notice.tsx'
import type { Role } from '#worker/auth/rules/roles.ts'
import type { StartPage } from '#worker/impersonation/queries/start-page.ts'
import { BREAK_GLASS_MINUTES, BREAK_GLASS_REASON } from '#worker/impersonation/rules/access.ts'
import { REFUSALS, type Refusal } from '#worker/impersonation/rules/refusals.ts'
import { CATEGORY_NAMES, categoriesOf } from '#worker/impersonation/rules/words.ts'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

type BreakGlassProps = Pick<StartPage, 'tenant' | 'tickets'> & {
  operatorRole: Role
  refusal: Refusal | null
  typed: Record<string, string>
  errors: FormError[]
  csrf: string
  formKey: string
  now: Date
}

/** Entering without asking anybody, and what that sets off. */
export function BreakGlass({ tenant, tickets, operatorRole, refusal, typed, errors, csrf, formKey }: BreakGlassProps) {
  const blocked =
    refusal !== null ? REFUSALS[refusal].message : tickets.length === 0 ? 'It takes an open ticket of this tenant.' : undefined
  return (
    <>
      <PageHead
        title={`Break the glass of ${tenant.name}`}
        crumbs={[
          { name: 'Tenants', href: '/tenants' },
          { name: tenant.name, href: `/tenants/${tenant.id}` },
          { name: 'Enter', href: `/tenants/${tenant.id}/enter` },
        ]}
        sub="Only where waiting for an approval would do harm."
      />
      <Stack>
        <Notice tone="warn" icon="break-glass" title={`Read-only, for ${BREAK_GLASS_MINUTES} minutes, and everybody is told`}>
          <p>
            Whoever could have approved it and the customer’s contacts hear of it within seconds. A colleague reviews what you did; until
            then you cannot do it again.
          </p>
        </Notice>
        <Card id="start" title="Why it cannot wait" icon="break-glass">
          <Form action={`/tenants/${tenant.id}/break-glass`} csrf={csrf} formKey={formKey} id="form">
            <FormErrors errors={errors} title="You did not enter" />
            <Select
              id="ticketId"
              label="On which ticket?"
              required
              empty="Choose"
              value={typed.ticketId}
              error={errorOf(errors, 'ticketId')}
              options={tickets.map(({ id, number, subject }) => ({ value: id, label: `${ticketLabel(number)} ${subject}` }))}
            />
            <Select
              id="category"
              label="What is it about?"
              required
              empty="Choose"
              value={typed.category}
              error={errorOf(errors, 'category')}
              options={categoriesOf(operatorRole).map((value) => ({ value, label: CATEGORY_NAMES[value] }))}
            />
            <TextArea
              id="reason"
              label="Why can nobody be waited for?"
              required
              minLength={BREAK_GLASS_REASON.least}
              maxLength={BREAK_GLASS_REASON.most}
              value={typed.reason}
              error={errorOf(errors, 'reason')}
              hint="The customer and whoever reviews it read this. No names of people."
            />
            <FormActions>
              {blocked === undefined ? (
                <Button look="danger" icon="break-glass" id="enter">
                  Break the glass
                </Button>
              ) : (
                <Blocked id="enter" reason={blocked}>
                  Break the glass
                </Blocked>
              )}
              <ButtonLink look="quiet" href={`/tenants/${tenant.id}/enter`}>
                Ask instead
              </ButtonLink>
            </FormActions>
          </Form>
        </Card>
      </Stack>
    </>
  )
}

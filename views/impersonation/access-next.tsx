import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { Form, FormActions, FormErrors } from '#views/ui/form.tsx'
import type { AccessProps } from '#views/impersonation/access.tsx'
import type { ListedAccess } from '#worker/impersonation/queries/access.ts'
import { wayName } from '#worker/impersonation/rules/access.ts'

/** What whoever asked can do now: begin, wait, or ask anew. */
export function NextStep(props: AccessProps) {
  const { request } = props
  if (request.state === 'APPROVED') return <Begin {...props} />
  if (request.state === 'WAITING') return <Wait {...props} />
  if (request.state === 'USED') return null
  return (
    <Card id="next" title={ENDED[request.state]} icon="info">
      <FormActions>
        <ButtonLink look="primary" icon="key" href={`/tenants/${request.tenantId}/enter?ticket=${request.ticketId}`}>
          Ask anew
        </ButtonLink>
      </FormActions>
    </Card>
  )
}

const ENDED = {
  DENIED: 'It was denied',
  EXPIRED: 'It was approved and not begun in time',
  WITHDRAWN: 'You took it back',
}

function Begin({ request, errors, csrf, formKey, now }: AccessProps) {
  return (
    <Card id="next" title="Everybody said yes" icon="check-circle">
      <Form action={`/access-requests/${request.id}/start`} csrf={csrf} formKey={`${formKey}-start`} id="form" guard={false}>
        <FormErrors errors={errors} title="You did not enter" />
        <Exactly request={request} />
        <p>
          Begin within{' '}
          {request.startBy === null ? null : (
            <strong>
              <Remaining endsAt={request.startBy} now={now} />
            </strong>
          )}
          ; then the approval lapses. It opens one session.
        </p>
        <FormActions>
          <Button look="primary" icon="play" id="enter">
            {`Enter ${wayName(request.mode, request.scope).toLowerCase()} for ${request.minutes} minutes`}
          </Button>
        </FormActions>
      </Form>
      <TakeBack request={request} csrf={csrf} formKey={formKey} />
    </Card>
  )
}

/** The approved request, field by field: what begins is compared with it to the byte. */
function Exactly({ request }: { request: ListedAccess }) {
  const fields = {
    tenantId: request.tenantId,
    ticketId: request.ticketId,
    targetUserId: request.targetUserId ?? '',
    mode: request.mode,
    scope: request.scope,
    category: request.category,
    minutes: String(request.minutes),
    reason: request.reason,
  }
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}

function Wait({ request, csrf, formKey }: AccessProps) {
  return (
    <Card id="next" title="You are told as soon as it is answered" icon="bell">
      <p>
        {request.customerBy === null
          ? 'Everybody who may approve it was told. Go on with something else; you find the answer here.'
          : 'Everybody who may approve it was told, and the customer. Go on with something else; you find the answers here.'}
      </p>
      <TakeBack request={request} csrf={csrf} formKey={formKey} />
    </Card>
  )
}

function TakeBack({ request, csrf, formKey }: { request: ListedAccess; csrf: string; formKey: string }) {
  return (
    <Form look="inline" action={`/access-requests/${request.id}/withdraw`} csrf={csrf} formKey={`${formKey}-back`}>
      <Button look="quiet" icon="x">
        Take it back
      </Button>
    </Form>
  )
}

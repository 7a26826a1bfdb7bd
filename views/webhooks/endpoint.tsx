import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card, type Fact, Facts, Stack } from '#views/ui/card.tsx'
import { Form } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { Id } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { EndpointSecrets, Rotation, type SentRotation } from '#views/webhooks/endpoint-secrets.tsx'
import { DIRECTION_SAYS, EndpointStatusBadge } from '#views/webhooks/faces.tsx'
import { Traffic, type TrafficProps } from '#views/webhooks/traffic.tsx'
import type { Endpoint, ListedSecret } from '#worker/webhooks/queries/endpoints.ts'

type EndpointPageProps = Omit<TrafficProps, 'path'> & {
  endpoint: Endpoint
  /** Where the other side sends to. */
  address: string
  secrets: ListedSecret[]
  sent: SentRotation & { isStale: boolean }
  csrf: string
  formKey: string
}

export function EndpointPage({ endpoint, address, secrets, sent, csrf, formKey, ...traffic }: EndpointPageProps) {
  const path = `/webhook-endpoints/${endpoint.id}`
  const isActive = endpoint.status === 'ACTIVE'
  return (
    <div hx-select:inherited="#results">
      <PageHead
        title={endpoint.name}
        crumbs={[{ name: 'Webhooks', href: '/webhook-endpoints' }]}
        marks={<EndpointStatusBadge status={endpoint.status} />}
        sub={DIRECTION_SAYS[endpoint.direction]}
        actions={
          <>
            <Form look="inline" action={`${path}/${isActive ? 'disable' : 'enable'}`} csrf={csrf} formKey={`${formKey}-switch`}>
              <Button look={isActive ? 'danger' : 'primary'} icon={isActive ? 'stop' : 'play'}>
                {isActive ? 'Disable' : 'Enable'}
              </Button>
            </Form>
            <ButtonLink href={`/audit/records/${endpoint.id}`} icon="history">
              History
            </ButtonLink>
          </>
        }
      />
      <Stack>
        {sent.isStale ? (
          <Notice id="stale" tone="warn" title="Somebody changed this endpoint in the meantime. Nothing was changed.">
            What is shown now is how it stands. Look again, and send it once more if it still holds.
          </Notice>
        ) : null}
        <Card id="facts" title="About this endpoint" icon="globe">
          <Facts facts={factsOf(endpoint, address, traffic.zone)} look="rows" />
        </Card>
        <EndpointSecrets secrets={secrets} zone={traffic.zone} />
        <Rotation path={path} version={endpoint.version} direction={endpoint.direction} sent={sent} csrf={csrf} formKey={formKey} />
        <Traffic path={path} {...traffic} />
      </Stack>
    </div>
  )
}

function factsOf(endpoint: Endpoint, address: string, zone: string): Fact[] {
  return [
    {
      name: endpoint.direction === 'IN' ? 'Messages go to' : 'Is told at',
      value: <Id copy={endpoint.url ?? address}>{endpoint.url ?? address}</Id>,
    },
    {
      name: 'Of',
      value:
        endpoint.tenantId === null ? (
          'The vendor’s product, any tenant'
        ) : (
          <a href={`/tenants/${endpoint.tenantId}`}>{endpoint.tenantName}</a>
        ),
    },
    { name: 'Added', value: <When at={endpoint.createdAt} zone={zone} /> },
    { name: 'By', value: endpoint.createdByName },
  ]
}

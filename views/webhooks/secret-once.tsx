import { ButtonLink } from '#views/ui/button.tsx'
import { Card, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { Id } from '#views/ui/text.tsx'

/** A secret that was just made. It is on no other page, and on this one only as the answer to the form. */
export function SecretOnce({ endpointId, secret }: { endpointId: string; secret: string }) {
  return (
    <>
      <PageHead title="A new secret" crumbs={[{ name: 'Webhooks', href: '/webhook-endpoints' }]} />
      <Stack>
        <Notice tone="warn" title="It is shown this once">
          Give it to the other side over a safe way. Whoever has it can speak in the endpoint’s name. If it is lost, make a new one.
        </Notice>
        <Card id="secret" title="Secret" icon="key">
          <p>
            <Id copy={secret}>{secret}</Id>
          </p>
        </Card>
        <p>
          <ButtonLink look="primary" href={`/webhook-endpoints/${endpointId}`}>
            I have kept it
          </ButtonLink>
        </p>
      </Stack>
    </>
  )
}

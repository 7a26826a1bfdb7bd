import { ButtonLink } from '#views/ui/button.tsx'
import { Card, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { Id } from '#views/ui/text.tsx'

/** A link that was just made. It is on no other page, and on this one only as the answer to the form. */
export function LinkOnce({ tenantId, address }: { tenantId: string; address: string }) {
  const links = `/tenants/${tenantId}/links`
  return (
    <>
      <PageHead title="A new link" crumbs={[{ name: 'Links', href: links }]} />
      <Stack>
        <Notice tone="warn" title="It is shown this once">
          Send it over a safe way to the person it is for. Whoever has it sees who was inside. If it is lost, revoke it and make a new one.
        </Notice>
        <Card id="link" title="Link" icon="globe">
          <p>
            <Id copy={address}>{address}</Id>
          </p>
        </Card>
        <p>
          <ButtonLink look="primary" href={links}>
            I have sent it
          </ButtonLink>
        </p>
      </Stack>
    </>
  )
}

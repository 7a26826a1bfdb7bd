import { Card, Stack } from '#views/ui/card.tsx'
import type { FormError } from '#views/ui/form.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { None } from '#views/ui/text.tsx'
import { SecretForm, SecretList } from '#views/support/secrets.tsx'
import { whoChanged } from '#views/support/config-words.tsx'
import { type HeadProps, TenantHead } from '#views/support/tenant-head.tsx'
import type { ConfigVersion } from '#worker/support/queries/tenant-config.ts'
import type { ListedSecret } from '#worker/support/queries/tenant-secrets.ts'
import { CONFIG } from '#worker/support/rules/config-documents.ts'
import { CONFIG_DOCUMENTS } from '#worker/support/rules/register-words.ts'

type TenantConfigProps = {
  head: HeadProps
  documents: ConfigVersion[]
  secrets: ListedSecret[]
  typed: Record<string, string>
  errors: FormError[]
  mayModify: boolean
  operatorId: string
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** A tenant's settings, document by document, and what is kept secret for it. */
export function TenantConfig({ head, documents, secrets, operatorId, zone, now, ...form }: TenantConfigProps) {
  return (
    <>
      <TenantHead {...head} room="config" />
      <Stack>
        <DocumentList address={`/tenants/${head.tenant.id}/config`} documents={documents} operatorId={operatorId} zone={zone} now={now} />
        <SecretList secrets={secrets} operatorId={operatorId} zone={zone} />
        <SecretForm tenantId={head.tenant.id} {...form} />
      </Stack>
    </>
  )
}

type DocumentListProps = Pick<TenantConfigProps, 'documents' | 'operatorId' | 'zone' | 'now'> & { address: string }

/** Every document a tenant can have, with the version in force. */
export function DocumentList({ address, documents, operatorId, zone, now }: DocumentListProps) {
  return (
    <Card id="documents" title="Documents" icon="file" flush>
      <Table
        id="document-list"
        caption="Configuration documents in force"
        columns={[{ name: 'Document' }, { name: 'Version' }, { name: 'Changed' }, { name: 'By' }, { name: 'Why' }]}
      >
        {CONFIG_DOCUMENTS.map((document) => {
          const current = documents.find((each) => each.document === document)
          return (
            <Row id={`document-${document}`}>
              <NameCell href={`${address}/${document}`} sub={CONFIG[document].about}>
                {CONFIG[document].title}
              </NameCell>
              <Cell label="Version" nowrap>
                {current === undefined ? 'Not set' : `v${current.version}`}
              </Cell>
              <Cell label="Changed" quiet nowrap>
                {current === undefined ? <None /> : <When at={current.changedAt} zone={zone} look="relative" now={now} />}
              </Cell>
              <Cell label="By">{current === undefined ? <None /> : whoChanged(current, operatorId)}</Cell>
              <Cell label="Why" quiet>
                {current?.reason ?? <None />}
              </Cell>
            </Row>
          )
        })}
      </Table>
    </Card>
  )
}

import { Blocked } from '#views/ui/button.tsx'
import { Card, Columns, Facts, Stack } from '#views/ui/card.tsx'
import { Badge } from '#views/ui/badge.tsx'
import type { FormError } from '#views/ui/form.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { ConfigForm } from '#views/support/config-form.tsx'
import { ConfigHistory } from '#views/support/config-history.tsx'
import { ConfigWords, whoChanged } from '#views/support/config-words.tsx'
import { type HeadProps, TenantHead } from '#views/support/tenant-head.tsx'
import type { ConfigVersion } from '#worker/support/queries/tenant-config.ts'
import { CONFIG } from '#worker/support/rules/config-documents.ts'
import type { ConfigDocument } from '#worker/support/rules/register-words.ts'

export type ConfigDocumentProps = {
  head: HeadProps
  document: ConfigDocument
  current: ConfigVersion | undefined
  /** The latest first, one more than are shown, so that the last of them has something to be compared with. */
  versions: ConfigVersion[]
  shown: number
  older: string | undefined
  isStale: boolean
  typed: Record<string, string> | undefined
  errors: FormError[]
  mayModify: boolean
  operatorId: string
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** One document: what is in force, how to change it, and how it came to be so. */
export function ConfigDocumentPage(props: ConfigDocumentProps) {
  const { head, document, current, isStale, mayModify, operatorId, zone } = props
  const { title } = CONFIG[document]
  return (
    <>
      <TenantHead
        {...head}
        room="config"
        crumbs={[
          { name: head.tenant.name, href: `/tenants/${head.tenant.id}` },
          { name: 'Configuration', href: `/tenants/${head.tenant.id}/config` },
        ]}
      />
      <Stack>
        {isStale ? <ConfigStale current={current} operatorId={operatorId} zone={zone} /> : null}
        <Columns look="main-side">
          <Stack>
            {mayModify ? (
              <ConfigForm {...props} address={`/tenants/${head.tenant.id}/config`} />
            ) : (
              <Card id="change" title={`Change ${title.toLowerCase()}`} icon="pencil">
                <Blocked id="save" reason="Support L3 and administrators change a tenant’s configuration.">
                  Save
                </Blocked>
              </Card>
            )}
            <ConfigHistory {...props} />
          </Stack>
          <ConfigInForce document={document} current={current} operatorId={operatorId} zone={zone} />
        </Columns>
      </Stack>
    </>
  )
}

type InForce = Pick<ConfigDocumentProps, 'document' | 'current' | 'operatorId' | 'zone'>

/** The version that holds now. */
export function ConfigInForce({ document, current, operatorId, zone }: InForce) {
  const { title, about, fields } = CONFIG[document]
  return (
    <Card
      id="in-force"
      title={`${title}, in force`}
      icon="file"
      mark={current === undefined ? <Badge>Not set</Badge> : <Badge tone="accent">{`v${current.version}`}</Badge>}
    >
      {current === undefined ? (
        <p class="quiet">{about} Nothing is set; the product’s own defaults hold.</p>
      ) : (
        <Facts
          look="rows"
          facts={[
            ...fields.map((field) => ({ name: field.label, value: <ConfigWords field={field} value={current.body[field.name]} /> })),
            { name: 'Changed', value: <When at={current.changedAt} zone={zone} /> },
            { name: 'By', value: whoChanged(current, operatorId) },
          ]}
        />
      )}
    </Card>
  )
}

/** Somebody was faster. */
export function ConfigStale({ current, operatorId, zone }: Omit<InForce, 'document'>) {
  return (
    <Notice tone="warn" id="stale" title="Somebody changed this document while you did">
      {current === undefined ? (
        'The version you saw is not there. Nothing was saved.'
      ) : (
        <>
          {`Version ${current.version} is in force: `}
          {`${whoChanged(current, operatorId)}, `}
          <When at={current.changedAt} zone={zone} />
          {`, “${current.reason.replace(/\.$/, '')}”. Nothing of yours was saved. What you typed is still in the form: compare, and save again.`}
        </>
      )}
    </Notice>
  )
}

import { Columns, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { type ConfigDocumentProps, ConfigInForce, ConfigStale } from '#views/support/config-document.tsx'
import { ConfigForm } from '#views/support/config-form.tsx'
import { ConfigHistory } from '#views/support/config-history.tsx'
import { Closed } from '#views/tenant/changes.tsx'
import { WorkspaceTabs } from '#views/tenant/workspace-tabs.tsx'
import { barrierTo, reasonOf, type Writer } from '#worker/tenant/policy.ts'
import { CONFIG } from '#worker/support/rules/config-documents.ts'

type WorkspaceDocumentProps = Omit<ConfigDocumentProps, 'head' | 'mayModify' | 'now'> & { writer: Writer }

/** One document of the tenant one is inside of: what is in force, how to change it from here, and how it came to be so. */
export function WorkspaceDocument(props: WorkspaceDocumentProps) {
  const { document, current, isStale, writer, operatorId, zone } = props
  const { title, about } = CONFIG[document]
  const barrier = barrierTo('config', writer)
  return (
    <>
      <WorkspaceTabs current="config" />
      <PageHead title={title} crumbs={[{ name: 'Configuration', href: '/workspace/config' }]} sub={about} />
      <Stack>
        {isStale ? <ConfigStale current={current} operatorId={operatorId} zone={zone} /> : null}
        <Columns look="main-side">
          <Stack>
            {barrier === null ? (
              <ConfigForm {...props} address="/workspace/config" />
            ) : (
              <Closed title={`Change ${title.toLowerCase()}`} reason={reasonOf(barrier, 'config')} />
            )}
            <ConfigHistory {...props} />
          </Stack>
          <ConfigInForce document={document} current={current} operatorId={operatorId} zone={zone} />
        </Columns>
      </Stack>
    </>
  )
}

import { PageHead } from '#views/ui/heading.tsx'
import { DocumentList } from '#views/support/tenant-config.tsx'
import { WorkspaceTabs } from '#views/tenant/workspace-tabs.tsx'
import type { ConfigVersion } from '#worker/support/queries/tenant-config.ts'

type WorkspaceConfigProps = { documents: ConfigVersion[]; operatorId: string; zone: string; now: Date }

/** The tenant's settings, from inside. Secrets are not among them: nobody reads these. */
export function WorkspaceConfig(props: WorkspaceConfigProps) {
  return (
    <>
      <WorkspaceTabs current="config" />
      <PageHead title="Configuration" sub="What holds for this tenant now, document by document." />
      <DocumentList address="/workspace/config" {...props} />
    </>
  )
}

import { Card } from '#views/ui/card.tsx'
import { Pager } from '#views/ui/list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Difference, Timeline } from '#views/ui/timeline.tsx'
import type { ConfigDocumentProps } from '#views/support/config-document.tsx'
import { ConfigWords, whoChanged } from '#views/support/config-words.tsx'
import type { ConfigVersion } from '#worker/support/queries/tenant-config.ts'
import { type ConfigBody, changesBetween } from '#worker/support/rules/config-documents.ts'
import type { ConfigDocument } from '#worker/support/rules/register-words.ts'

type ConfigHistoryProps = Pick<ConfigDocumentProps, 'document' | 'versions' | 'shown' | 'older' | 'operatorId' | 'zone'>

/** Every version of a document, each with what it made of the one before. */
export function ConfigHistory({ document, versions, shown, older, operatorId, zone }: ConfigHistoryProps) {
  return (
    <Card id="history" title="History" icon="history">
      {versions.length === 0 ? (
        <EmptyState icon="history" title="No versions yet">
          The first change makes version 1.
        </EmptyState>
      ) : (
        <Timeline
          label="Versions, the latest first"
          zone={zone}
          acts={versions.slice(0, shown).map((version, n) => ({
            id: `v${version.version}`,
            icon: 'pencil' as const,
            sentence: (
              <>
                <strong>{`Version ${version.version}`}</strong> {`by ${lower(whoChanged(version, operatorId))}: ${version.reason}`}
              </>
            ),
            at: version.changedAt,
            more: <Changes document={document} version={version} before={versions[n + 1]?.body} />,
          }))}
        />
      )}
      {older === undefined ? null : <Pager id="versions" label="Pages of versions" older={older} showing={`Showing ${shown}`} />}
    </Card>
  )
}

function Changes({ document, version, before }: { document: ConfigDocument; version: ConfigVersion; before: ConfigBody | undefined }) {
  const changes = changesBetween(document, before, version.body)
  if (changes.length === 0) return <p class="quiet">Nothing changed against the version before.</p>
  return (
    <div class="diffs">
      {changes.map(({ field, was, is }) => (
        <Difference
          name={field.label}
          before={<ConfigWords field={field} value={was} />}
          after={<ConfigWords field={field} value={is} />}
        />
      ))}
    </div>
  )
}

const NOBODY_BY_NAME = ['You', 'The tenant', 'A member of staff']
const lower = (who: string) => (NOBODY_BY_NAME.includes(who) ? who.toLowerCase() : who)

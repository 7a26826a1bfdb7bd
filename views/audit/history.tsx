import { changesIn, ActChanges } from '#views/audit/act-changes.tsx'
import { toneOf } from '#views/audit/who.tsx'
import { factsInWords } from '#views/impersonation/act-facts.tsx'
import { iconOf } from '#views/impersonation/session-act.tsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Id } from '#views/ui/text.tsx'
import { Timeline, type TimelineAct } from '#views/ui/timeline.tsx'
import type { HistoryAct } from '#worker/audit/queries/history.ts'
import { nameOf } from '#worker/audit/rules/export-table.ts'
import { actHref } from '#worker/audit/rules/place.ts'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'

/** Stands on a record's page: who looked at it and what was done to it, when somebody asks. Asking is on the record, so the page does not
 *  ask by itself; without a script the link leads to a page of its own. */
export function History({ of, tenantId, what }: { of: string; tenantId?: string | undefined; what: string }) {
  const href = `/audit/records/${of}${tenantId === undefined ? '' : `?tenant=${tenantId}`}`
  return (
    <Card id="history" title="History" icon="history">
      <div id="record-history">
        <p class="quiet">Who looked at this {what} and what was done to it, as far as you may know. Opening it is on the record.</p>
        <a
          class="button button-plain button-small"
          id="open-history"
          href={href}
          hx-get={href}
          hx-target="#record-history"
          hx-select="#record-history"
          hx-swap="outerHTML"
        >
          History of this {what}
        </a>
      </div>
    </Card>
  )
}

type HistoryPageProps = { entityId: string; rows: HistoryAct[]; older: string | undefined; zone: string }

/** All that is known of one record, the latest first. */
export function HistoryPage({ entityId, rows, older, zone }: HistoryPageProps) {
  return (
    <>
      <PageHead title="History of a record" crumbs={[{ name: 'Trail', href: '/audit' }]} sub={<Id copy={entityId}>{entityId}</Id>} />
      <Card id="history" title="What was done, the latest first" icon="history">
        <div id="record-history">
          {rows.length === 0 ? (
            <EmptyState icon="history" title="No earlier acts" />
          ) : (
            <Timeline label="Acts concerning this record, the latest first" zone={zone} acts={rows.map((row) => historyAct(row, zone))} />
          )}
          {older === undefined ? null : (
            <ButtonLink href={older} icon="arrow-right">
              Earlier acts
            </ButtonLink>
          )}
        </div>
      </Card>
    </>
  )
}

function historyAct(row: HistoryAct, zone: string): TimelineAct {
  const changes = changesIn(row.facts)
  const { before: _before, after: _after, ...rest } = row.facts
  const role = row.operatorRole === null ? '' : `, ${ROLE_NAMES[row.operatorRole]}`
  return {
    id: `act-${row.chain.replace(':', '-')}-${row.seq}`,
    icon: iconOf(row.act),
    sentence: <a href={actHref(row)}>{row.sentence}</a>,
    at: row.at,
    outcome: toneOf(row.outcome),
    facts: [
      { name: 'By', value: `${nameOf(row)}${role}` },
      ...factsInWords({ ...row, facts: changes.length === 0 ? row.facts : rest }, zone),
    ],
    more: (
      <>
        {changes.length === 0 ? null : <ActChanges records={changes} />}
        {row.reason === null ? null : <p class="act-reason">{row.reason}</p>}
      </>
    ),
  }
}

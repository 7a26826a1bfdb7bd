import { ActChanges, changesIn } from '#views/audit/act-changes.tsx'
import { ActProof } from '#views/audit/act-proof.tsx'
import { TrailOutcome } from '#views/audit/who.tsx'
import { factsInWords } from '#views/impersonation/act-facts.tsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { Count } from '#views/ui/badge.tsx'
import { Card, Columns, Facts, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Shown } from '#views/ui/masked.tsx'
import { Id, None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import type { WholeAct } from '#worker/audit/queries/act.ts'
import { nameOf } from '#worker/audit/rules/export-table.ts'
import { actHref, CHAIN } from '#worker/audit/rules/place.ts'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import { KEY } from '#worker/rules/ids.ts'

type ActPageProps = { act: WholeAct; zone: string }

/** One row of the trail, whole. */
export function ActPage({ act, zone }: ActPageProps) {
  const changes = changesIn(act.facts)
  const facts = factsInWords({ ...act, facts: changes.length === 0 ? act.facts : without(act.facts) }, zone)
  return (
    <>
      <PageHead
        title={act.sentence}
        crumbs={[{ name: 'Trail', href: '/audit' }]}
        marks={<TrailOutcome outcome={act.outcome} />}
        sub={
          <>
            {nameOf(act)}, <When at={act.at} zone={zone} />
          </>
        }
        actions={<Neighbours act={act} />}
      />
      <Columns look="main-side">
        <Stack>
          <Card id="what" title="What happened" icon="history">
            {act.reason === null ? null : <p class="act-reason">{act.reason}</p>}
            {facts.length === 0 && act.reason === null ? <p class="quiet">Nothing but the sentence above.</p> : null}
            {facts.length === 0 ? null : <Facts look="rows" facts={facts} />}
          </Card>
          {changes.length === 0 ? null : (
            <Card id="changes" title="What was written" icon="pencil">
              <ActChanges records={changes} />
            </Card>
          )}
          <Card id="records" title="Records" icon="list" mark={<Count of={act.entityIds.length} />}>
            {act.entityIds.length === 0 ? (
              <p class="quiet">The act names no record.</p>
            ) : (
              <RecordIds ids={act.entityIds} tenantId={act.tenantId} />
            )}
          </Card>
          <ActProof act={act} />
        </Stack>
        <Card id="who" title="Who and where" icon="user">
          <Facts look="rows" facts={factsOf(act, zone)} />
        </Card>
      </Columns>
    </>
  )
}

function factsOf(act: WholeAct, zone: string) {
  return [
    { name: 'Who', value: nameOf(act) },
    { name: 'Role then', value: act.operatorRole === null ? <None /> : ROLE_NAMES[act.operatorRole] },
    { name: 'Tenant', value: act.tenantId === null ? <None /> : <a href={`/tenants/${act.tenantId}`}>{act.tenantName ?? act.tenantId}</a> },
    ...(act.onBehalfOf === null ? [] : [{ name: 'Seen as', value: <Id>{act.onBehalfOf}</Id> }]),
    { name: 'Session', value: act.sessionId === null ? <None /> : <a href={`/impersonations/${act.sessionId}`}>{act.sessionId}</a> },
    { name: 'When', value: <When at={act.at} zone={zone} /> },
    { name: 'Act', value: <code class="hash">{act.act}</code> },
    { name: 'Request', value: act.requestId === null ? <None /> : <Id copy={act.requestId}>{act.requestId}</Id> },
    { name: 'Address', value: <Shown value={act.ip} /> },
    { name: 'Browser', value: act.userAgent === null ? <None /> : <span class="breaks">{act.userAgent}</span> },
    { name: 'Version', value: act.appVersion ?? <None /> },
  ]
}

/** The rows beside this one in its chain, as far as the reader may know them. */
function Neighbours({ act }: { act: WholeAct }) {
  const beside = (seq: number) => actHref({ chain: act.chain, seq })
  return (
    <>
      {act.previous === null ? null : (
        <ButtonLink href={beside(act.previous)} look="quiet" icon="arrow-left" id="act-previous">
          Previous in the chain
        </ButtonLink>
      )}
      {act.next === null ? null : (
        <ButtonLink href={beside(act.next)} look="quiet" icon="arrow-right" id="act-next">
          Next in the chain
        </ButtonLink>
      )}
    </>
  )
}

/** Each leads to what else was done to it, or to the act it names. */
function RecordIds({ ids, tenantId }: { ids: string[]; tenantId: string | null }) {
  return (
    <ul class="record-ids">
      {ids.map((id) => {
        const href = hrefOf(id, tenantId)
        return (
          <li>
            {href === undefined ? (
              <Id>{id}</Id>
            ) : (
              <a href={href}>
                <Id>{id}</Id>
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function hrefOf(id: string, tenantId: string | null): string | undefined {
  if (KEY.test(id)) return `/audit/records/${id}${tenantId === null ? '' : `?tenant=${tenantId}`}`
  const [, chain = '', seq = ''] = /^(.*)\/(\d{1,9})$/.exec(id) ?? []
  return CHAIN.test(chain) ? actHref({ chain, seq: Number(seq) }) : undefined
}

function without({ before: _before, after: _after, ...rest }: Record<string, unknown>) {
  return rest
}

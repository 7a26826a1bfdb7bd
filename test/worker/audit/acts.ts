import { owner } from '#test/owner.ts'
import { newId } from '#worker/rules/ids.ts'

type Acted = {
  operatorId: string
  role?: string | null
  act?: string
  sentence?: string
  outcome?: string
  tenantId?: string | null
  sessionId?: string | null
  ids?: string[]
  facts?: Record<string, unknown>
  reason?: string | null
}

/** Acts as they stand in the trail, written past the pages by the guard's way: whoever names the operator writes for them. */
export async function acted(rows: Acted[]): Promise<void> {
  await owner(
    `insert into audit.trail (act, sentence, outcome, operator_id, operator_role, tenant_id, session_id, entity_type, entity_ids, facts, reason)
     select r.act, r.sentence, r.outcome, r.operator_id, r.operator_role, r.tenant_id, r.session_id, 'case', r.entity_ids, r.facts, r.reason
     from jsonb_to_recordset($1::jsonb) as r (act text, sentence text, outcome text, operator_id text, operator_role text, tenant_id text,
       session_id text, entity_ids text[], facts jsonb, reason text)`,
    [
      JSON.stringify(
        rows.map(({ operatorId, role = 'SUPPORT_L2', act = 'case:read', sentence = 'Read a case.', outcome = 'read', ...rest }) => ({
          act,
          sentence,
          outcome,
          operator_id: operatorId,
          operator_role: role,
          tenant_id: rest.tenantId ?? null,
          session_id: rest.sessionId ?? null,
          entity_ids: rest.ids ?? [newId('case')],
          facts: rest.facts ?? {},
          reason: rest.reason ?? null,
        })),
      ),
    ],
  )
}

/** The acts a page of the list shows, as `chain/seq`, in its order. */
export function actsOn(page: string): string[] {
  return [...page.matchAll(/class="row-title row-link" href="\/audit\/([^"]+)"/g)].map(([, place]) => decodeURIComponent(place ?? ''))
}

/** A page without what differs from one request to the next. */
export const plain = (page: string) => page.replaceAll(/(req|key)_[0-9A-Z]{20}|nonce="[^"]*"|value="[^"]*"/g, '')

import { Select } from '#views/ui/field.tsx'
import { tailOf, withArticle } from '#views/impersonation/words.ts'
import type { StartPage } from '#worker/impersonation/queries/start-page.ts'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

type Subject = NonNullable<StartPage['subjects']>[number]
type SeeAsProps = {
  tenantId: string
  ticketId: string | undefined
  /** Where one is going; the choice must not lose it. */
  next: string | undefined
  /** Null until somebody asks: being offered people is on the record, so it is not done in passing. */
  subjects: Subject[] | null
  ceiling: TenantRole | undefined
  value: string | undefined
  error: string | undefined
}

/** Whose view to take. Nobody is inside yet, so people are told apart by role, unit and the end of their key, never by name. */
export function SeeAs({ tenantId, ticketId, next, subjects, ceiling, value, error }: SeeAsProps) {
  const view = ceiling === undefined ? 'Nobody' : `The view of ${withArticle(TENANT_ROLE_NAMES[ceiling].toLowerCase())}`
  const choose = `/tenants/${tenantId}/enter?as=choose${ticketId === undefined ? '' : `&ticket=${ticketId}`}${next ? `&next=${encodeURIComponent(next)}` : ''}`
  return (
    <div id="see-as">
      {subjects === null ? (
        <div class="field" id="targetUserId">
          <p class="field-label">See as</p>
          <p>
            {view}.{' '}
            <a href={choose} hx-get={choose} hx-target="#see-as" hx-select="#see-as" hx-swap="outerHTML" id="see-as-one">
              Choose one person instead
            </a>
          </p>
        </div>
      ) : (
        <Select
          id="targetUserId"
          label="See as"
          empty={view}
          value={value}
          error={error}
          hint={
            subjects.length === 0
              ? 'Nobody active is within what your role may see.'
              : 'Choose a person only when the ticket is about what that person sees.'
          }
          options={subjects.map((subject) => ({ value: subject.id, label: inWords(subject) }))}
        />
      )}
    </div>
  )
}

function inWords({ id, role, orgUnit }: Subject): string {
  return [`${TENANT_ROLE_NAMES[role]} …${tailOf(id)}`, orgUnit].filter(Boolean).join(', ')
}

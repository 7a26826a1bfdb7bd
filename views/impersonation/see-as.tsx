import { Select } from '#views/ui/field.tsx'
import { tailOf, withArticle } from '#views/impersonation/words.ts'
import type { StartPage } from '#worker/impersonation/queries/start-page.ts'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

type Subject = StartPage['subjects'][number]
type SeeAsProps = { subjects: Subject[]; ceiling: TenantRole | undefined; value: string | undefined; error: string | undefined }

/** Whose view to take. Nobody is inside yet, so people are told apart by role, unit and the end of their key, never by name. */
export function SeeAs({ subjects, ceiling, value, error }: SeeAsProps) {
  if (subjects.length === 0) return null
  return (
    <Select
      id="targetUserId"
      label="See as"
      empty={ceiling === undefined ? 'Nobody' : `The view of ${withArticle(TENANT_ROLE_NAMES[ceiling].toLowerCase())}`}
      value={value}
      error={error}
      hint="Choose a person only when the ticket is about what that person sees."
      options={subjects.map((subject) => ({ value: subject.id, label: inWords(subject) }))}
    />
  )
}

function inWords({ id, role, orgUnit, assignedCases }: Subject): string {
  const cases = assignedCases === 1 ? '1 case' : `${assignedCases} cases`
  return [`${TENANT_ROLE_NAMES[role]} …${tailOf(id)}`, orgUnit, cases].filter(Boolean).join(', ')
}

import { CardList } from '#views/ui/card-list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { HeldOperator } from '#worker/home/queries/waiting.ts'

export function HeldOperators({ rows, zone, now }: { rows: HeldOperator[]; zone: string; now: Date }) {
  if (rows.length === 0) return <EmptyState icon="unlock" title="Nobody is held" />
  return (
    <CardList
      rows={rows.map((row) => ({
        id: `card-${row.id}`,
        href: '/people/held',
        title: row.name,
        facts: (
          <>
            <span>{ROLE_NAMES[row.role]}</span>
            {row.heldAt === null ? null : <When at={row.heldAt} zone={zone} look="relative" now={now} />}
            <span>{row.heldReason}</span>
          </>
        ),
      }))}
    />
  )
}

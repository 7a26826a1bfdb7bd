import { Card, Facts, Stack } from '#views/ui/card.tsx'
import { formatted } from '#views/ui/when.tsx'
import { COSTS } from '#views/impersonation/access-words.tsx'
import { withArticle } from '#views/impersonation/words.ts'
import { type Role, ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import { decide } from '#worker/impersonation/policy.ts'
import { IDLE_LIMIT, LONGEST } from '#worker/impersonation/rules/window.ts'
import type { AccessPolicy, TenantRole } from '#worker/tenant/rules/words.ts'

type WhatFollowsProps = {
  policy: AccessPolicy
  role: Role
  ceiling: TenantRole | undefined
  now: Date
  zone: string
  /** Where one enters without asking, if one would have to ask. */
  breakGlass: string | undefined
}

/** What entering costs, how long it lasts, and what the customer will know of it. */
export function WhatFollows({ policy, role, ceiling, now, zone, breakGlass }: WhatFollowsProps) {
  const view = ceiling === undefined ? 'nobody' : withArticle(TENANT_ROLE_NAMES[ceiling].toLowerCase())
  const costs = [...new Set([decide(role, policy, 'READ_ONLY', 'CONTENT'), decide(role, policy, 'READ_WRITE', 'CONTENT')])].filter(
    (cost, i) => i === 0 || cost !== 'deny',
  )
  return (
    <Stack>
      <Card id="customer-sees" title="What the customer will see" icon="eye">
        <Facts
          look="rows"
          facts={[
            { name: 'Who', value: ROLE_NAMES[role] },
            { name: 'Why', value: 'The category and the ticket' },
            {
              name: 'How',
              value: `${costs.includes('approve') ? 'Read-only or read-write' : 'Read-only'}, as ${view}, or as the person you choose`,
            },
            { name: 'When', value: `From about ${formatted(now, zone, 'time')} until you leave` },
            { name: 'What', value: 'Which kinds of records you opened, and their ids; not what they say' },
          ]}
        />
      </Card>
      <Card id="costs" title="What it costs" icon="shield">
        <ul class="plain-list">
          {costs.map((cost) => (
            <li>{COSTS[cost]}</li>
          ))}
          {policy === 'notify' ? <li>This customer wants to know of each access, and is told.</li> : null}
          <li>Every page you open is on the record, in your name.</li>
          <li>After {IDLE_LIMIT / 60_000} minutes without an act the session ends by itself.</li>
          <li>What takes no approval can be extended, to {LONGEST / 3_600_000} hours at the most.</li>
          <li>One tenant at a time.</li>
          {breakGlass === undefined ? null : (
            <li>
              If it cannot wait: <a href={breakGlass}>break the glass</a>. Everybody is told, and it is reviewed.
            </li>
          )}
        </ul>
      </Card>
    </Stack>
  )
}

import { describe, expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { decide, type Decision } from '#worker/impersonation/policy.ts'
import { ANSWER_MINUTES, BREAK_GLASS_MINUTES, CUSTOMER_HOURS, START_MINUTES } from '#worker/impersonation/rules/access.ts'
import { MODES, SCOPES } from '#worker/impersonation/rules/words.ts'
import { ACCESS_POLICIES } from '#worker/tenant/rules/words.ts'

/** By policy, then by how: looking, writing, taking out, writing and taking out. */
const COSTS: Record<(typeof ROLES)[number], Record<(typeof ACCESS_POLICIES)[number], Decision[]>> = (() => {
  const none: Decision[] = ['deny', 'deny', 'deny', 'deny']
  const reads = (one: Decision): Decision[] => [one, 'deny', 'deny', 'deny']
  const writes = (first: Decision, then: Decision): Decision[] => [first, then, 'deny', 'deny']
  const all = (first: Decision, then: Decision): Decision[] => [first, then, then, then]
  const nobody = { open: none, notify: none, approve: none, closed: none }
  const looks = { open: reads('auto'), notify: reads('auto'), approve: reads('approve+customer'), closed: none }
  const takesAll = {
    open: all('auto', 'approve'),
    notify: all('auto', 'approve'),
    approve: all('approve+customer', 'approve+customer'),
    closed: none,
  }
  return {
    SUPPORT_L1: looks,
    SUPPORT_L2: looks,
    SUPPORT_L3: takesAll,
    IMPLEMENTATION: {
      open: writes('auto', 'approve'),
      notify: writes('auto', 'approve'),
      approve: writes('approve+customer', 'approve+customer'),
      closed: none,
    },
    HOTLINE_OPS: nobody,
    CLIENT_SUCCESS: nobody,
    ADMIN: takesAll,
  }
})()

const combinations = ROLES.flatMap((role) =>
  ACCESS_POLICIES.flatMap((policy) =>
    SCOPES.flatMap((scope) => MODES.map((mode) => ({ role, policy, mode, scope }))).map((each, at) => ({
      ...each,
      cost: COSTS[role][policy][at] as Decision,
    })),
  ),
)

describe('what an access costs', () => {
  it.each(combinations)('$role, $policy, $mode, $scope: $cost', ({ role, policy, mode, scope, cost }) => {
    expect(decide(role, policy, mode, scope)).toBe(cost)
  })

  it('is what the database says, for every combination', async () => {
    const rows = await owner<{ cost: string }>(
      `select app.decide_access(c ->> 'role', c ->> 'policy', c ->> 'mode', c ->> 'scope') as cost
       from jsonb_array_elements($1::jsonb) with ordinality a (c, place) order by place`,
      [JSON.stringify(combinations)],
    )
    expect(rows.map(({ cost }) => cost)).toEqual(combinations.map(({ cost }) => cost))
  })

  it('takes the time that the rules say', async () => {
    const [limits] = await owner(
      `select extract(epoch from app.access_limit('answer')) / 60 as answer, extract(epoch from app.access_limit('customer')) / 3600 as customer,
              extract(epoch from app.access_limit('start')) / 60 as start, extract(epoch from app.access_limit('break_glass')) / 60 as glass`,
    )
    expect(Object.values(limits ?? {}).map(Number)).toEqual([ANSWER_MINUTES, CUSTOMER_HOURS, START_MINUTES, BREAK_GLASS_MINUTES])
  })
})

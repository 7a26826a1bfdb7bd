import type { Role } from '#worker/auth/rules/roles.ts'
import { NETWORK, type Plant } from './plants.ts'

/** Who is looking, from where, and at what. */
export type Look = { role: Role; lead: boolean; seat: string; tenantId: string | null; address: string; status: number }

type Allowance = {
  class: Plant['class']
  tables: readonly string[]
  roles: readonly Role[]
  onlyLeads?: true
  /** Theirs, of the tenant they are inside of, or anybody's. */
  whose: 'own' | 'tenant' | 'anybody'
  /** Addresses of the portal behind which it may stand. */
  at: RegExp
  why: string
}

const SUPPORT = ['SUPPORT_L1', 'SUPPORT_L2', 'SUPPORT_L3'] as const
const ONE_ACT = /^(\/api\/v1)?\/(audit|trail)\/[^/]+(:|%3A)[^/]+\/\d+$/

/** All that may be seen of people anywhere in the portal, said once and not by the code it checks. What is not here is a leak: narratives,
 *  notes, findings, reporters and secrets for every role, contacts and requesters outside, another tenant's people always. */
export const ALLOWED: readonly Allowance[] = [
  {
    class: 'personal',
    tables: ['tenant_user', 'participant'],
    roles: ['SUPPORT_L2', 'SUPPORT_L3', 'ADMIN'],
    whose: 'tenant',
    at: /^(\/api\/v1)?\/workspace\//,
    why: 'People of the tenant one is inside of, for roles that work with names.',
  },
  {
    class: 'personal',
    tables: NETWORK,
    roles: [...SUPPORT, 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS', 'ADMIN'],
    whose: 'own',
    at: /^(\/api\/v1)?\/account\//,
    why: 'From where one signed in oneself, to tell a sign-in that is not.',
  },
  {
    ...{ class: 'personal', tables: NETWORK, roles: ['ADMIN'], whose: 'anybody', at: ONE_ACT },
    why: 'From where an act came, for whoever reads the whole trail.',
  },
  {
    ...{ class: 'personal', tables: NETWORK, roles: SUPPORT, onlyLeads: true, whose: 'anybody', at: ONE_ACT },
    why: 'The same: leads of the support read the whole trail.',
  },
]

/** Values are not unique: the same name may stand in several tables. One place that may be seen is enough. */
export const isAllowed = (plants: readonly Plant[], look: Look) =>
  plants.some((plant) =>
    ALLOWED.some(
      (each) =>
        each.class === plant.class &&
        each.tables.includes(plant.table) &&
        each.roles.includes(look.role) &&
        (look.lead || each.onlyLeads === undefined) &&
        isTheirs(each.whose, plant, look) &&
        look.status === 200 &&
        each.at.test(look.address),
    ),
  )

function isTheirs(whose: Allowance['whose'], plant: Plant, { seat, tenantId }: Look): boolean {
  if (whose === 'own') return plant.text === seat
  return whose === 'anybody' || (tenantId !== null && tenantId === plant.tenantId)
}

/** What somebody typed comes back to them on a page that answers their question, and elsewhere into the fields of their own form. Not in
 *  a header, not to a program, not in an error, not in a log or a record. */
export const mayEcho = ({ status, type }: { status: number; type: string }, isField: boolean) =>
  type.startsWith('text/html') && (status === 200 || (status === 422 && isField))

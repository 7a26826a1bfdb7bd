/** The seven roles of internal staff and what each may do. A `lead` mark adds the second list of the role.
 *  ADMIN is an explicit list, never a wildcard, so that a new permission reaches nobody by accident. */
export const ROLES = ['SUPPORT_L1', 'SUPPORT_L2', 'SUPPORT_L3', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS', 'ADMIN'] as const
export type Role = (typeof ROLES)[number]

export const ROLE_NAMES: Record<Role, string> = {
  SUPPORT_L1: 'Support L1',
  SUPPORT_L2: 'Support L2',
  SUPPORT_L3: 'Support L3',
  IMPLEMENTATION: 'Implementation',
  HOTLINE_OPS: 'Hotline operations',
  CLIENT_SUCCESS: 'Client success',
  ADMIN: 'Administrator',
}

export const STAFF_STATUSES = ['ACTIVE', 'HELD', 'DEACTIVATED'] as const
export type StaffStatus = (typeof STAFF_STATUSES)[number]

/** Held by everyone who can sign in. */
const EVERYONE = ['view_tenants'] as const

const SUPPORT_L1 = ['impersonate', 'view_config', 'reveal'] as const
const SUPPORT_L2 = [...SUPPORT_L1, 'view_errors', 'view_jobs', 'search_all_tenants'] as const
const SUPPORT_L3 = [
  ...SUPPORT_L2,
  'modify_config',
  'manage_jobs',
  'write_in_session',
  'export_in_session',
  'approve_access',
  'kill_sessions',
] as const
const SUPPORT_LEAD = ['view_audit', 'review_sessions', 'kill_sessions', 'release_holds'] as const

const IMPLEMENTATION = ['impersonate', 'view_config', 'reveal', 'manage_projects', 'run_migrations', 'write_in_session'] as const
const IMPLEMENTATION_LEAD = [
  'override_plan',
  'manage_templates',
  'waive_gates',
  'approve_migration',
  'rollback_migration',
  'approve_access',
] as const

const HOTLINE_OPS = ['view_global_qa', 'review_qa', 'bulk_qa_actions', 'manage_directives', 'view_operator_status'] as const
const HOTLINE_LEAD = ['approve_directives', 'override_qa', 'force_operator_status'] as const

const CLIENT_SUCCESS = ['view_health_scores', 'view_usage_metrics', 'view_benchmarks', 'manage_accounts'] as const
const CLIENT_SUCCESS_LEAD = ['manage_health_model'] as const

const ADMIN = [
  'view_tenants',
  'impersonate',
  'view_config',
  'reveal',
  'view_errors',
  'view_jobs',
  'search_all_tenants',
  'modify_config',
  'manage_jobs',
  'write_in_session',
  'export_in_session',
  'approve_access',
  'kill_sessions',
  'view_audit',
  'review_sessions',
  'release_holds',
  'manage_projects',
  'run_migrations',
  'override_plan',
  'manage_templates',
  'waive_gates',
  'approve_migration',
  'rollback_migration',
  'view_global_qa',
  'review_qa',
  'bulk_qa_actions',
  'manage_directives',
  'view_operator_status',
  'approve_directives',
  'override_qa',
  'force_operator_status',
  'view_health_scores',
  'view_usage_metrics',
  'view_benchmarks',
  'manage_accounts',
  'manage_health_model',
  'manage_users',
  'manage_flags',
  'manage_settings',
  'manage_training',
  'manage_webhooks',
  'view_portal_jobs',
  'manage_portal_jobs',
] as const

export type Permission = (typeof ADMIN)[number]

const OF_ROLE: Record<Role, { always: readonly Permission[]; lead: readonly Permission[] }> = {
  SUPPORT_L1: { always: SUPPORT_L1, lead: SUPPORT_LEAD },
  SUPPORT_L2: { always: SUPPORT_L2, lead: SUPPORT_LEAD },
  SUPPORT_L3: { always: SUPPORT_L3, lead: SUPPORT_LEAD },
  IMPLEMENTATION: { always: IMPLEMENTATION, lead: IMPLEMENTATION_LEAD },
  HOTLINE_OPS: { always: HOTLINE_OPS, lead: HOTLINE_LEAD },
  CLIENT_SUCCESS: { always: CLIENT_SUCCESS, lead: CLIENT_SUCCESS_LEAD },
  ADMIN: { always: ADMIN, lead: [] },
}

/** Every permission of a person, each once. The database holds the same matrix (`app.role_permission`); a test compares the two. */
export function permissionsOf({ role, lead }: { role: Role; lead: boolean }): readonly Permission[] {
  const { always, lead: whenLead } = OF_ROLE[role]
  return [...new Set<Permission>([...EVERYONE, ...always, ...(lead ? whenLead : [])])]
}

/** Whoever is held may do nothing of it (`app.may` says the same). */
export function may(person: { role: Role; lead: boolean; status?: StaffStatus }, permission: Permission): boolean {
  return person.status !== 'HELD' && permissionsOf(person).includes(permission)
}

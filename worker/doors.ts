import type { Permission } from '#worker/auth/rules/roles.ts'

export type Door = {
  audience: 'staff' | 'tenant' | 'customer-link' | 'webhook' | 'public'
  /** `export` takes data out, `secret` shows something once; both are more than reading. */
  effect: 'read' | 'write' | 'export' | 'secret'
  /** What the staff member needs; `null` only where nobody is signed in yet or signing out must always work. */
  permission: Permission | null
  /** Whether one may pass while inside a tenant, and with which kind of session. */
  impersonation: 'deny' | 'ro' | 'rw'
  /** Tenant content: needs a live session and is reached through the tenant's logins of the database. */
  inside?: true
  /** Not a human act: polling, sockets, prefetch. It resets no idle clock. */
  passive?: true
  /** Asks for a sign-in younger than fifteen minutes; names the page whose form it answers, to come back to with what was typed. */
  fresh?: string
  /** What it costs of the operator's budget. */
  spends?: 'search' | 'tenant' | 'record'
  /** One of one's own pages: open also to somebody who is HELD. `notice`: they get the page that says that they are, and why. */
  held?: true | 'notice'
}

/** The pages. */
const pages = {
  'GET /sign-in': { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' },
  'GET /sign-in/start': { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' },
  'GET /sign-in/callback': { audience: 'public', effect: 'write', permission: null, impersonation: 'ro' },
  'POST /sign-out': { audience: 'public', effect: 'write', permission: null, impersonation: 'ro' },

  'GET /': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro', held: 'notice' },
  'GET /home/cards/:kind': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro', passive: true },
  'GET /home/arrange': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'POST /home/arrange': { audience: 'staff', effect: 'write', permission: 'view_tenants', impersonation: 'ro' },
  'GET /tenants': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /tenants/:tenantId': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro', spends: 'tenant' },
  'GET /tenants/:tenantId/config': { audience: 'staff', effect: 'read', permission: 'view_config', impersonation: 'ro', spends: 'tenant' },
  'GET /tenants/:tenantId/config/:document': {
    audience: 'staff',
    effect: 'read',
    permission: 'view_config',
    impersonation: 'ro',
    spends: 'tenant',
  },
  'POST /tenants/:tenantId/config/:document': { audience: 'staff', effect: 'write', permission: 'modify_config', impersonation: 'ro' },
  'POST /tenants/:tenantId/secrets': { audience: 'staff', effect: 'write', permission: 'modify_config', impersonation: 'ro' },
  'GET /tenants/:tenantId/errors': { audience: 'staff', effect: 'read', permission: 'view_errors', impersonation: 'ro', spends: 'tenant' },
  'GET /tenants/:tenantId/jobs': { audience: 'staff', effect: 'read', permission: 'view_jobs', impersonation: 'ro', spends: 'tenant' },
  'POST /tenants/:tenantId/jobs/:jobId/retry': { audience: 'staff', effect: 'write', permission: 'manage_jobs', impersonation: 'ro' },
  'GET /tenants/:tenantId/tickets': {
    audience: 'staff',
    effect: 'read',
    permission: 'view_tenants',
    impersonation: 'ro',
    spends: 'tenant',
  },
  'GET /tenants/:tenantId/activity': {
    audience: 'staff',
    effect: 'read',
    permission: 'view_tenants',
    impersonation: 'ro',
    spends: 'tenant',
  },
  'POST /tickets/:ticketId/take': { audience: 'staff', effect: 'write', permission: 'impersonate', impersonation: 'ro' },

  'GET /tenants/:tenantId/enter': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro', spends: 'tenant' },
  'POST /impersonations': { audience: 'staff', effect: 'write', permission: 'impersonate', impersonation: 'ro', spends: 'tenant' },
  'GET /impersonations': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro', held: true },
  'GET /impersonations/current': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro', passive: true },
  'GET /impersonations/kill': { audience: 'staff', effect: 'read', permission: 'kill_sessions', impersonation: 'ro' },
  'POST /impersonations/kill': { audience: 'staff', effect: 'write', permission: 'kill_sessions', impersonation: 'ro' },
  'POST /impersonations/:sessionId/kill': { audience: 'staff', effect: 'write', permission: 'kill_sessions', impersonation: 'ro' },
  'GET /impersonations/:sessionId': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro', held: true },
  'GET /impersonations/:sessionId/extend': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro' },
  'POST /impersonations/:sessionId/extend': { audience: 'staff', effect: 'write', permission: 'impersonate', impersonation: 'ro' },
  'POST /impersonations/:sessionId/end': { audience: 'public', effect: 'write', permission: null, impersonation: 'ro' },
  'POST /impersonations/:sessionId/note': { audience: 'staff', effect: 'write', permission: 'impersonate', impersonation: 'ro' },

  'GET /workspace': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro', inside: true },
  'GET /workspace/cases': {
    audience: 'staff',
    effect: 'read',
    permission: 'impersonate',
    impersonation: 'ro',
    inside: true,
    spends: 'record',
  },
  'GET /workspace/cases/:caseId': {
    audience: 'staff',
    effect: 'read',
    permission: 'impersonate',
    impersonation: 'ro',
    inside: true,
    spends: 'record',
  },
  'GET /workspace/reports': {
    audience: 'staff',
    effect: 'read',
    permission: 'impersonate',
    impersonation: 'ro',
    inside: true,
    spends: 'record',
  },
  'GET /workspace/reports/:riuId': {
    audience: 'staff',
    effect: 'read',
    permission: 'impersonate',
    impersonation: 'ro',
    inside: true,
    spends: 'record',
  },
  'GET /workspace/users': {
    audience: 'staff',
    effect: 'read',
    permission: 'impersonate',
    impersonation: 'ro',
    inside: true,
    spends: 'record',
  },
  'GET /workspace/users/:userId': {
    audience: 'staff',
    effect: 'read',
    permission: 'impersonate',
    impersonation: 'ro',
    inside: true,
    spends: 'record',
  },

  'GET /search': { audience: 'staff', effect: 'read', permission: 'search_all_tenants', impersonation: 'ro', spends: 'search' },

  'GET /people': { audience: 'staff', effect: 'read', permission: 'manage_users', impersonation: 'ro' },
  'GET /people/new': { audience: 'staff', effect: 'read', permission: 'manage_users', impersonation: 'ro' },
  'POST /people': { audience: 'staff', effect: 'write', permission: 'manage_users', impersonation: 'ro', fresh: '/people/new' },
  'GET /people/grants': { audience: 'staff', effect: 'read', permission: 'manage_users', impersonation: 'ro' },
  'POST /people/grants/:grantId/grant': {
    audience: 'staff',
    effect: 'write',
    permission: 'manage_users',
    impersonation: 'ro',
    fresh: '/people/grants',
  },
  'POST /people/grants/:grantId/refuse': {
    audience: 'staff',
    effect: 'write',
    permission: 'manage_users',
    impersonation: 'ro',
    fresh: '/people/grants',
  },
  'GET /people/held': { audience: 'staff', effect: 'read', permission: 'release_holds', impersonation: 'ro' },
  'POST /people/:personId/release': {
    audience: 'staff',
    effect: 'write',
    permission: 'release_holds',
    impersonation: 'ro',
    fresh: '/people/held',
  },
  'GET /people/:personId': { audience: 'staff', effect: 'read', permission: 'manage_users', impersonation: 'ro' },
  'POST /people/:personId/role': {
    audience: 'staff',
    effect: 'write',
    permission: 'manage_users',
    impersonation: 'ro',
    fresh: '/people/:personId',
  },
  'POST /people/:personId/admin': {
    audience: 'staff',
    effect: 'write',
    permission: 'manage_users',
    impersonation: 'ro',
    fresh: '/people/:personId',
  },
  'POST /people/:personId/hold': {
    audience: 'staff',
    effect: 'write',
    permission: 'manage_users',
    impersonation: 'ro',
    fresh: '/people/:personId',
  },
  'POST /people/:personId/deactivate': {
    audience: 'staff',
    effect: 'write',
    permission: 'manage_users',
    impersonation: 'ro',
    fresh: '/people/:personId',
  },
  'POST /people/:personId/reactivate': {
    audience: 'staff',
    effect: 'write',
    permission: 'manage_users',
    impersonation: 'ro',
    fresh: '/people/:personId',
  },

  'GET /audit': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro', held: true },
  'GET /audit.csv': { audience: 'staff', effect: 'export', permission: 'view_audit', impersonation: 'ro' },
  'GET /audit/records/:entityId': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /audit/:chain/:seq': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro', held: true },

  'GET /portal-jobs': { audience: 'staff', effect: 'read', permission: 'view_portal_jobs', impersonation: 'ro' },
  'GET /portal-jobs/:jobId': { audience: 'staff', effect: 'read', permission: 'view_portal_jobs', impersonation: 'ro' },
  'POST /portal-jobs/:jobId/replay': { audience: 'staff', effect: 'write', permission: 'manage_portal_jobs', impersonation: 'ro' },
  'POST /portal-jobs/:jobId/cancel': { audience: 'staff', effect: 'write', permission: 'manage_portal_jobs', impersonation: 'ro' },

  // Not in production.
  'GET /dev/looks': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /dev/mail': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },

  'GET /account/sign-ins': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro', held: true },
  'POST /account/sign-ins/revoke-all': { audience: 'staff', effect: 'write', permission: 'view_tenants', impersonation: 'ro', held: true },
  'POST /account/sign-ins/:loginId/revoke': {
    audience: 'staff',
    effect: 'write',
    permission: 'view_tenants',
    impersonation: 'ro',
    held: true,
  },

  'GET /healthz': { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' },
  'GET /readyz': { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' },
} as const satisfies Record<string, Door>

/** Pages that programs have too, under /api/v1: the same act asks for the same, whoever does it. */
const MIRRORED = [
  'GET /tenants',
  'GET /tenants/:tenantId',
  'GET /tenants/:tenantId/config',
  'GET /tenants/:tenantId/config/:document',
  'POST /tenants/:tenantId/secrets',
  'GET /tenants/:tenantId/errors',
  'GET /tenants/:tenantId/jobs',
  'POST /tenants/:tenantId/jobs/:jobId/retry',
  'GET /tenants/:tenantId/tickets',
  'GET /tenants/:tenantId/activity',
  'POST /tickets/:ticketId/take',
  'POST /impersonations',
  'GET /impersonations',
  'GET /impersonations/current',
  'POST /impersonations/kill',
  'GET /impersonations/:sessionId',
  'POST /impersonations/:sessionId/kill',
  'POST /impersonations/:sessionId/extend',
  'POST /impersonations/:sessionId/end',
  'POST /impersonations/:sessionId/note',
  'GET /workspace/cases',
  'GET /workspace/cases/:caseId',
  'GET /workspace/reports',
  'GET /workspace/reports/:riuId',
  'GET /workspace/users',
  'GET /workspace/users/:userId',
  'GET /search',
  'GET /people',
  'POST /people',
  'GET /people/grants',
  'POST /people/grants/:grantId/grant',
  'POST /people/grants/:grantId/refuse',
  'GET /people/held',
  'POST /people/:personId/release',
  'GET /people/:personId',
  'POST /people/:personId/role',
  'POST /people/:personId/admin',
  'POST /people/:personId/hold',
  'POST /people/:personId/deactivate',
  'POST /people/:personId/reactivate',
  'GET /portal-jobs',
  'GET /portal-jobs/:jobId',
  'POST /portal-jobs/:jobId/replay',
  'POST /portal-jobs/:jobId/cancel',
  'GET /audit',
  'GET /audit/records/:entityId',
  'GET /audit/:chain/:seq',
  'GET /account/sign-ins',
  'POST /account/sign-ins/revoke-all',
  'POST /account/sign-ins/:loginId/revoke',
] as const satisfies (keyof typeof pages)[]

/** What only programs do: by token, except where a browser's sign-in is traded for one. */
const programs = {
  'GET /api/v1/openapi.json': { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' },
  'POST /api/v1/auth/tokens': { audience: 'staff', effect: 'write', permission: 'view_tenants', impersonation: 'ro' },
  'GET /api/v1/tenant/me': { audience: 'tenant', effect: 'read', permission: null, impersonation: 'ro' },
  'GET /api/v1/me': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'PUT /api/v1/tenants/:tenantId/config/:document': {
    audience: 'staff',
    effect: 'write',
    permission: 'modify_config',
    impersonation: 'ro',
  },
  'GET /api/v1/tenants/:tenantId/secrets': {
    audience: 'staff',
    effect: 'read',
    permission: 'view_config',
    impersonation: 'ro',
    spends: 'tenant',
  },
} as const satisfies Record<string, Door>

type Mirrored<Name> = Name extends `${infer Method} /${infer Path}` ? `${Method} /api/v1/${Path}` : never
export type DoorName = keyof typeof pages | keyof typeof programs | Mirrored<(typeof MIRRORED)[number]>

/** Every way into the portal. What is not declared here is denied, and a test walks the route table for it. */
export const doors: Readonly<Record<DoorName, Door>> = {
  ...pages,
  ...programs,
  ...(Object.fromEntries(MIRRORED.map((name) => [name.replace(' /', ' /api/v1/'), pages[name]])) as Record<
    Mirrored<(typeof MIRRORED)[number]>,
    Door
  >),
}

import type { Permission } from '#worker/auth/rules/roles.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

export type Door = {
  audience: 'staff' | 'tenant' | 'customer-link' | 'webhook' | 'public'
  /** `export` takes data out, `secret` shows something once; both are more than reading. */
  effect: 'read' | 'write' | 'export' | 'secret'
  /** What the staff member needs; `null` only where nobody is signed in yet or signing out must always work. */
  permission: Permission | null
  /** Whether one may pass while inside a tenant, and with which kind of session. */
  impersonation: 'deny' | 'ro' | 'rw'
  /** What a tenant's own user must be at least. */
  tenantRole?: TenantRole
  /** Tenant content: needs a live session and is reached through the tenant's logins of the database. */
  inside?: true
  /** Not a human act: polling, sockets, prefetch. It resets no idle clock. */
  passive?: true
  /** Asks for a sign-in younger than fifteen minutes; names the page whose form it answers, to come back to with what was typed. */
  fresh?: string
  /** Only the first time in a session: the database knows which that is. */
  freshAtFirst?: true
  /** Inside a tenant: only in a session that somebody approved for it. */
  approval?: 'export'
  /** What it costs of the operator's budget. */
  spends?: 'search' | 'tenant' | 'record'
  /** One of one's own pages: open also to somebody who is HELD. `notice`: they get the page that says that they are, and why. */
  held?: true | 'notice'
}

type More = Pick<Door, 'passive' | 'fresh' | 'spends' | 'held'>

/** Doors of the staff, by what they do. From inside a tenant one may pass them, too. */
const read = (permission: Permission, more: More = {}): Door => ({
  audience: 'staff',
  effect: 'read',
  permission,
  impersonation: 'ro',
  ...more,
})
const write = (permission: Permission, more: More = {}): Door => ({ ...read(permission, more), effect: 'write' })
const exports = (permission: Permission): Door => ({ ...read(permission), effect: 'export' })
/** Content of the tenant one is inside of. */
const inside = (more: More = {}): Door => ({ ...read('impersonate', more), inside: true })
/** What is changed there, in a session that writes. */
const insideWrite = (): Door => ({ ...inside(), effect: 'write', permission: 'write_in_session', impersonation: 'rw' })
/** What is taken out of it as a file, in a session that somebody approved for that. */
const insideExport = (): Door => ({
  ...inside({ spends: 'record' }),
  effect: 'export',
  permission: 'export_in_session',
  approval: 'export',
})
/** Where nobody needs to be signed in. */
const open: Door = { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' }
const openWrite: Door = { ...open, effect: 'write' }
/** Where a customer comes by a link, which is all that is asked for; what it may do, the database knows. */
const byLink: Door = { ...open, audience: 'customer-link' }
/** A tenant's own user, by the product's token. */
const ofTenant: Door = { ...open, audience: 'tenant' }
const ofTenantWrite: Door = { ...ofTenant, effect: 'write' }
/** What only some of them may do. */
const theirs = (tenantRole: TenantRole, effect: Door['effect'] = 'read'): Door => ({ ...ofTenant, tenantRole, effect })

/** The pages. */
const pages = {
  'GET /sign-in': open,
  'GET /sign-in/start': open,
  'GET /sign-in/callback': openWrite,
  'POST /sign-out': openWrite,

  'GET /': read('view_tenants', { held: 'notice' }),
  'GET /home/cards/:kind': read('view_tenants', { passive: true }),
  'GET /home/arrange': read('view_tenants'),
  'POST /home/arrange': write('view_tenants'),
  'GET /tenants': read('view_tenants'),
  'GET /tenants/:tenantId': read('view_tenants', { spends: 'tenant' }),
  'GET /tenants/:tenantId/config': read('view_config', { spends: 'tenant' }),
  'GET /tenants/:tenantId/config/:document': read('view_config', { spends: 'tenant' }),
  'POST /tenants/:tenantId/config/:document': write('modify_config'),
  'POST /tenants/:tenantId/secrets': write('modify_config'),
  'GET /tenants/:tenantId/errors': read('view_errors', { spends: 'tenant' }),
  'GET /tenants/:tenantId/jobs': read('view_jobs', { spends: 'tenant' }),
  'POST /tenants/:tenantId/jobs/:jobId/retry': write('manage_jobs'),
  'GET /tenants/:tenantId/tickets': read('view_tenants', { spends: 'tenant' }),
  'GET /tenants/:tenantId/activity': read('view_tenants', { spends: 'tenant' }),
  'GET /tenants/:tenantId/links': read('manage_accounts', { spends: 'tenant' }),
  'POST /tenants/:tenantId/links': write('manage_accounts', { fresh: '/tenants/:tenantId/links' }),
  'POST /tenants/:tenantId/links/:linkId/revoke': write('manage_accounts'),
  'POST /tickets/:ticketId/take': write('impersonate'),

  'GET /tenants/:tenantId/enter': read('impersonate', { spends: 'tenant' }),
  'POST /impersonations': write('impersonate', { spends: 'tenant' }),
  'GET /tenants/:tenantId/break-glass': read('impersonate', { spends: 'tenant' }),
  'POST /tenants/:tenantId/break-glass': write('impersonate', { spends: 'tenant', fresh: '/tenants/:tenantId/break-glass' }),
  'GET /access-requests': read('impersonate'),
  'GET /access-requests/:requestId': read('impersonate'),
  // Nobody says yes from inside a tenant; the database knows of a session whose overlay was left at home, too.
  'POST /access-requests/:requestId/approve': write('approve_access', { fresh: '/access-requests/:requestId' }),
  'POST /access-requests/:requestId/deny': write('approve_access'),
  'POST /access-requests/:requestId/withdraw': write('impersonate'),
  'POST /access-requests/:requestId/start': write('impersonate', { spends: 'tenant', fresh: '/access-requests/:requestId' }),
  'GET /impersonations': read('view_tenants', { held: true }),
  'GET /impersonations/current': read('view_tenants', { passive: true }),
  'GET /impersonations/open': read('kill_sessions', { passive: true }),
  'GET /impersonations/kill': read('kill_sessions'),
  'POST /impersonations/kill': write('kill_sessions'),
  'POST /impersonations/:sessionId/kill': write('kill_sessions'),
  'GET /impersonations/:sessionId': read('view_tenants', { held: true }),
  'GET /impersonations/:sessionId/extend': read('impersonate'),
  'POST /impersonations/:sessionId/extend': write('impersonate'),
  'GET /impersonations/:sessionId/reveals': read('impersonate'),
  'POST /impersonations/:sessionId/reveals': write('reveal'),
  'POST /impersonations/:sessionId/reveals/:requestId/approve': write('approve_access', { fresh: '/impersonations/:sessionId/reveals' }),
  'POST /impersonations/:sessionId/reveals/:requestId/deny': write('approve_access'),
  'POST /impersonations/:sessionId/end': openWrite,
  'POST /impersonations/:sessionId/note': write('impersonate'),

  'GET /reviews': read('review_sessions'),
  'POST /reviews/:reviewId/verdict': write('review_sessions'),

  'GET /workspace': inside(),
  'GET /workspace/cases': inside({ spends: 'record' }),
  'GET /workspace/cases/export': insideExport(),
  'GET /workspace/cases/:caseId': inside({ spends: 'record' }),
  'GET /workspace/reports': inside({ spends: 'record' }),
  'GET /workspace/reports/export': insideExport(),
  'GET /workspace/reports/:riuId': inside({ spends: 'record' }),
  'GET /workspace/users': inside({ spends: 'record' }),
  'GET /workspace/users/export': insideExport(),
  'GET /workspace/users/:userId': inside({ spends: 'record' }),
  'GET /workspace/config': inside({ spends: 'record' }),
  'GET /workspace/config/:document': inside({ spends: 'record' }),
  'POST /workspace/cases/:caseId/status': insideWrite(),
  'POST /workspace/cases/:caseId/priority': insideWrite(),
  'POST /workspace/cases/:caseId/assignee': insideWrite(),
  'POST /workspace/cases/:caseId/notes': insideWrite(),
  'POST /workspace/users/:userId/activate': insideWrite(),
  'POST /workspace/users/:userId/deactivate': insideWrite(),
  'POST /workspace/users/:userId/invite': insideWrite(),
  'POST /workspace/config/:document': insideWrite(),
  'GET /workspace/reveals/new': inside(),
  // A page that shows a value takes it away by itself.
  'GET /workspace/reveals/over': inside({ passive: true }),
  'POST /workspace/reveals': {
    ...inside({ spends: 'record', fresh: '/workspace/reveals/new' }),
    effect: 'secret',
    permission: 'reveal',
    freshAtFirst: true,
  },

  // Asking changes nothing of the tenant; what is read for it is counted where it is read.
  'POST /workspace/cases/:caseId/runs': inside(),
  'GET /workspace/runs/:runId': inside(),
  'GET /workspace/runs/:runId/text': inside({ passive: true }),
  'POST /workspace/runs/:runId/cancel': inside(),

  'GET /search': read('search_all_tenants', { spends: 'search' }),

  'GET /people': read('manage_users'),
  'GET /people/new': read('manage_users'),
  'POST /people': write('manage_users', { fresh: '/people/new' }),
  'GET /people/grants': read('manage_users'),
  'POST /people/grants/:grantId/grant': write('manage_users', { fresh: '/people/grants' }),
  'POST /people/grants/:grantId/refuse': write('manage_users', { fresh: '/people/grants' }),
  'GET /people/held': read('release_holds'),
  'POST /people/:personId/release': write('release_holds', { fresh: '/people/held' }),
  'GET /people/:personId': read('manage_users'),
  'POST /people/:personId/role': write('manage_users', { fresh: '/people/:personId' }),
  'POST /people/:personId/admin': write('manage_users', { fresh: '/people/:personId' }),
  'POST /people/:personId/hold': write('manage_users', { fresh: '/people/:personId' }),
  'POST /people/:personId/deactivate': write('manage_users', { fresh: '/people/:personId' }),
  'POST /people/:personId/reactivate': write('manage_users', { fresh: '/people/:personId' }),

  'GET /audit': read('view_tenants', { held: true }),
  'GET /audit.csv': exports('view_audit'),
  'GET /audit/checkpoints': read('view_audit'),
  'GET /audit/checkpoints/:number': read('view_audit'),
  'GET /audit/models': read('view_audit'),
  'GET /.well-known/portal-checkpoint-keys.json': open,
  'GET /audit/records/:entityId': read('view_tenants'),
  'GET /audit/:chain/:seq': read('view_tenants', { held: true }),

  'GET /webhook-endpoints': read('manage_webhooks'),
  'GET /webhook-endpoints/new': read('manage_webhooks'),
  'POST /webhook-endpoints': write('manage_webhooks', { fresh: '/webhook-endpoints/new' }),
  'GET /webhook-endpoints/:endpointId': read('manage_webhooks'),
  'POST /webhook-endpoints/:endpointId/rotate': write('manage_webhooks', { fresh: '/webhook-endpoints/:endpointId' }),
  'POST /webhook-endpoints/:endpointId/disable': write('manage_webhooks'),
  'POST /webhook-endpoints/:endpointId/enable': write('manage_webhooks', { fresh: '/webhook-endpoints/:endpointId' }),

  'GET /portal-jobs': read('view_portal_jobs'),
  'GET /portal-jobs/:jobId': read('view_portal_jobs'),
  'POST /portal-jobs/:jobId/replay': write('manage_portal_jobs'),
  'POST /portal-jobs/:jobId/cancel': write('manage_portal_jobs'),

  'GET /notifications': read('view_tenants'),
  'GET /notifications/latest': read('view_tenants', { passive: true }),
  'POST /notifications/mark': write('view_tenants'),
  'GET /notifications/preferences': read('view_tenants'),
  'POST /notifications/preferences': write('view_tenants'),
  'GET /notifications/:notificationId': read('view_tenants'),
  // The socket of an open page; it asks again by itself, and tells the held what is their own.
  'GET /live': read('view_tenants', { passive: true, held: true }),

  // Not in production.
  'GET /dev/looks': read('view_tenants'),
  'GET /dev/mail': read('view_tenants'),

  'GET /account/sign-ins': read('view_tenants', { held: true }),
  'POST /account/sign-ins/revoke-all': write('view_tenants', { held: true }),
  'POST /account/sign-ins/:loginId/revoke': write('view_tenants', { held: true }),
  'POST /account/programs/:familyId/revoke': write('view_tenants', { held: true }),

  'GET /customer/:link': byLink,
  'GET /customer/:link/trail.ndjson': { ...byLink, effect: 'export' },
  'GET /customer/:link/checkpoint.json': byLink,
  'POST /customer/:link/sessions/:sessionId/end': { ...byLink, effect: 'write' },
  'POST /customer/:link/policy': { ...byLink, effect: 'write' },
  'POST /customer/:link/access-requests/:requestId/approve': { ...byLink, effect: 'write' },
  'POST /customer/:link/access-requests/:requestId/deny': { ...byLink, effect: 'write' },

  'GET /healthz': open,
  'GET /readyz': open,
} satisfies Record<string, Door>

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
  'POST /tenants/:tenantId/break-glass',
  'GET /access-requests',
  'GET /access-requests/:requestId',
  'POST /access-requests/:requestId/approve',
  'POST /access-requests/:requestId/deny',
  'POST /access-requests/:requestId/withdraw',
  'POST /access-requests/:requestId/start',
  'GET /impersonations',
  'GET /impersonations/current',
  'POST /impersonations/kill',
  'GET /impersonations/:sessionId',
  'POST /impersonations/:sessionId/kill',
  'POST /impersonations/:sessionId/extend',
  'GET /impersonations/:sessionId/reveals',
  'POST /impersonations/:sessionId/reveals',
  'POST /impersonations/:sessionId/reveals/:requestId/approve',
  'POST /impersonations/:sessionId/reveals/:requestId/deny',
  'POST /impersonations/:sessionId/end',
  'POST /impersonations/:sessionId/note',
  'GET /reviews',
  'POST /reviews/:reviewId/verdict',
  'GET /workspace/cases',
  'GET /workspace/cases/export',
  'GET /workspace/cases/:caseId',
  'GET /workspace/reports',
  'GET /workspace/reports/export',
  'GET /workspace/reports/:riuId',
  'GET /workspace/users',
  'GET /workspace/users/export',
  'GET /workspace/users/:userId',
  'GET /workspace/config',
  'GET /workspace/config/:document',
  'POST /workspace/cases/:caseId/status',
  'POST /workspace/cases/:caseId/priority',
  'POST /workspace/cases/:caseId/assignee',
  'POST /workspace/cases/:caseId/notes',
  'POST /workspace/users/:userId/activate',
  'POST /workspace/users/:userId/deactivate',
  'POST /workspace/users/:userId/invite',
  'POST /workspace/reveals',
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
  'GET /notifications',
  'GET /notifications/preferences',
  'GET /notifications/:notificationId',
  'GET /webhook-endpoints',
  'POST /webhook-endpoints',
  'GET /webhook-endpoints/:endpointId',
  'POST /webhook-endpoints/:endpointId/rotate',
  'POST /webhook-endpoints/:endpointId/disable',
  'POST /webhook-endpoints/:endpointId/enable',
  'GET /audit',
  'GET /audit/checkpoints',
  'GET /audit/checkpoints/:number',
  'GET /audit/records/:entityId',
  'GET /audit/:chain/:seq',
  'GET /account/sign-ins',
  'POST /account/sign-ins/revoke-all',
  'POST /account/sign-ins/:loginId/revoke',
  'POST /account/programs/:familyId/revoke',
] as const satisfies (keyof typeof pages)[]

/** Open connections: whoever comes shows who they are once they are connected. */
const sockets = {
  'GET /socket.io/': { ...open, passive: true },
} satisfies Record<string, Door>

/** What only programs do: by token, except where a browser's sign-in is traded for one. */
const programs = {
  'GET /api/v1/openapi.json': open,
  'POST /api/v1/auth/tokens': write('view_tenants'),
  // Whoever shows the token is let in by it alone.
  'POST /api/v1/auth/refresh': openWrite,
  'GET /api/v1/tenant/me': ofTenant,
  'GET /api/v1/tenant/sessions': theirs('COMPLIANCE_OFFICER'),
  'POST /api/v1/tenant/sessions/:sessionId/end': theirs('TENANT_ADMIN', 'write'),
  'PUT /api/v1/tenant/policy': theirs('TENANT_ADMIN', 'write'),
  'GET /api/v1/tenant/access-requests': theirs('COMPLIANCE_OFFICER'),
  'POST /api/v1/tenant/access-requests/:requestId/approve': theirs('TENANT_ADMIN', 'write'),
  'POST /api/v1/tenant/access-requests/:requestId/deny': theirs('TENANT_ADMIN', 'write'),
  'GET /api/v1/tenant/trail.ndjson': theirs('COMPLIANCE_OFFICER', 'export'),
  'GET /api/v1/tenant/checkpoint': theirs('COMPLIANCE_OFFICER'),
  'GET /api/v1/tenant/links': theirs('COMPLIANCE_OFFICER'),
  'POST /api/v1/tenant/links': theirs('COMPLIANCE_OFFICER', 'write'),
  'POST /api/v1/tenant/links/:linkId/revoke': theirs('COMPLIANCE_OFFICER', 'write'),
  'GET /api/v1/tenant/notifications': ofTenant,
  'GET /api/v1/tenant/notifications/preferences': ofTenant,
  'PUT /api/v1/tenant/notifications/preferences': ofTenantWrite,
  'GET /api/v1/tenant/notifications/:notificationId': ofTenant,
  'PATCH /api/v1/tenant/notifications/:notificationId': ofTenantWrite,
  'POST /api/v1/tenant/notifications/read-all': ofTenantWrite,
  'POST /api/v1/webhooks/:endpoint': { ...openWrite, audience: 'webhook' },
  'GET /api/v1/webhook-endpoints/:endpointId/receipts': read('manage_webhooks'),
  'GET /api/v1/webhook-endpoints/:endpointId/deliveries': read('manage_webhooks'),
  'POST /api/v1/access-requests': write('impersonate', { spends: 'tenant' }),
  'GET /api/v1/me': read('view_tenants'),
  'GET /api/v1/account/programs': read('view_tenants', { held: true }),
  'PUT /api/v1/tenants/:tenantId/config/:document': write('modify_config'),
  'PUT /api/v1/workspace/config/:document': insideWrite(),
  'PATCH /api/v1/notifications/:notificationId': write('view_tenants'),
  'POST /api/v1/notifications/read-all': write('view_tenants'),
  'PUT /api/v1/notifications/preferences': write('view_tenants'),
  'GET /api/v1/tenants/:tenantId/secrets': read('view_config', { spends: 'tenant' }),

  // Not in production.
  'POST /api/v1/test/emit-notification': write('view_tenants'),
} satisfies Record<string, Door>

/** What is asked with a body and a key of its own: a change, or something that is shown once. */
export const asksWithBody = ({ effect }: Pick<Door, 'effect'>) => effect === 'write' || effect === 'secret'

/** What is for building the portal and its clients: these are not there in production. */
export const isForBuilding = (name: string) => / \/(dev|api\/v1\/test)\//.test(name)

type Mirrored<Name> = Name extends `${infer Method} /${infer Path}` ? `${Method} /api/v1/${Path}` : never
export type DoorName = keyof typeof pages | keyof typeof sockets | keyof typeof programs | Mirrored<(typeof MIRRORED)[number]>

/** Every way into the portal. What is not declared here is denied, and a test walks the route table for it. */
export const doors: Readonly<Record<DoorName, Door>> = {
  ...pages,
  ...sockets,
  ...programs,
  ...(Object.fromEntries(MIRRORED.map((name) => [name.replace(' /', ' /api/v1/'), pages[name]])) as Record<
    Mirrored<(typeof MIRRORED)[number]>,
    Door
  >),
}

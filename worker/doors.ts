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
  /** One of one's own pages: open also to somebody who is HELD. */
  held?: true
}

/** Every way into the portal. What is not declared here is denied, and a test walks the route table for it. */
export const doors = {
  'GET /sign-in': { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' },
  'GET /sign-in/start': { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' },
  'GET /sign-in/callback': { audience: 'public', effect: 'write', permission: null, impersonation: 'ro' },
  'POST /sign-out': { audience: 'public', effect: 'write', permission: null, impersonation: 'ro' },

  'GET /': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /tenants': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /tenants/:tenantId': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /tenants/:tenantId/config': { audience: 'staff', effect: 'read', permission: 'view_config', impersonation: 'ro' },
  'GET /tenants/:tenantId/config/:document': { audience: 'staff', effect: 'read', permission: 'view_config', impersonation: 'ro' },
  'POST /tenants/:tenantId/config/:document': { audience: 'staff', effect: 'write', permission: 'modify_config', impersonation: 'ro' },
  'POST /tenants/:tenantId/secrets': { audience: 'staff', effect: 'write', permission: 'modify_config', impersonation: 'ro' },
  'GET /tenants/:tenantId/errors': { audience: 'staff', effect: 'read', permission: 'view_errors', impersonation: 'ro' },
  'GET /tenants/:tenantId/jobs': { audience: 'staff', effect: 'read', permission: 'view_jobs', impersonation: 'ro' },
  'POST /tenants/:tenantId/jobs/:jobId/retry': { audience: 'staff', effect: 'write', permission: 'manage_jobs', impersonation: 'ro' },
  'GET /tenants/:tenantId/tickets': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /tenants/:tenantId/activity': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'POST /tickets/:ticketId/take': { audience: 'staff', effect: 'write', permission: 'impersonate', impersonation: 'ro' },

  'GET /tenants/:tenantId/enter': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro' },
  'POST /impersonations': { audience: 'staff', effect: 'write', permission: 'impersonate', impersonation: 'ro' },
  'GET /impersonations': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /impersonations/current': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro', passive: true },
  'GET /impersonations/kill': { audience: 'staff', effect: 'read', permission: 'kill_sessions', impersonation: 'ro' },
  'POST /impersonations/kill': { audience: 'staff', effect: 'write', permission: 'kill_sessions', impersonation: 'ro' },
  'POST /impersonations/:sessionId/kill': { audience: 'staff', effect: 'write', permission: 'kill_sessions', impersonation: 'ro' },
  'GET /impersonations/:sessionId': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /impersonations/:sessionId/extend': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro' },
  'POST /impersonations/:sessionId/extend': { audience: 'staff', effect: 'write', permission: 'impersonate', impersonation: 'ro' },
  'POST /impersonations/:sessionId/end': { audience: 'public', effect: 'write', permission: null, impersonation: 'ro' },
  'POST /impersonations/:sessionId/note': { audience: 'staff', effect: 'write', permission: 'impersonate', impersonation: 'ro' },

  'GET /workspace': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro', inside: true },
  'GET /workspace/cases': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro', inside: true },
  'GET /workspace/cases/:caseId': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro', inside: true },
  'GET /workspace/reports': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro', inside: true },
  'GET /workspace/reports/:riuId': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro', inside: true },
  'GET /workspace/users': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro', inside: true },
  'GET /workspace/users/:userId': { audience: 'staff', effect: 'read', permission: 'impersonate', impersonation: 'ro', inside: true },

  'GET /audit': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /audit.csv': { audience: 'staff', effect: 'export', permission: 'view_audit', impersonation: 'ro' },
  'GET /audit/records/:entityId': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'GET /audit/:chain/:seq': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },

  // Not in production.
  'GET /dev/looks': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },

  'GET /account/sign-ins': { audience: 'staff', effect: 'read', permission: 'view_tenants', impersonation: 'ro' },
  'POST /account/sign-ins/revoke-all': { audience: 'staff', effect: 'write', permission: 'view_tenants', impersonation: 'ro' },
  'POST /account/sign-ins/:loginId/revoke': { audience: 'staff', effect: 'write', permission: 'view_tenants', impersonation: 'ro' },

  'GET /healthz': { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' },
  'GET /readyz': { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' },
} as const satisfies Record<string, Door>

export type DoorName = keyof typeof doors

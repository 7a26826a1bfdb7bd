import { type Door, insideWrite, ofTenant, ofTenantWrite, open, openWrite, read, theirs, write } from '#worker/doors/door.ts'

/** Open connections: whoever comes shows who they are once they are connected. */
export const sockets = {
  'GET /socket.io/': { ...open, passive: true },
} satisfies Record<string, Door>

/** What only programs do: by token, except where a browser's sign-in is traded for one. */
export const programs = {
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

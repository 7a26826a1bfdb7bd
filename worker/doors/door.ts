import type { Permission } from '#worker/auth/rules/roles.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** What a way into the portal asks of whoever comes, and what it does. */
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
export const read = (permission: Permission, more: More = {}): Door => ({
  audience: 'staff',
  effect: 'read',
  permission,
  impersonation: 'ro',
  ...more,
})
export const write = (permission: Permission, more: More = {}): Door => ({ ...read(permission, more), effect: 'write' })
export const exports = (permission: Permission): Door => ({ ...read(permission), effect: 'export' })
/** Content of the tenant one is inside of. */
export const inside = (more: More = {}): Door => ({ ...read('impersonate', more), inside: true })
/** What is changed there, in a session that writes. */
export const insideWrite = (): Door => ({ ...inside(), effect: 'write', permission: 'write_in_session', impersonation: 'rw' })
/** What is taken out of it as a file, in a session that somebody approved for that. */
export const insideExport = (): Door => ({
  ...inside({ spends: 'record' }),
  effect: 'export',
  permission: 'export_in_session',
  approval: 'export',
})
/** Where nobody needs to be signed in. */
export const open: Door = { audience: 'public', effect: 'read', permission: null, impersonation: 'ro' }
export const openWrite: Door = { ...open, effect: 'write' }
/** Where a customer comes by a link, which is all that is asked for; what it may do, the database knows. */
export const byLink: Door = { ...open, audience: 'customer-link' }
/** A tenant's own user, by the product's token. */
export const ofTenant: Door = { ...open, audience: 'tenant' }
export const ofTenantWrite: Door = { ...ofTenant, effect: 'write' }
/** What only some of them may do. */
export const theirs = (tenantRole: TenantRole, effect: Door['effect'] = 'read'): Door => ({ ...ofTenant, tenantRole, effect })

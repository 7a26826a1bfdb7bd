import type { Role } from '#worker/auth/rules/roles.ts'

/** Stands where a value was: the class of what is hidden, never the value, its length or its shape. */
export type Hidden = { hidden: 'personal' | 'sensitive' | 'secret' }

type DataClass = 'public' | 'internal' | 'personal' | 'sensitive' | 'secret'

/** Roles that see people's names and numbers inside a session. Everybody else finds a bar. */
const SEES_PERSONAL: readonly Role[] = ['SUPPORT_L2', 'SUPPORT_L3', 'ADMIN']

/** Whether a reader finds a value of this class in a page. Sensitive text opens only one field at a time, by a reveal with its reason. */
export function shows(reader: { role: Role; inSession: boolean }, dataClass: DataClass): boolean {
  switch (dataClass) {
    case 'public':
    case 'internal':
      return true
    case 'personal':
      return reader.inSession && SEES_PERSONAL.includes(reader.role)
    case 'sensitive':
    case 'secret':
      return false
  }
}

import { aNotification } from '#test/worker/notifications/facts.ts'
import { portalAs } from '#test/world.ts'
import { type Example, programOf, tenantsOwn } from './program.ts'

/** Whose inbox it is: a member of staff's, or that of a tenant's own user. */
const WHOSE = {
  staff: async () => {
    const { person, browser } = await portalAs('vera')
    return { person, program: await programOf(browser) }
  },
  tenant: tenantsOwn,
}

/** Somebody with a notification, and a call about it. */
async function told(whose: keyof typeof WHOSE, body?: Record<string, unknown>): Promise<Example & { id: string }> {
  const { person, program } = await WHOSE[whose]()
  const { id } = await aNotification(person.id)
  return { id, program, ...(body && { body }) }
}

const one = async (whose: keyof typeof WHOSE, body?: Record<string, unknown>) => {
  const { id, ...example } = await told(whose, body)
  return { ...example, params: { notificationId: id } }
}
const wishes = { version: 0, quietFrom: '22:00', quietTo: '07:00', categories: [] }

/** Calls that work, on what somebody was told. */
export const notified: Record<string, () => Promise<Example>> = {
  listNotifications: () => told('staff'),
  getNotification: () => one('staff'),
  changeNotification: () => one('staff', { read: true }),
  readAllNotifications: () => told('staff', { category: 'PEOPLE' }),
  getNotificationPreferences: () => told('staff'),
  setNotificationPreferences: () => told('staff', wishes),
  listTenantNotifications: () => told('tenant'),
  getTenantNotification: () => one('tenant'),
  changeTenantNotification: () => one('tenant', { read: true }),
  readAllTenantNotifications: () => told('tenant', { category: 'PEOPLE' }),
  getTenantNotificationPreferences: () => told('tenant'),
  setTenantNotificationPreferences: () => told('tenant', wishes),
}

import { aNotification } from '#test/worker/notifications/facts.ts'
import { portalAs } from '#test/world.ts'
import { at, type Example, programOf } from './program.ts'

/** Somebody with a notification, and a call about it. */
async function told(body?: Record<string, unknown>): Promise<Example & { id: string }> {
  const { person, browser } = await portalAs('vera')
  const { id } = await aNotification(person.id)
  return { id, program: await programOf(browser), ...(body && { body }) }
}

const one = async (body?: Record<string, unknown>) => {
  const { id, ...example } = await told(body)
  return { ...example, params: { notificationId: id } }
}

/** Calls that work, on what somebody was told. */
export const notified: Record<string, () => Promise<Example>> = {
  listNotifications: () => told(),
  getNotification: () => one(),
  changeNotification: () => one({ read: true }),
  readAllNotifications: () => told({ category: 'PEOPLE' }),
  getNotificationPreferences: () => at('vera'),
  setNotificationPreferences: () => at('vera', { body: { version: 0, quietFrom: '22:00', quietTo: '07:00', categories: [] } }),
}

import { inject } from 'vitest'

/** The portal all end-to-end tests share: its address, and the owner of its database. */
export function portal(): { url: string; ownerUrl: string } {
  const running = inject('running')
  if ('fault' in running) throw new Error(running.fault)
  return running
}

import { inject } from 'vitest'

/** The portal all end-to-end tests share: its address, the owner of its database, and the files with its log and its answer key. */
export function portal(): { url: string; ownerUrl: string; log: string; answerKey: string } {
  const running = inject('running')
  if ('fault' in running) throw new Error(running.fault)
  return running
}

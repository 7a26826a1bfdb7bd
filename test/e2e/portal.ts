export type Met = { url: string; ownerUrl: string; log: string; answerKey: string }

let met: Met | undefined

/** The portal that this file has to itself: its address, the owner of its database, and the files with its log and its answer key. */
export function portal(): Met {
  if (!met) throw new Error('no portal yet: test/e2e/setup.ts brings it')
  return met
}

/** `setup.ts` says which. */
export const meet = (portal: Met) => void (met = portal)

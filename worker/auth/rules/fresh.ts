/** How long somebody may take at the directory's own pages, in seconds. */
export const ATTEMPT_LASTS = 600
/** The directory's clock and ours may differ this much, in seconds. */
const SKEW = 60

/** Whether the directory asked for the person anew, and did not only remember them. All in seconds: `authTime` as its token says,
 *  `began` as the browser's cookie says, which the browser could have changed, so that it counts only within the life of an attempt. */
export function isProof({ authTime, began, now }: { authTime: number | undefined; began: number; now: number }): boolean {
  return authTime === undefined || authTime >= Math.max(began, now - ATTEMPT_LASTS) - SKEW
}

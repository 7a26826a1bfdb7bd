import { loadavg } from 'node:os'

/** Tests of one file wait for each other's recoveries, and one that was given up goes on in the way of the next: so long is a hang. */
export const HANGS_AFTER = 600_000

const waiting = loadavg()[0] ?? 0

/** What an answer may take beyond its patience, in ms: three seconds on a machine that was free a minute ago, as others begin beside these
 *  tests, and less than anybody's next patience. On a busy one each second of work takes as many as others wait for the processor, too. */
export const SLACK = 1_000 * Math.max(3, waiting)

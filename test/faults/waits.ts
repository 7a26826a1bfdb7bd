/** Tests of one file wait for each other's recoveries, and one that was given up goes on in the way of the next: so long is a hang. */
export const HANGS_AFTER = 600_000

/** What an answer may take beyond its patience on a machine that does other work, in ms. Without patience it would never come. */
export const SLACK = 20_000

import { EVERYBODY } from '#test/cast.ts'

export type Walker = (typeof EVERYBODY)[number]

/** Each walks from an address of their own, so that one can tell whose it is where it is met. */
export const SEATS = Object.fromEntries(EVERYBODY.map((who, i) => [who, `198.18.7.${10 + i}`])) as Record<Walker, string>

/** Rooms as they must not be: the soak must see each. */
export const BREAKS = ['push before persist', 'no dedup', 'replay without rooms'] as const
export type Break = (typeof BREAKS)[number]

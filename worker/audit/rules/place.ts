/** A row's place in the trail: time, chain, number, together unique. `at` alone is not: two chains write in the same millisecond. */
export type TrailPlace = { at: Date; chain: string; seq: number }
/** Rows older than a place, newer than it, or from the top. */
export type TrailTurn = { older?: TrailPlace; newer?: TrailPlace }

/** What the name of a chain looks like: of a tenant, or of an operator for acts outside tenants. */
export const CHAIN = /^(?:tenant|operator):\w{1,40}$/

/** In the address: `<ms>.<number>.<chain>`. */
export const placeText = ({ at, chain, seq }: TrailPlace) => `${at.getTime()}.${seq}.${chain}`

export function placeFrom(text: string | undefined): TrailPlace | undefined {
  const [, ms, seq, chain] = /^(\d{1,14})\.(\d{1,15})\.(.{1,60})$/.exec(text ?? '') ?? []
  return ms !== undefined && seq !== undefined && chain !== undefined && CHAIN.test(chain)
    ? { at: new Date(Number(ms)), seq: Number(seq), chain }
    : undefined
}

/** The page of one act. */
export const actHref = ({ chain, seq }: { chain: string; seq: number }) => `/audit/${encodeURIComponent(chain)}/${seq}`

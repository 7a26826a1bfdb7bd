/** Where one was going when the session was missing: one record of the tenant, by its key, and nothing else an address could say. */
const NEXT = /^\/workspace\/(?:cases\/case|reports\/riu|users\/usr)_[0-9A-Z]{20}$/

export function isNext(path: string): boolean {
  return NEXT.test(path)
}

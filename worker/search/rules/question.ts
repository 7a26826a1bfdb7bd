import { KEY } from '#worker/rules/ids.ts'
import { SEARCH_KINDS, type SearchKind } from '#worker/search/rules/words.ts'

/** What somebody asks all tenants for. */
export type Question = { words: string; kind: SearchKind | undefined; tenantId: string | undefined }

/** Longer than any address; the database cuts there, too. */
export const LONGEST_QUESTION = 200
/** Below this, everything begins with it. */
export const SHORTEST_WORD = 2

/** From the address. A kind or a tenant that is none does not narrow; PostgreSQL takes no NUL. */
export function questionFrom({ q = '', kind, tenant }: Record<string, string | undefined>): Question {
  return {
    words: q.replaceAll('\0', '').trim().slice(0, LONGEST_QUESTION),
    kind: SEARCH_KINDS.find((each) => each === kind),
    tenantId: tenant !== undefined && tenant.startsWith('ten_') && KEY.test(tenant) ? tenant : undefined,
  }
}

/** Nothing that could be looked for: no word has two letters or digits. */
export function isTooShort(words: string): boolean {
  return words.split(/\s+/).every((word) => (word.match(/[\p{L}\p{N}]/gu) ?? []).length < SHORTEST_WORD)
}

/** The same question narrowed, or without what narrowed it: each is a search of its own. */
export function searchHref({ words, kind, tenantId }: Question, instead: Partial<Question> = {}): string {
  const asked = { q: words, kind: 'kind' in instead ? instead.kind : kind, tenant: 'tenantId' in instead ? instead.tenantId : tenantId }
  return `/search?${new URLSearchParams(Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined))}`
}

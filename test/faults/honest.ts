import { expect } from 'vitest'
import { CANARIES } from './facts.ts'
import type { Answer } from './people.ts'

/** What nobody outside the database has any use for. */
const SQL =
  /app\.enter|audit\.trail|insert into|select \*|\bselect [a-z"(]|where "|Control plane|compute node|PostgreSQL|ECONN|NeonDbError/i

/** Says that it does not work, when to try again and how to ask about it, and nothing else. */
export function expectHonest({ status, headers, text }: Answer) {
  expect(status).toBe(503)
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(headers.get('cache-control')).toBe('no-store')
  if (headers.get('content-type')?.includes('json'))
    expect(JSON.parse(text)).toMatchObject({ status: 503, code: 'UNAVAILABLE', instance: headers.get('x-request-id') })
  else expect(text).toContain('The database cannot be reached.')
  expect(text).toContain(headers.get('x-request-id'))
  expect(text).not.toContain('Nothing was changed')
  expect(text).not.toMatch(CANARIES)
  expect(text).not.toMatch(SQL)
}

/** The log holds codes and doors, and neither anybody's words nor statements. */
export function expectSilent(said: string) {
  expect(said.length).toBeGreaterThan(0)
  const loud = said
    .split('\n')
    .filter((line) => CANARIES.test(line) || /app\.enter\(|insert into|neon-connection-string|postgres(ql)?:\/\//i.test(line))
  expect(loud).toEqual([])
}

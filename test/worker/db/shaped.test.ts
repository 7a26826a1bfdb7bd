import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { cases } from '#drizzle/schema/cases.ts'
import { look } from '#worker/db/read.ts'
import { filled, shaped, worded } from '#worker/db/shaped.ts'
import { listCases } from '#worker/tenant/queries/cases.ts'
import { beyond, type Turn } from '#worker/tenant/queries/place.ts'
import { CASE_STATUSES, type CaseStatus } from '#worker/tenant/rules/words.ts'

type Asked = { filter: { status?: CaseStatus | undefined; number?: number | undefined }; turn: Turn; most: number }

const at = new Date('2026-11-26T11:12:13.456Z')

function counted() {
  let made = 0
  const queryOf = shaped(({ filter, turn, most }: Asked) => {
    made += 1
    return look
      .select({ id: cases.id })
      .from(cases)
      .where(
        and(
          filter.status && eq(cases.status, filter.status),
          filter.number === undefined ? undefined : eq(cases.number, filter.number),
          beyond(turn, cases.createdAt, cases.id),
        ),
      )
      .limit(most)
  })
  const statementOf = (asked: Asked) => {
    const { query, given } = queryOf(asked)
    return filled(worded(query), given)
  }
  return { statementOf, made: () => made }
}

describe('a question that is asked again and again', () => {
  it('is worded once for its shape, whatever its values are', () => {
    const { statementOf, made } = counted()
    const statements = [1, 20].map((most) => statementOf({ filter: { status: 'OPEN', number: undefined }, turn: {}, most }))
    expect(statements.map(({ params }) => params)).toEqual([
      ['OPEN', 1],
      ['OPEN', 20],
    ])
    expect(statements[0]?.text).toBe(statements[1]?.text)
    expect(made()).toBe(1)
  })

  it('is worded anew where more or something else is asked', () => {
    const { statementOf, made } = counted()
    const place = { at, id: 'case_1' }
    const asked: Asked[] = [
      { filter: {}, turn: {}, most: 5 },
      { filter: { number: 0 }, turn: {}, most: 5 },
      { filter: {}, turn: { older: place }, most: 5 },
      { filter: {}, turn: { newer: place }, most: 5 },
    ]
    const statements = asked.map(statementOf)
    expect(new Set(statements.map(({ text }) => text)).size).toBe(4)
    expect(statements.map(({ params }) => params)).toEqual([
      [5],
      [0, 5],
      ['2026-11-26T11:12:13.456Z', 'case_1', 5],
      ['2026-11-26T11:12:13.456Z', 'case_1', 5],
    ])
    expect(made()).toBe(4)
  })

  it('says the same as one that is put together for itself', () => {
    const { statementOf } = counted()
    const once = look
      .select({ id: cases.id })
      .from(cases)
      .where(
        and(
          eq(cases.status, CASE_STATUSES[0]),
          eq(cases.number, 7),
          sql`(${cases.createdAt}, ${cases.id}) < (${at.toISOString()}::timestamptz, ${'case_1'})`,
        ),
      )
      .limit(3)
    const { text, params } = statementOf({
      filter: { status: CASE_STATUSES[0], number: 7 },
      turn: { older: { at, id: 'case_1' } },
      most: 3,
    })
    expect({ sql: text, params }).toEqual({ ...once.toSQL() })
  })

  it('keeps the values of each part apart, also where two parts ask alike', () => {
    const parts = [listCases({ number: 1 }, {}, 10), listCases({ number: 2 }, {}, 20)]
    const [first, second] = parts.map(({ query, given }) => filled(worded(query), given ?? new Map()))
    expect(first?.text).toBe(second?.text)
    expect([first, second].map((one) => [...new Set(one?.params)])).toEqual([
      [1, 10],
      [2, 20],
    ])
  })

  it('is not asked with a value missing', () => {
    const { query } = listCases({ number: 1 }, {}, 10)
    expect(() => filled(worded(query), new Map())).toThrow('nothing was given for')
  })
})

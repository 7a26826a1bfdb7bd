import { expect, it } from 'vitest'
import type { AnswerKey } from '#drizzle/sample/load.ts'
import type { Ask } from './asking.ts'
import { anOperator, withKeys } from './content.ts'

/** The search over the whole sample, compared with what the answer key says was planted in it. To load it takes longer than all of this, so
 *  the file that loads it asks. */
export function searching(ask: Ask, keyOf: () => AnswerKey) {
  it('has one entry for each tenant, user, case, report and ticket', async () => {
    const rows = await ask<{ kind: string; entries: number }>('select kind, count(*)::int as entries from app.search_entry group by kind')
    const kinds = ['tenant', 'tenant_user', 'case', 'riu', 'ticket']
    expect(Object.fromEntries(rows.map(({ kind, entries }) => [kind, entries]))).toEqual(
      Object.fromEntries(kinds.map((kind) => [kind, keyOf().counts[kind]])),
    )
  })

  it('shows no name, address or number of anybody in any snippet', async () => {
    const people = await ask<{ said: string }>(
      `select email as said from tenant_user union select requester_email from ticket union select requester_name from ticket
       union select name from tenant_user union select employee_number from tenant_user union select name from participant
       union select name from riu_reporter union select email from riu_reporter union select phone from riu_reporter`,
    )
    const rows = await ask<{ snippet: string }>("select distinct snippet from app.search_entry where kind <> 'tenant'")
    const shown = rows.map(({ snippet }) => snippet.toLowerCase()).join('\n')
    const said = [...people.map((one) => one.said), ...keyOf().planted.map(({ text }) => text)].filter((text) => text?.length > 2)
    expect(said.length).toBeGreaterThan(5_000)
    expect(said.filter((text) => shown.includes(text.toLowerCase()))).toEqual([])
    // Nothing but letters of our own words.
    expect(rows.map(({ snippet }) => snippet).filter((snippet) => !/^[A-Za-z ,-]+$/.test(snippet))).toEqual([])
  })

  it('knows of a report its id, its number and words of ours, so nothing that it says and nobody who reported it', async () => {
    const rows = await ask<{ lexeme: string }>(
      "select distinct l as lexeme from app.search_entry e, unnest(tsvector_to_array(e.words)) l where e.kind = 'riu' and l !~ '^(=riu_[0-9a-z]{20}|=r-[0-9]+|#riu|#ten_[0-9A-Z]{20})$'",
    )
    const ours = new Set((await ask<{ word: string }>('select unnest(app.search_vocabulary()) as word')).map(({ word }) => word))
    expect(rows.length).toBeGreaterThan(40)
    expect(rows.map(({ lexeme }) => lexeme).filter((lexeme) => !ours.has(lexeme))).toEqual([])
  })

  it('tells by no number of hits who is named in a narrative', async () => {
    const { loginKey } = await anOperator('ADMIN', {}, ask)
    await ask('begin')
    await withKeys(ask, '', loginKey)
    const names = [
      ...new Set(
        keyOf()
          .planted.filter(({ table, kind }) => table === 'riu' && kind === 'name')
          .map(({ text }) => text),
      ),
    ].slice(0, 60)
    for (const name of names) {
      const rows = await ask<{ counts: Record<string, number> }>('select counts from app.search_everywhere($1, null, null, 1)', [name])
      expect([name, rows[0]?.counts.riu]).toEqual([name, undefined])
    }
    await ask('rollback')
  })

  it('answers a word that stands in everything within its time', async () => {
    const { loginKey } = await anOperator('ADMIN', {}, ask)
    await ask('begin')
    await withKeys(ask, '', loginKey)
    await ask("select from app.search_everywhere('en', null, null, 10)")
    const began = performance.now()
    const rows = await ask<{ counts: Record<string, number> }>("select counts from app.search_everywhere('in the', null, null, 10)")
    // At profile M it takes some 100 ms on a quiet machine; this one is shared.
    expect(performance.now() - began).toBeLessThan(1000)
    expect(rows[0]?.counts.case).toBeGreaterThan(100)
    await ask('rollback')
  })
}

import { describe, expect, it } from 'vitest'
import {
  CASE_STATUSES,
  CATEGORIES,
  LANGUAGES,
  RIU_STATUSES,
  RIU_TYPES,
  SEVERITIES,
  TENANT_ROLES,
  TENANT_STATUSES,
  TENANT_USER_STATUSES,
} from '#worker/tenant/rules/words.ts'
import { TICKET_PRIORITIES, TICKET_STATUSES } from '#worker/support/rules/ticket-words.ts'
import { ACTS } from '#worker/audit/rules/acts.ts'
import { newId } from '#worker/rules/ids.ts'
import { MOST_COUNTED, SEARCH_KINDS } from '#worker/search/rules/words.ts'
import { as, type Ask, codeOf, duties, owner, refusalOf } from './asking.ts'
import { anOperator, aPlace, withKeys } from './content.ts'

type Entry = { kind: string; tenant_id: string; number: string | null; words: string; snippet: string }
const entryOf = async (id: string, ask: Ask = owner) =>
  (await ask<Entry>('select kind, tenant_id, number, words::text, snippet from app.search_entry where entity_id = $1', [id]))[0]

describe('an entry', () => {
  it('comes with what it is about, holds exact things whole, and says what that is in our own words', async () => {
    const { id, ticketId, userId, caseId, riuId } = await aPlace()
    const [file] = await owner<{ number: number }>('select number from "case" where id = $1', [caseId])
    expect(await entryOf(id)).toMatchObject({ kind: 'tenant', snippet: `A place, ${id.toLowerCase()}` })
    expect(await entryOf(userId)).toMatchObject({ kind: 'tenant_user', tenant_id: id, number: null, snippet: 'Investigator, active' })
    expect(await entryOf(caseId)).toMatchObject({ kind: 'case', number: `C-${file?.number}`, snippet: 'Theft, low severity, open' })
    expect(await entryOf(riuId)).toMatchObject({ kind: 'riu', snippet: 'Theft, low severity, web in English, linked' })
    expect(await entryOf(ticketId)).toMatchObject({ kind: 'ticket', snippet: 'Low priority, open' })
    expect((await entryOf(userId))?.words.split(' ').toSorted()).toEqual(
      [
        `'#${id}'`,
        "'#tenant_user'",
        `'=${userId.toLowerCase()}'`,
        `'=${userId.toLowerCase()}@customer.example'`,
        "'a'",
        "'user'",
      ].toSorted(),
    )
    // Of a report only what it is: not a word of its story.
    expect((await entryOf(riuId))?.words).not.toContain('story')
  })

  it('follows a change, and is not written again for one that does not matter', async () => {
    const { caseId, userId, ticketId, id } = await aPlace()
    const place = async (of: string) =>
      (await owner<{ at: string }>('select ctid || xmin::text as at from app.search_entry where entity_id = $1', [of]))[0]?.at
    const before = await place(caseId)
    await owner('update "case" set updated_at = now(), priority = 1 where id = $1', [caseId])
    expect(await place(caseId)).toBe(before)

    await owner(`update "case" set title = 'Copper missing', severity = 'HIGH' where id = $1`, [caseId])
    expect(await entryOf(caseId)).toMatchObject({ snippet: 'Theft, high severity, open', words: expect.stringContaining("'copper'") })
    expect((await entryOf(caseId))?.words).not.toContain("'title'")
    await owner(`update tenant_user set email = 'New.Name@x.example', name = 'New Name', status = 'DEACTIVATED' where id = $1`, [userId])
    expect(await entryOf(userId)).toMatchObject({
      snippet: 'Investigator, deactivated',
      words: expect.stringContaining("'=new.name@x.example'"),
    })
    expect((await entryOf(userId))?.words).not.toContain('@customer.example')
    await owner(`update ticket set subject = 'Greeting is wrong' where id = $1`, [ticketId])
    expect((await entryOf(ticketId))?.words).toContain("'greeting'")
    await owner(`update tenant set name = 'Renamed Holding' where id = $1`, [id])
    expect((await entryOf(id))?.words).toContain("'renamed'")
  })

  it('of a tenant knows its domains, one more and one less', async () => {
    const { id } = await aPlace()
    const domain = `${id.slice(4).toLowerCase()}.example`
    await owner('insert into tenant_domain (id, tenant_id, domain) values ($1, $2, $3)', [newId('dom'), id, domain])
    expect((await entryOf(id))?.words).toContain(`'=${domain}'`)
    await owner("update tenant_domain set domain = 'other.' || domain where tenant_id = $1", [id])
    expect((await entryOf(id))?.words).toContain(`'=other.${domain}'`)
    expect((await entryOf(id))?.words).not.toContain(`'=${domain}'`)
    await owner('delete from tenant_domain where tenant_id = $1', [id])
    expect((await entryOf(id))?.words).not.toContain(domain)
  })

  it('goes with what it is about', async () => {
    const { id, ticketId, riuId } = await aPlace()
    await owner('delete from riu where id = $1', [riuId])
    await owner('delete from ticket where id = $1', [ticketId])
    expect([await entryOf(riuId), await entryOf(ticketId)]).toEqual([undefined, undefined])
    const alone = newId('ten')
    await owner(
      `insert into tenant (id, slug, name, status, region, plan, industry, employees, locales, access_policy, created_at)
       select $1, lower($1), name, status, region, plan, industry, employees, locales, access_policy, created_at from tenant where id = $2`,
      [alone, id],
    )
    expect(await entryOf(alone)).toBeDefined()
    await owner('delete from tenant where id = $1', [alone])
    expect(await entryOf(alone)).toBeUndefined()
  })

  it('comes, changes and goes with a thousand others in one statement', async () => {
    const { id } = await aPlace()
    const mine = `tenant_id = '${id}' and kind = 'tenant_user'`
    const count = async (more: string) =>
      (await owner<{ n: number }>(`select count(*)::int as n from app.search_entry where ${mine} and ${more}`))[0]?.n
    await owner(
      `insert into tenant_user (id, tenant_id, email, name, role, status, created_at)
       select 'usr_' || left(upper(md5($1 || n)), 20), $1, n || '@bulk.example', 'Bulk ' || n, 'EMPLOYEE', 'ACTIVE', now() from generate_series(1, 1000) n`,
      [id],
    )
    expect(await count(`words @@ 'bulk'`)).toBe(1000)
    await owner(`update tenant_user set name = 'Moved' where tenant_id = $1 and role = 'EMPLOYEE'`, [id])
    expect([await count(`words @@ 'bulk'`), await count(`words @@ 'moved'`)]).toEqual([0, 1000])
    await owner(`delete from tenant_user where tenant_id = $1 and role = 'EMPLOYEE'`, [id])
    expect(await count(`words @@ 'moved'`)).toBe(0)
  })

  it('takes any text: empty, of one sign, of a megabyte', async () => {
    const { caseId } = await aPlace()
    for (const title of ['', "'", '\\', '<b>&amp;', 'x'.repeat(3000), 'word '.repeat(200_000)]) {
      await owner('update "case" set title = $2 where id = $1', [caseId, title])
      expect((await entryOf(caseId))?.snippet).toBe('Theft, low severity, open')
    }
  })

  it('belongs to no login: not to read, not to write', async () => {
    for (const duty of duties) {
      for (const text of [
        'select * from app.search_entry',
        'select words from app.search_entry',
        "update app.search_entry set snippet = ''",
        'delete from app.search_entry',
      ]) {
        expect(await refusalOf(duty, text)).toBe('42501')
      }
    }
  })
})

describe('the function that searches', () => {
  const search = "select kind, entity_id, counts from app.search_everywhere('theft', null, null, 10)"
  const asked = async (role: Parameters<typeof anOperator>[0], text: string, params: unknown[] = []) => {
    const { loginKey } = await anOperator(role)
    return as('portal_staff', async (ask) => {
      await withKeys(ask, '', loginKey)
      return ask<Record<string, unknown>>(text, params)
    })
  }

  it.each(['SUPPORT_L1', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS'] as const)(
    'refuses %s itself, whatever door was passed',
    async (role) => {
      expect(await codeOf(asked(role, search))).toBe('42501')
    },
  )

  it.each(['SUPPORT_L2', 'SUPPORT_L3', 'ADMIN'] as const)('answers %s', async (role) => {
    expect(await codeOf(asked(role, search))).toBeUndefined()
  })

  it('refuses whoever is not signed in, and every other login', async () => {
    expect(await refusalOf('portal_staff', search)).toBe('IM400')
    for (const duty of duties.filter((each) => each !== 'portal_staff')) expect(await refusalOf(duty, search)).toBe('42501')
  })

  it('shows no more of each kind than asked for, and counts the rest', async () => {
    const { id } = await aPlace()
    await owner(
      `insert into tenant_user (id, tenant_id, email, name, role, status, created_at)
       select 'usr_' || left(upper(md5($1 || 'm' || n)), 20), $1, n || '@many.example', 'Many', 'EMPLOYEE', 'ACTIVE', now() - n * interval '1 hour' from generate_series(1, 5200) n`,
      [id],
    )
    const rows = await asked('ADMIN', 'select entity_id, at, counts from app.search_everywhere($1, null, $2, 7)', ['many', id])
    expect(rows).toHaveLength(7)
    expect(rows[0]?.counts).toEqual({ tenant_user: MOST_COUNTED })
  })

  it('keeps a row about nothing, with the counts', async () => {
    const rows = await asked('ADMIN', "select entity_id, counts from app.search_everywhere('nobody-has-this-word', null, null, 7)")
    expect(rows).toEqual([{ entity_id: null, counts: {} }])
  })

  it.each(['', "'", '\\', "''':*", '!!&&||()', '<->', '\u0001', 'a:*b', '" or 1=1', 'x'.repeat(1_000_000), 'a b '.repeat(250_000)])(
    'makes no error of %.20j',
    async (words) => {
      expect(await codeOf(asked('ADMIN', 'select * from app.search_everywhere($1, null, null, 10)', [words]))).toBeUndefined()
    },
  )

  it('is not narrowed by a kind or a tenant that is none, nor widened by a number', async () => {
    const call = (kinds: string, tenant: string, most: string) =>
      asked('ADMIN', `select entity_id from app.search_everywhere('theft', ${kinds}, ${tenant}, ${most}) where entity_id is not null`)
    expect(await call("'{wizard}'", 'null', '10')).toEqual([])
    expect(await call('null', "'ten_nowhere'", '10')).toEqual([])
    expect(await call('null', "''' | ''theft'", '10')).toEqual([])
    expect((await call("'{case}'", 'null', '100000')).length).toBeLessThanOrEqual(100)
    expect((await call("'{case}'", 'null', 'null')).length).toBeLessThanOrEqual(1)
  })

  it('writes the sentence of the list of acts', async () => {
    const { id, loginKey } = await anOperator('ADMIN')
    await as('portal_staff', async (ask) => {
      await withKeys(ask, '', loginKey)
      await ask(search)
      await ask('commit')
    })
    const [row] = await owner<{ sentence: string; entity_ids: string[] }>(
      "select sentence, entity_ids from audit.trail where chain = 'operator:' || $1",
      [id],
    )
    expect(row?.sentence).toBe(ACTS['search:everywhere'].replace('{n}', String(row?.entity_ids.length)))
  })

  it('finds words in the index, also narrowed to a kind and a tenant', async () => {
    const plan = await as('owner', async (ask) => {
      await ask('set local role portal_search')
      await ask('set local enable_seqscan = off')
      return ask<{ 'QUERY PLAN': string }>(
        `explain select entity_id from app.search_entry where words @@ (app.search_lexeme('theft') && app.search_lexeme('#case') && app.search_lexeme('#ten_x')) limit 10`,
      )
    })
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Bitmap Index Scan on search_entry_words .*\n\s+Index Cond/)
    const [settings] = await owner<{ proconfig: string[] }>("select proconfig from pg_proc where proname = 'search_everywhere'")
    expect(settings?.proconfig).toContain('enable_seqscan=off')
  })

  it('knows the same words of ours as the lists they come from', async () => {
    const [row] = await owner<{ words: string[] }>('select app.search_vocabulary() as words')
    const lists = [
      CATEGORIES,
      CASE_STATUSES,
      RIU_STATUSES,
      RIU_TYPES,
      SEVERITIES,
      TENANT_ROLES,
      TENANT_STATUSES,
      TENANT_USER_STATUSES,
      TICKET_PRIORITIES,
      TICKET_STATUSES,
    ]
    const ours = lists.flat().flatMap((code) => code.toLowerCase().split('_'))
    const languages = await owner<{ name: string }>('select lower(app.language_name(l)) as name from unnest($1::text[]) l', [LANGUAGES])
    expect(row?.words.toSorted()).toEqual([...new Set([...ours, ...LANGUAGES, ...languages.map(({ name }) => name), 'case'])].toSorted())
    expect(new Set(row?.words).size).toBe(row?.words.length)
    expect(SEARCH_KINDS).toHaveLength(5)
  })
})

import { type AnyPgColumn, getTableConfig } from 'drizzle-orm/pg-core'
import { describe, expect, it } from 'vitest'
import { classes, classOf, tables } from '#drizzle/schema/classes.ts'
import { as, owner } from './asking.ts'

type Column = { place: string; type: string; required: boolean; defaulted: boolean }

const inDatabase = () =>
  owner<Column>(
    `select n.nspname || '.' || c.relname || '.' || a.attname as place, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required, a.atthasdef as defaulted
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'app', 'audit') and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
  )

const inSchema = Object.values(tables).flatMap((table) => {
  const { schema = 'public', name, columns } = getTableConfig(table)
  return columns.map((column) => ({ place: `${schema}.${name}.${column.name}`, column: column as AnyPgColumn }))
})

describe('the schema', () => {
  it('is in step with the database: the same columns, of the same kind', async () => {
    const described = inSchema.map(({ place, column }) => ({
      place,
      type: column.getSQLType().replace(' (', '('),
      required: column.notNull || column.primary,
      defaulted: column.hasDefault,
    }))
    const byPlace = (a: Column, b: Column) => (a.place < b.place ? -1 : 1)
    expect(described.toSorted(byPlace)).toEqual((await inDatabase()).toSorted(byPlace))
  })

  it('says of every column of the database who may see it', async () => {
    const known = Object.entries(classes).flatMap(([table, columns]) => {
      const { schema = 'public', name } = getTableConfig(tables[table as keyof typeof tables])
      const ofTable = tables[table as keyof typeof tables] as unknown as Record<string, AnyPgColumn | undefined>
      return Object.keys(columns).map((property) => `${schema}.${name}.${ofTable[property]?.name ?? `${property} (gone)`}`)
    })
    expect(known.toSorted()).toEqual((await inDatabase()).map(({ place }) => place).toSorted())
  })

  it('holds what nobody classified for secret', () => {
    const [column] = getTableConfig(tables.tenant).columns
    expect(classOf(column as AnyPgColumn)).toBe('internal')
    expect(classOf({ ...column, name: 'brand_new', table: tables.tenant } as unknown as AnyPgColumn)).toBe('secret')
  })

  it('never calls a name, an address, a number or a story of a person harmless', () => {
    const personal = /^(email|phone|phone_digits|ip|last_login_ip|requester_name|requester_email|employee_number)$/
    const stories = /^(narrative|body|finding)$/
    const harmless = inSchema.filter(({ place, column }) => {
      if (place.startsWith('app.internal_user.email')) return false // staff know their colleagues
      if (place === 'public.tenant_config.body') return false // settings, of named fields (worker/support/rules/config-documents.ts)
      return (personal.test(column.name) || stories.test(column.name)) && ['public', 'internal'].includes(classOf(column))
    })
    expect(harmless.map(({ place }) => place)).toEqual([])
    const keys = inSchema.filter(({ column }) => column.name === 'key_hash')
    expect(keys.map(({ column }) => classOf(column))).toEqual(keys.map(() => 'secret'))
  })
})

type Index = { name: string; columns: string; kind: string; whole: boolean }

const indexes = () =>
  owner<Index>(
    `select c.oid::regclass || '' as name, am.amname as kind, i.indpred is null as whole,
       t.relname || ' (' || (select string_agg(pg_get_indexdef(i.indexrelid, k, false) || case when i.indoption[k - 1] & 1 = 1 then ' desc' else '' end, ', ' order by k)
         from generate_series(1, i.indnkeyatts) k) || ')' as columns
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid join pg_am am on am.oid = c.relam
     where t.relnamespace::regnamespace::text in ('public', 'app', 'audit') and i.indisvalid`,
  )

describe('indexes', () => {
  it.each([
    'case (tenant_id, status',
    'case (tenant_id, assignee_id',
    'case (tenant_id, created_at',
    'case (tenant_id, priority, status',
    'riu (tenant_id, status',
    'riu (tenant_id, created_at',
    'riu (case_id',
    'investigation (case_id',
    'investigation (tenant_id, status',
    'investigation (tenant_id, assignee_id',
    'trail (tenant_id, at',
    'trail (operator_id, at',
    'impersonation_session (operator_id',
    'impersonation_session (tenant_id',
    'impersonation_session (started_at',
  ])('the floor holds: %s …', async (floor) => {
    const whole = (await indexes()).filter((index) => index.whole && index.kind === 'btree')
    expect(
      whole.map((index) => index.columns).filter((columns) => `${columns.replaceAll(' desc', '').slice(0, -1)},`.startsWith(`${floor},`)),
    ).not.toEqual([])
  })

  it('finds the rows of the trail about a record by its id', async () => {
    expect((await indexes()).filter((index) => index.kind === 'gin').map((index) => index.columns)).toContain('trail (entity_ids)')
  })

  it('can be read in the order that lists ask for: `order by … desc` means nulls first', async () => {
    const rows = await owner<{ name: string }>(
      `select i.indexrelid::regclass::text as name from pg_index i join pg_class t on t.oid = i.indrelid
       where t.relnamespace::regnamespace::text in ('public', 'app', 'audit') and exists (select from unnest(i.indoption::int2[]) o where o & 3 = 1)`,
    )
    expect(rows.map(({ name }) => name)).toEqual([])
  })

  it.each(['created_at desc, id desc', 'created_at, id'])('serve a page of cases by %s without sorting', async (order) => {
    const plan = await as('owner', async (ask) => {
      await ask('set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off')
      return ask<{ 'QUERY PLAN': string }>(`explain select id from "case" where tenant_id = 'ten_x' order by ${order} limit 50`)
    })
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index .*case_page/)
    expect(plan.filter((line) => line['QUERY PLAN'].includes('Sort'))).toEqual([])
  })
})

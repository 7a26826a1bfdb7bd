import * as z from 'zod/mini'
import { type Place, placeFrom } from '#worker/http/page.ts'
import { KEY } from '#worker/rules/ids.ts'

/** Schemas with a name of their own in the document. */
export const names = z.registry<{ id: string }>()

export function named<S extends z.ZodMiniType>(id: string, schema: S): S {
  names.add(schema, { id })
  return schema
}

export const key = z.string().check(z.regex(KEY))
export const instant = z.iso.datetime()
export const maybe = <S extends z.ZodMiniType>(schema: S) => z.nullable(schema)

/** Stands where a value was that this reader may not see: its class, nothing else. */
export const Hidden = named('Hidden', z.object({ hidden: z.enum(['personal', 'sensitive', 'secret']) }))
export const shown = <S extends z.ZodMiniType>(schema: S) => z.union([schema, Hidden])

/** A page of a list. `next` is there when there may be more: it goes into `cursor`, as it is. */
export const page = <S extends z.ZodMiniType>(id: string, item: S) =>
  named(id, z.object({ items: z.array(item), next: z.optional(z.string()) }))

const DEFAULT_LIMIT = 50
const CURSOR = 'This is not a place in this list.'

/** How far into a list, and how much of it: part of the query of every list. */
export const listQuery = {
  cursor: z.optional(
    z.pipe(
      z.string().check(z.regex(/^\d{13}\.\w{1,40}$/, CURSOR)),
      z.transform((text: string) => placeFrom(text) as Place),
    ),
  ),
  limit: z._default(z.pipe(z.string().check(z.regex(/^([1-9]\d?|100)$/, 'From 1 to 100.')), z.transform(Number)), DEFAULT_LIMIT),
}

/** A page of rows in the order of a time and their key. */
export function paged<Row extends { id: string }>(rows: readonly Row[], limit: number, at: (row: Row) => Date) {
  const last = rows.at(-1)
  return { items: rows, ...(last && rows.length >= limit && { next: `${at(last).getTime()}.${last.id}` }) }
}

/** What a handler may hand over for a schema: an instant as a date. Whatever else a row has is not sent. */
export type Sends<T> = T extends string
  ? T | (string extends T ? Date : never)
  : T extends readonly (infer Item)[]
    ? readonly Sends<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Sends<T[K]> }
      : T

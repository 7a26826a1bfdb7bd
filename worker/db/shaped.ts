import { is, Param, Placeholder, type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Statement } from '#worker/db/scope.ts'

/** What stands in which place of a statement. By the place itself: two parts of a page may call theirs the same. */
export type Given = ReadonlyMap<Placeholder, unknown>

type Shape = { query: SQL; places: Placeholder[] }

/** Putting a long statement together takes drizzle longer than all else that a list costs, and from one request to the next only its values
 *  differ. So `make` is asked once for each shape of the question: which parts of it are there. It is given places where the values will
 *  be, and may ask whether something is there, never what it is. */
export function shaped<Asked extends object>(make: (asked: Asked) => { getSQL(): SQL }): (asked: Asked) => { query: SQL; given: Given } {
  const shapes = new Map<string, Shape>()
  return (asked) => {
    const names: string[] = []
    const values: unknown[] = []
    swapped(asked, (name, value) => {
      names.push(name)
      values.push(value)
    })
    const shape = shapes.get(names.join(' ')) ?? shapeOf(make, asked)
    shapes.set(names.join(' '), shape)
    return { query: shape.query, given: new Map(shape.places.map((place, i) => [place, values[i]])) }
  }
}

function shapeOf<Asked extends object>(make: (asked: Asked) => { getSQL(): SQL }, asked: Asked): Shape {
  const places: Placeholder[] = []
  const stand = swapped(asked, (name) => {
    const place = sql.placeholder(name)
    places.push(place)
    return place
  })
  return { query: make(stand as Asked).getSQL(), places }
}

/** The same whole with something else for each value in it; what is not there stays away. */
function swapped(whole: object, other: (name: string, value: unknown) => unknown, under = ''): object {
  const parts = Object.entries(whole).filter(([, part]) => part !== undefined)
  return Object.fromEntries(
    parts.map(([name, part]) => [name, isWhole(part) ? swapped(part, other, `${under}${name}.`) : other(`${under}${name}`, part)]),
  )
}

/** A filter, a place in a list: it has values of its own. */
const isWhole = (part: unknown): part is object => typeof part === 'object' && part !== null && !(part instanceof Date)

const dialect = new PgDialect()

/** As drizzle words it, with places still to be filled. */
export function worded(statement: SQL): Statement {
  const { sql: text, params } = dialect.sqlToQuery(statement)
  return { text, params }
}

export function filled({ text, params }: Statement, given: Given): Statement {
  return { text, params: params.map((param) => valueOf(param, given)) }
}

function valueOf(param: unknown, given: Given): unknown {
  if (is(param, Placeholder)) return valueAt(param, given)
  if (!is(param, Param) || !is(param.value, Placeholder)) return param
  const value = valueAt(param.value, given)
  return value === null ? null : param.encoder.mapToDriverValue(value)
}

function valueAt(place: Placeholder, given: Given): unknown {
  const value = given.get(place)
  if (value === undefined) throw new Error(`nothing was given for ${place.name}`)
  return value
}

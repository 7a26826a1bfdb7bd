import pg from 'pg'
import { type Asked, askedAt } from '../policies/asked.ts'
import { createScratchCopy, type Place } from '../scratch.ts'
import { changedSince, keepMarks, markAgain, type Part, type Parts, partsAt } from './state.ts'

/** Where mutants live, one after the other, in one copy of the original: what one changed is put back before the next. Where that
 *  cannot be, the copy goes and a new one is made, which takes many times as long. */
export function mutantGround(original: () => Place) {
  let copy: { asked: Asked; parts: Parts; drop(): Promise<void> } | undefined

  const leave = async () => {
    await copy?.asked.close()
    await copy?.drop()
    copy = undefined
  }
  const enter = async (): Promise<Asked> => {
    if (copy && !(await putBack(copy.asked, copy.parts))) await leave()
    if (!copy) {
      const { place, drop } = await createScratchCopy(original())
      const asked = askedAt(place)
      copy = { asked, drop, parts: new Map() }
      copy.parts = Map.groupBy(await partsAt(asked), ({ key }) => key)
      await keepMarks(asked)
    }
    return copy.asked
  }
  return { enter, leave }
}

/** Whoever takes a right on a table away takes those on its columns along, which come back the next time. */
const TIMES = 2

/** True when everything is as it was; `parts` is then what stands there now. */
async function putBack(asked: Asked, parts: Parts): Promise<boolean> {
  for (let time = 0; ; time++) {
    const { keys, was, is } = await changes(asked, parts)
    const statements = undoing(was, is)
    if (statements?.length === 0) {
      for (const { key } of was) parts.delete(key)
      for (const [key, those] of Map.groupBy(is, (part) => part.key)) parts.set(key, those)
      if (keys.length > 0) await markAgain(asked, keys)
      return true
    }
    if (!statements || time === TIMES) return false
    try {
      await asked.tell('owner')(statements.join(';\n'))
    } catch (error) {
      if (error instanceof pg.DatabaseError) return false // one stands on another: all of them at once, in a new copy
      throw error
    }
  }
}

/** What changed things were made of, and are now. */
async function changes(asked: Asked, parts: Parts) {
  const changed = await changedSince(asked)
  const keys = changed.map(({ key }) => key)
  const still = changed.flatMap(({ key, still }) => (still ? [key] : []))
  return { keys, was: keys.flatMap((key) => parts.get(key) ?? []), is: still.length > 0 ? await partsAt(asked, still) : [] }
}

/** What is not as it was goes, and what was comes back. A function others call and a table's own switches are made anew in their place. */
function undoing(was: Part[], is: Part[]): string[] | undefined {
  const [before, now] = [was, is].map((parts) => new Map(parts.map((part) => [part.name, part]))) as [Map<string, Part>, Map<string, Part>]
  const same = (name: string) => before.has(name) && before.get(name)?.made_by === now.get(name)?.made_by
  const inPlace = (name: string) => /^(function|row security) /.test(name) && before.has(name)
  const go = is.filter(({ name }) => !same(name) && !inPlace(name)).map(({ gone_by }) => gone_by)
  const come = was.filter(({ name }) => !same(name)).map(({ made_by }) => made_by)
  const statements = [...go, ...come]
  return statements.includes(null) ? undefined : (statements as string[])
}

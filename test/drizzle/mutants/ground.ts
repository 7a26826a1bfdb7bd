import pg from 'pg'
import { type Asked, askedAt } from '../policies/asked.ts'
import { createScratchCopy, type Place } from '../scratch.ts'
import { changedSince, type Marks, marksAt, type Part, type Parts, partsAt } from './state.ts'

/** Where mutants live, one after the other, in one copy of the original: what one changed is put back before the next. Where that
 *  cannot be, the copy goes and a new one is made, which takes many times as long. */
export function mutantGround(original: () => Place) {
  let copy: Copy | undefined
  let touched = false

  const leave = async () => {
    await copy?.asked.close()
    await copy?.drop()
    copy = undefined
  }
  const enter = async (): Promise<Asked> => {
    if (copy && touched && !(await putBack(copy))) await leave()
    if (!copy) {
      const { place, drop } = await createScratchCopy(original())
      const asked = askedAt(place)
      copy = { asked, drop, parts: new Map(), marks: { keys: new Map(), since: '' } }
      copy.parts = Map.groupBy(await partsAt(asked), ({ key }) => key)
      copy.marks = await marksAt(asked)
    }
    touched = false
    return copy.asked
  }
  /** Something is there to stay: what is rolled back instead was never there for anybody. */
  const touch = () => void (touched = true)
  return { enter, touch, leave }
}

type Copy = { asked: Asked; parts: Parts; marks: Marks; drop(): Promise<void> }

/** Whoever takes a right on a table away takes those on its columns along, which come back the next time. */
const TIMES = 2

/** True when everything is as it was; `parts` and `marks` are then of what stands there now. */
async function putBack({ asked, parts, marks }: Copy): Promise<boolean> {
  for (let time = 0; ; time++) {
    const { changed, since } = await changedSince(asked, marks)
    const still = changed.flatMap(({ key, still }) => (still ? [key] : []))
    const was = changed.flatMap(({ key }) => parts.get(key) ?? [])
    const is = still.length > 0 ? await partsAt(asked, still) : []
    const statements = undoing(was, is)
    if (statements?.length === 0) {
      for (const { key, still } of changed) {
        parts.delete(key)
        const known = marks.keys.get(key.split(' ')[0] as string)
        if (still) known?.add(key)
        else known?.delete(key)
      }
      for (const [key, those] of Map.groupBy(is, (part) => part.key)) parts.set(key, those)
      marks.since = since
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

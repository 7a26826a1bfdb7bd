import { CAST, type CastName } from '#test/cast.ts'
import { newId } from '#worker/rules/ids.ts'
import { owner } from './owner.ts'

/** Somebody like this one of the cast, with a desk of their own, so that nobody's budget is touched but theirs. */
export async function colleagueOf(who: CastName): Promise<{ id: string; directoryId: string }> {
  const { role, lead, zone } = CAST[who]
  const [id, directoryId] = [newId('ops'), crypto.randomUUID()]
  await owner('insert into app.internal_user (id, directory_id, email, name, role, lead, zone) values ($1, $2, $3, $4, $5, $6, $7)', [
    id,
    directoryId,
    `${id.toLowerCase()}@vendor.example`,
    `Canary ${who} ${id.slice(-4)}`,
    role,
    lead,
    zone,
  ])
  return { id, directoryId }
}

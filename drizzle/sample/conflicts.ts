import type { Random } from './random.ts'
import type { Row } from './rows.ts'

/** Some of the vendor's own people are parties of customers' cases: they must not see these. About one participant in a thousand. */
export function addConflicts(random: Random, participants: Row<'participants'>[], colleagues: readonly Row<'internalUsers'>[]) {
  for (const participant of participants) if (random.chance(0.0012)) involve(participant, random.pick(colleagues))
}

export function involve(participant: Row<'participants'>, { id, name }: Pick<Row<'internalUsers'>, 'id' | 'name'>) {
  participant.internalUserId = id
  participant.tenantUserId = null
  participant.name = name
}

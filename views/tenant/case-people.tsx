import { Count } from '#views/ui/badge.tsx'
import { Card } from '#views/ui/card.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { inWords } from '#views/ui/status.tsx'
import { CutShort } from '#views/tenant/cut-short.tsx'
import { Revealable } from '#views/tenant/revealable.tsx'
import type { WholeCase } from '#worker/tenant/queries/cases.ts'

/** Who takes part in a case. Who reported it is sealed from the vendor's staff, whatever their role. */
export function CasePeople({ people, most, revealFrom }: { people: WholeCase['people']; most: number; revealFrom: string | undefined }) {
  return (
    <Card id="people" title="People" icon="users" mark={<Count of={people.length} />} flush>
      {people.length === 0 ? (
        <p class="card-note quiet">Nobody is named in this case.</p>
      ) : (
        <ul class="people">
          {people.map((person) => (
            <li class="person" id={person.id}>
              <span class="person-role">{inWords(person.role)}</span>
              {person.role === 'REPORTER' ? (
                <Sealed />
              ) : (
                <Revealable value={person.name} record={person.id} field="name" from={revealFrom} />
              )}
            </li>
          ))}
        </ul>
      )}
      {people.some((person) => person.role === 'REPORTER') ? (
        <p class="card-foot">Who reported is sealed: nobody of our staff can open it, in any role.</p>
      ) : null}
      <CutShort shown={people.length} most={most} what="the first people" />
    </Card>
  )
}

function Sealed() {
  return (
    <span class="sealed">
      <Icon name="lock" size="small" /> Sealed
    </span>
  )
}

import { Card, type Fact, Facts } from '#views/ui/card.tsx'
import { Id } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { roleWords } from '#views/people/faces.tsx'
import type { PersonRead } from '#worker/people/queries/people.ts'
import { sayings } from '#worker/people/rules/permissions.ts'

/** A longer list is unfolded when somebody asks for it. */
const MOST_AT_ONCE = 16

/** What is known of a person. The directory id is not: nobody needs it once it is set. */
export function PersonFacts({ person, mayKill, zone, now }: { person: PersonRead; mayKill: boolean; zone: string; now: Date }) {
  const facts: Fact[] = [
    { name: 'Id', value: <Id copy={person.id}>{person.id}</Id> },
    { name: 'Email', value: person.email },
    { name: 'Role', value: roleWords(person) },
    { name: 'Time zone', value: person.zone },
    { name: 'Added', value: <When at={person.createdAt} zone={zone} look="date" /> },
    {
      name: 'Last sign-in',
      value: person.lastLoginAt === null ? 'Never' : <When at={person.lastLoginAt} zone={zone} look="relative" now={now} />,
    },
    { name: 'Sign-ins open now', value: person.signInsOpen },
    {
      name: 'Inside tenants now',
      value:
        person.sessionsOpen === 0 ? (
          'In none'
        ) : (
          <>
            {`${person.sessionsOpen} open `}
            {mayKill ? <a href={`/impersonations/kill?scope=operator&subject=${person.id}`}>End it</a> : null}
          </>
        ),
    },
  ]
  return (
    <Card id="facts" title="About this person" icon="user">
      <Facts facts={facts} look="rows" />
    </Card>
  )
}

/** The role in words, for whoever has to decide about it. */
export function PersonMay({ person }: { person: PersonRead }) {
  const says = sayings(person)
  return (
    <Card id="may" title={person.status === 'ACTIVE' ? 'What they may do' : 'What they could do when active'} icon="key">
      {says.length <= MOST_AT_ONCE ? (
        <Says says={says} />
      ) : (
        <details class="says-all">
          <summary>{`All ${says.length} of them`}</summary>
          <Says says={says} />
        </details>
      )}
    </Card>
  )
}

const Says = ({ says }: { says: string[] }) => (
  <ul class="says-list">
    {says.map((each) => (
      <li>{each}</li>
    ))}
  </ul>
)

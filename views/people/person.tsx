import { ButtonLink } from '#views/ui/button.tsx'
import { Columns, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { Refused, type SentForm } from '#views/people/act-form.tsx'
import { roleWords, StaffStatusBadge } from '#views/people/faces.tsx'
import { PersonActs } from '#views/people/person-acts.tsx'
import { PersonFacts, PersonMay } from '#views/people/person-facts.tsx'
import { PersonOwns } from '#views/people/person-owns.tsx'
import type { Owned, PersonRead, Wish } from '#worker/people/queries/people.ts'
import type { PersonAct } from '#worker/people/rules/acts.ts'

export type PersonPageProps = {
  person: PersonRead
  owned: Owned
  /** That they become an administrator: waiting or lapsed. */
  wish: Wish | undefined
  isOwn: boolean
  mayKill: boolean
  /** A form of this page that came back. */
  sent: (SentForm & { act: PersonAct }) | undefined
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** Who somebody is to the portal, what they may and have, and what an administrator can do about it. */
export function PersonPage(props: PersonPageProps) {
  const { person, owned, wish, mayKill, sent, zone, now } = props
  return (
    <>
      <PageHead
        title={person.name}
        crumbs={[{ name: 'People', href: '/people' }]}
        marks={<StaffStatusBadge status={person.status} />}
        sub={roleWords(person)}
        actions={
          <ButtonLink icon="history" href={`/audit/records/${person.id}`}>
            History
          </ButtonLink>
        }
      />
      <Stack>
        <Refused because={sent?.because} />
        <Standing person={person} owned={owned} zone={zone} />
        {wish?.open ? (
          <Notice tone="info" icon="shield" title="Somebody asked that they become an administrator.">
            {wish.askerName} asked <When at={wish.askedAt} zone={zone} look="relative" now={now} />. A second administrator decides{' '}
            <a href="/people/grants">under wishes for administrators</a>.
          </Notice>
        ) : null}
        <Columns look="main-side">
          <Stack>
            <PersonFacts person={person} mayKill={mayKill} zone={zone} now={now} />
            <PersonOwns owned={owned} isGone={person.status === 'DEACTIVATED'} />
          </Stack>
          <Stack>
            <PersonActs {...props} />
            <PersonMay person={person} />
          </Stack>
        </Columns>
      </Stack>
    </>
  )
}

function Standing({ person, owned, zone }: { person: PersonRead; owned: Owned; zone: string }) {
  if (person.status === 'HELD' && person.heldAt)
    return (
      <Notice tone="bad" icon="lock" title="Held" action={<a href={`/people/held#${person.id}`}>Release</a>}>
        Since <When at={person.heldAt} zone={zone} />. {person.heldReason}
      </Notice>
    )
  if (person.status !== 'DEACTIVATED' || !person.deactivatedAt) return null
  const left = owned.tickets.length + owned.tenants.length
  return (
    <Notice tone={left === 0 ? 'info' : 'warn'} title="Deactivated">
      Since <When at={person.deactivatedAt} zone={zone} />. They cannot sign in.{' '}
      {left === 0 ? 'Nothing is left in their name.' : 'What is still in their name stands below: somebody has to take it over.'}
    </Notice>
  )
}

import { Card, type Fact, Facts, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { ActForm, Refused, type SentForm } from '#views/people/act-form.tsx'
import { roleWords } from '#views/people/faces.tsx'
import { PeopleTabs } from '#views/people/tabs.tsx'
import type { HeldPerson } from '#worker/people/queries/people.ts'

type Releasing = { sent: (SentForm & { personId: string }) | undefined; operatorId: string; csrf: string; formKey: string }
type HeldProps = Releasing & { rows: HeldPerson[]; seesPeople: boolean; zone: string; now: Date }

/** Operators who asked for too much at once, or were held by hand: only their own pages are open to them. */
export function Held({ rows, seesPeople, zone, now, ...releasing }: HeldProps) {
  return (
    <>
      <PageHead
        title="Held operators"
        crumbs={seesPeople ? [{ name: 'People', href: '/people' }] : []}
        sub="Look at what they did, talk with them, then release them. Until then only their own pages are open to them."
      />
      {seesPeople ? <PeopleTabs current="held" /> : null}
      <Stack>
        <Refused because={releasing.sent?.because} />
        {rows.length === 0 ? (
          <Card id="nobody">
            <EmptyState icon="check-circle" title="Nobody is held" />
          </Card>
        ) : (
          rows.map((person) => <HeldCard person={person} seesPeople={seesPeople} zone={zone} now={now} {...releasing} />)
        )}
      </Stack>
    </>
  )
}

function HeldCard({
  person,
  seesPeople,
  zone,
  now,
  sent,
  operatorId,
  csrf,
  formKey,
}: Releasing & { person: HeldPerson; seesPeople: boolean; zone: string; now: Date }) {
  const facts: Fact[] = [
    { name: 'Role', value: roleWords(person) },
    { name: 'Held', value: person.heldAt === null ? 'Unknown' : <When at={person.heldAt} zone={zone} look="relative" now={now} /> },
    { name: 'Why', value: person.heldReason, wide: true },
  ]
  const mine = sent?.personId === person.id && sent.because === undefined ? sent : undefined
  return (
    <Card
      id={person.id}
      title={person.name}
      icon="lock"
      actions={
        <>
          <a href={`/audit?operator=${person.id}`}>What they did last</a>
          {seesPeople ? <a href={`/people/${person.id}`}>About the person</a> : null}
        </>
      }
    >
      <Facts facts={facts} />
      {person.id === operatorId ? (
        <p class="quiet">This is you. Nobody releases themselves.</p>
      ) : (
        <ActForm
          id={`release-${person.id}`}
          title="Release"
          icon="unlock"
          action={`/people/${person.id}/release`}
          button="Release them"
          hint="One line for the trail: what was behind it, and why it is all right now."
          sent={mine}
          csrf={csrf}
          formKey={formKey}
        >
          <input type="hidden" name="of" value={person.id} />
        </ActForm>
      )}
    </Card>
  )
}

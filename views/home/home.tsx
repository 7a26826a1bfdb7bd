import type { Child } from 'hono/jsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { Card, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import type { IconName } from '#views/ui/icon.tsx'
import { formatted } from '#views/ui/when.tsx'
import { LookupField } from '#views/support/lookup-field.tsx'
import type { CardKind, CardWidth } from '#worker/home/rules/words.ts'

export type HomeCardProps = {
  kind: CardKind
  width: CardWidth
  title: string
  icon: IconName
  more?: { href: string; word: string } | undefined
  flush?: boolean | undefined
  body: Child
}

/** Where the day begins: find a tenant, and what this person wants to see of their work. */
export function Home({ name, zone, now, cards }: { name: string; zone: string; now: Date; cards: HomeCardProps[] }) {
  return (
    <>
      <PageHead
        title={`${greeting(now, zone)}, ${name.split(' ')[0] ?? name}`}
        actions={
          <ButtonLink href="/home/arrange" look="quiet" icon="gear">
            Arrange
          </ButtonLink>
        }
      />
      <Stack>
        <LookupField />
        <div class="home-cards">
          {cards.map((card) => (
            <HomeCard {...card} />
          ))}
        </div>
      </Stack>
    </>
  )
}

/** One card, and the part that its own refresh brings. Refreshing is no human act and shows no sign of
 *  waiting; what does not come leaves the card that stands there (the page's script, by `data-refresh`). */
export function HomeCard({ kind, width, title, icon, more, flush, body }: HomeCardProps) {
  return (
    <div
      class={`home-card home-card-${width}`}
      id={`home-${kind}`}
      hx-get={`/home/cards/${kind}?width=${width}`}
      hx-trigger="every 30s"
      hx-swap="outerMorph"
      data-refresh
    >
      <Card
        id={kind}
        title={title}
        icon={icon}
        flush={flush}
        actions={more === undefined ? undefined : <a href={more.href}>{more.word}</a>}
      >
        {body}
      </Card>
    </div>
  )
}

function greeting(now: Date, zone: string): string {
  const hour = Number(formatted(now, zone, 'time').slice(0, 2))
  if (hour < 5) return 'Hello'
  if (hour < 12) return 'Good morning'
  return hour < 18 ? 'Good afternoon' : 'Good evening'
}

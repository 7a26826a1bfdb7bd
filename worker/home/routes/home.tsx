import { Hono } from 'hono'
import { allowedCards, CARDS } from '#worker/home/cards/cards.ts'
import type { CardFacts } from '#worker/home/card.ts'
import { type Questions, readCard, readHome } from '#worker/home/queries/home.ts'
import { type Placed, shownCards, usualCards } from '#worker/home/rules/cards.ts'
import { CARD_KINDS, CARD_WIDTHS, type CardKind } from '#worker/home/rules/words.ts'
import { oneOf } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, show } from '#worker/http/show.tsx'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { Home, HomeCard, type HomeCardProps } from '#views/home/home.tsx'

/** The home page and its cards. Who may have a card is asked for each of them, on the page and when it refreshes. */
export const homeRoutes = new Hono<Portal>()
  .get('/', permit('GET /'), async (c) => {
    const { scope, operator, now } = c.var
    const allowed = allowedCards(operator)
    const usual = usualCards(operator, allowed)
    const { kept, answers } = await readHome(scope, operator, questionsOf(allowed, c), usual)
    const cards = shownCards(kept, usual, allowed).map((placed) => cardOf(placed, answers[placed.kind] ?? [], factsOf(c)))
    return show(
      c,
      { title: 'Home', nav: 'home', width: 'wide' },
      <Home name={operator.name} zone={operator.zone} now={now} cards={cards} />,
    )
  })

  .get('/home/cards/:kind', permit('GET /home/cards/:kind'), async (c) => {
    const { scope, operator } = c.var
    const kind = CARD_KINDS.find((each) => each === c.req.param('kind'))
    if (kind === undefined || !allowedCards(operator).includes(kind)) return c.notFound()
    const question = CARDS[kind].ask?.(operator)
    // A card that asks nothing is told by the sign-in and the session themselves.
    const rows = question === undefined ? await confirmed(scope).then(() => []) : await readCard(scope, operator, question)
    const width = oneOf(c, 'width', CARD_WIDTHS) ?? 'half'
    return show(c, { title: CARDS[kind].title, nav: 'home' }, <HomeCard {...cardOf({ kind, width }, rows, factsOf(c))} />)
  })

function questionsOf(kinds: readonly CardKind[], c: PortalContext): Questions {
  return Object.fromEntries(kinds.flatMap((kind) => (CARDS[kind].ask ? [[kind, CARDS[kind].ask(c.var.operator)] as const] : [])))
}

const factsOf = (c: PortalContext): CardFacts => ({ operator: c.var.operator, session: liveSession(c), now: c.var.now })

function cardOf({ kind, width }: Placed, rows: Parameters<(typeof CARDS)[CardKind]['show']>[0], facts: CardFacts): HomeCardProps {
  const { title, icon, more, flush, show: body } = CARDS[kind]
  return { kind, width, title, icon, more, flush, body: body(rows, facts) }
}

import { Hono } from 'hono'
import { allowedCards, CARDS } from '#worker/home/cards/cards.ts'
import { arrangeHome, readArrangement } from '#worker/home/queries/home.ts'
import { arranged, shownCards, usualCards } from '#worker/home/rules/cards.ts'
import { arrangeForm } from '#worker/home/rules/form.ts'
import type { CardKind } from '#worker/home/rules/words.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { readForm } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { Arrange } from '#views/home/arrange.tsx'

/** Everybody arranges their own home: which cards, in which order, how wide. */
export const arrangeRoutes = new Hono<Portal>()
  .get('/', permit('GET /home/arrange'), async (c) => {
    const { scope, operator } = c.var
    const allowed = allowedCards(operator)
    const kept = await readArrangement(scope, operator)
    const cards = shownCards(kept, usualCards(operator, allowed), allowed)
    return show(
      c,
      { title: 'Arrange your home', nav: 'home' },
      <Arrange
        cards={cards.map(({ kind, width }) => ({ ...named(kind), width }))}
        others={allowed.filter((kind) => !cards.some((card) => card.kind === kind)).map(named)}
        isUsual={kept.length === 0}
        csrf={await csrfToken(c)}
        formKey={newKey}
      />,
    )
  })

  .post('/', permit('POST /home/arrange'), async (c) => {
    const { scope, operator } = c.var
    const form = await readForm(c, arrangeForm)
    const allowed = allowedCards(operator)
    if (!form.ok || (form.values.kind !== undefined && !allowed.includes(form.values.kind))) return c.notFound()
    const cards = shownCards(await readArrangement(scope, operator), usualCards(operator, allowed), allowed)
    await arrangeHome(scope, form.ask, arranged(cards, form.values))
    return c.redirect('/home/arrange?done=home-arranged', 303)
  })

function named(kind: CardKind) {
  const { title, icon, about } = CARDS[kind]
  return { kind, title, icon, about }
}

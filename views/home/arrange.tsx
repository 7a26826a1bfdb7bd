import type { PropsWithChildren } from 'hono/jsx'
import { Button } from '#views/ui/button.tsx'
import { Card, Stack } from '#views/ui/card.tsx'
import { Form } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import type { Wish } from '#worker/home/rules/cards.ts'
import type { CardKind, CardWidth } from '#worker/home/rules/words.ts'

type Named = { kind: CardKind; title: string; icon: IconName; about: string }
export type ArrangedCard = Named & { width: CardWidth }
type ArrangeProps = { cards: ArrangedCard[]; others: Named[]; isUsual: boolean; csrf: string; formKey: () => string }

/** Which cards stand on the home page, in which order and how wide. Every button works by keyboard and without JavaScript; with it a
 *  card can also be dragged to its place (the page's script). */
export function Arrange({ cards, others, isUsual, csrf, formKey }: ArrangeProps) {
  const wish = (rest: Omit<WishProps, 'csrf' | 'formKey'>) => ({ ...rest, csrf, formKey: formKey() })
  return (
    <>
      <PageHead
        title="Arrange your home"
        crumbs={[{ name: 'Home', href: '/' }]}
        sub="Only you see this arrangement. With a mouse a card can also be dragged to its place."
        actions={isUsual ? undefined : <WishButton {...wish({ wish: 'reset' })}>Back to the usual cards</WishButton>}
      />
      <Stack>
        <Card id="shown" title="On your home" icon="home" flush>
          <ol class="arrange" data-sortable>
            {cards.map((card, at) => (
              <li class="arrange-card" id={`arrange-${card.kind}`} data-kind={card.kind} draggable="true">
                <CardWords {...card} grip />
                <div class="arrange-acts">
                  {at === 0 ? null : (
                    <WishButton {...wish({ wish: 'earlier', kind: card.kind })} icon="sort-up">
                      Earlier
                      <Whose title={card.title} />
                    </WishButton>
                  )}
                  {at === cards.length - 1 ? null : (
                    <WishButton {...wish({ wish: 'later', kind: card.kind })} icon="sort-down">
                      Later
                      <Whose title={card.title} />
                    </WishButton>
                  )}
                  <WishButton {...wish({ wish: card.width === 'full' ? 'half' : 'full', kind: card.kind })}>
                    {card.width === 'full' ? 'Half width' : 'Full width'}
                    <Whose title={card.title} />
                  </WishButton>
                  {cards.length === 1 ? null : (
                    <WishButton {...wish({ wish: 'remove', kind: card.kind })} icon="x">
                      Remove
                      <Whose title={card.title} />
                    </WishButton>
                  )}
                </div>
              </li>
            ))}
          </ol>
        </Card>
        <Card id="others" title="More cards" icon="plus" flush>
          {others.length === 0 ? (
            <EmptyState icon="check-circle" title="All your cards are on your home" />
          ) : (
            <ul class="arrange">
              {others.map((card) => (
                <li class="arrange-card">
                  <CardWords {...card} />
                  <div class="arrange-acts">
                    <WishButton {...wish({ wish: 'add', kind: card.kind })} icon="plus">
                      Add
                      <Whose title={card.title} />
                    </WishButton>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </Stack>
      <Form action="/home/arrange" csrf={csrf} formKey={formKey()} look="inline" id="place">
        <input type="hidden" name="wish" value="place" />
        <input type="hidden" name="kind" value="" />
        <input type="hidden" name="place" value="" />
      </Form>
    </>
  )
}

type WishProps = { wish: Wish['wish']; kind?: CardKind | undefined; csrf: string; formKey: string; icon?: IconName | undefined }

function WishButton({ wish, kind, csrf, formKey, icon, children }: PropsWithChildren<WishProps>) {
  return (
    <Form action="/home/arrange" csrf={csrf} formKey={formKey} look="inline">
      <input type="hidden" name="wish" value={wish} />
      {kind === undefined ? null : <input type="hidden" name="kind" value={kind} />}
      <Button small look="quiet" icon={icon}>
        {children}
      </Button>
    </Form>
  )
}

const Whose = ({ title }: { title: string }) => <span class="unseen">{`: ${title}`}</span>

function CardWords({ title, icon, about, grip = false }: Named & { grip?: boolean }) {
  return (
    <div class="arrange-words">
      {grip ? (
        <span class="arrange-grip needs-js" aria-hidden="true">
          <Icon name="menu" size="small" />
        </span>
      ) : null}
      <Icon name={icon} />
      <div>
        <p class="arrange-title">{title}</p>
        <p class="arrange-about">{about}</p>
      </div>
    </div>
  )
}

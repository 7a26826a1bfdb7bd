import type { Child, PropsWithChildren } from 'hono/jsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'

type CardProps = {
  id?: string | undefined
  title?: string | undefined
  icon?: IconName | undefined
  /** Links or small buttons at the right of the title. */
  actions?: Child | undefined
  /** A count or badge right after the title. */
  mark?: Child | undefined
  /** `flush` lets a table or list reach the card's edges. */
  flush?: boolean | undefined
  level?: 2 | 3 | undefined
}

/** One thing with its heading. Not for decoration: a page of one thing needs no card. */
export function Card({ id, title, icon, actions, mark, flush = false, level = 2, children }: PropsWithChildren<CardProps>) {
  const Title = level === 2 ? 'h2' : 'h3'
  const titleId = id === undefined || title === undefined ? undefined : `${id}-title`
  return (
    <section class={flush ? 'card card-flush' : 'card'} id={id} aria-labelledby={titleId}>
      {title === undefined ? null : (
        <header class="card-head">
          {icon === undefined ? null : <Icon name={icon} />}
          <Title class="card-title" id={titleId}>
            {title}
          </Title>
          {mark}
          {actions === undefined ? null : <div class="card-actions">{actions}</div>}
        </header>
      )}
      <div class="card-body">{children}</div>
    </section>
  )
}

export type Fact = { name: string; value: Child; wide?: boolean | undefined }

/** What is known about one record, as a definition list. */
export function Facts({ facts, look = 'grid' }: { facts: Fact[]; look?: 'grid' | 'rows' | undefined }) {
  return (
    <dl class={`facts facts-${look}`}>
      {facts.map((fact) => (
        <div class={fact.wide ? 'fact fact-wide' : 'fact'}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Cards beside each other where there is room: `main` and a narrower `side`, or equal columns. */
export function Columns({ look = 'equal', children }: PropsWithChildren<{ look?: 'equal' | 'main-side' | undefined }>) {
  return <div class={`columns columns-${look}`}>{children}</div>
}

/** Things below each other with even room between. */
export function Stack({ children }: PropsWithChildren) {
  return <div class="stack">{children}</div>
}

/** One number that matters, with the word for it. */
export function Figure({ name, value, sub, href }: { name: string; value: Child; sub?: Child | undefined; href?: string | undefined }) {
  const inside = (
    <>
      <span class="figure-name">{name}</span>
      <span class="figure-value">{value}</span>
      {sub === undefined ? null : <span class="figure-sub">{sub}</span>}
    </>
  )
  return href === undefined ? (
    <div class="figure">{inside}</div>
  ) : (
    <a class="figure" href={href}>
      {inside}
    </a>
  )
}

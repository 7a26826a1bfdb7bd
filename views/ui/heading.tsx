import type { Child } from 'hono/jsx'
import { Count } from '#views/ui/badge.tsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'

export type Crumb = { name: string; href: string }

/** The way back up. The page itself is the heading below, so it is not repeated here. */
export function Breadcrumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav class="crumbs" aria-label="Breadcrumb">
      <ol>
        {crumbs.map((crumb) => (
          <li>
            <a href={crumb.href}>{crumb.name}</a>
            <Icon name="chevron-right" size="small" />
          </li>
        ))}
      </ol>
    </nav>
  )
}

type PageHeadProps = {
  title: string
  /** A number or id before the title: `C-1042`. */
  number?: string | undefined
  crumbs?: Crumb[] | undefined
  /** Badges after the title. */
  marks?: Child | undefined
  /** One quiet sentence below. */
  sub?: Child | undefined
  actions?: Child | undefined
}

/** The head of every page: where one is, what it is, what one can do. */
export function PageHead({ title, number, crumbs, marks, sub, actions }: PageHeadProps) {
  return (
    <div class="page-head">
      {crumbs === undefined || crumbs.length === 0 ? null : <Breadcrumbs crumbs={crumbs} />}
      <div class="page-head-row">
        <div class="page-head-words">
          <div class="page-head-title">
            <h1 tabindex={-1}>
              {number === undefined ? null : <span class="page-number">{number} </span>}
              {title}
            </h1>
            {marks === undefined ? null : <div class="page-marks">{marks}</div>}
          </div>
          {sub === undefined ? null : <p class="page-sub">{sub}</p>}
        </div>
        {actions === undefined ? null : <div class="page-actions">{actions}</div>}
      </div>
    </div>
  )
}

export type Tab = { name: string; href: string; current?: boolean | undefined; count?: number | undefined; icon?: IconName | undefined }

/** The rooms of one record. Links, because each is a page of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li>
            <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
              {tab.icon === undefined ? null : <Icon name={tab.icon} size="small" />}
              {tab.name}
              {tab.count === undefined ? null : <Count of={tab.count} />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

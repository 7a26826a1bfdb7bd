import { Bell } from '#views/layout/bell.tsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'
import { once } from '#views/ui/once.ts'
import { Avatar, Kbd } from '#views/ui/text.tsx'

export type Operator = {
  id: string
  name: string
  roleName: string
  /** IANA zone of the profile; UTC without one. */
  zone?: string | undefined
}

export type Theme = 'light' | 'dark' | 'system'
export type NavItem = { key: string; name: string; href: string; icon: IconName }

/** Rooms of one kind behind one word. */
export type NavGroup = { name: string; icon: IconName; rooms: readonly NavItem[] }

export type Nav = readonly (NavItem | NavGroup)[]

/** What everyone has. Others come through the `nav` prop of `Page`, by permission. */
export const EVERYONES = {
  home: { key: 'home', name: 'Home', href: '/', icon: 'home' },
  tenants: { key: 'tenants', name: 'Tenants', href: '/tenants', icon: 'building' },
  sessions: { key: 'sessions', name: 'Sessions', href: '/impersonations', icon: 'history' },
  trail: { key: 'trail', name: 'Trail', href: '/audit', icon: 'list' },
} as const satisfies Record<string, NavItem>

/** Whoever has no room of tenants looks none up. */
export const hasLookup = (nav: Nav) => nav.some((entry) => 'key' in entry && entry.key === EVERYONES.tenants.key)

type HeaderProps = {
  operator: Operator
  csrf: string
  current?: string | undefined
  nav: Nav
  unread?: number | undefined
  theme: Theme
}

export function Header({ operator, csrf, current, nav, unread, theme }: HeaderProps) {
  return (
    <header class="header">
      <a class="skip" href="#main">
        Skip to content
      </a>
      <div class="header-row">
        <NarrowNav current={current} nav={nav} />
        <a class="brand" href="/">
          <Mark />
          <span class="brand-name">Operations Portal</span>
        </a>
        <nav class="nav" aria-label="Main">
          <ul>
            {nav.map((entry) => (
              <li>{'rooms' in entry ? <NavMenu group={entry} current={current} /> : <NavLink room={entry} current={current} />}</li>
            ))}
          </ul>
        </nav>
        {hasLookup(nav) ? <Lookup /> : <span class="lookup-gap" />}
        {unread === undefined ? null : <Bell unread={unread} />}
        <UserMenu operator={operator} csrf={csrf} theme={theme} />
      </div>
    </header>
  )
}

const Lookup = once(() => (
  <a class="lookup" id="lookup" href="/tenants" data-open="palette">
    <Icon name="search" size="small" />
    <span class="lookup-words">Look up a tenant</span>
    <span class="lookup-keys needs-js">
      <Kbd>/</Kbd>
      <Kbd>Ctrl K</Kbd>
    </span>
  </a>
))

type Current = { current: string | undefined }

function NavLink({ room, current }: { room: NavItem } & Current) {
  return (
    <a href={room.href} aria-current={room.key === current ? 'page' : undefined}>
      <Icon name={room.icon} size="small" />
      {room.name}
    </a>
  )
}

function NavLinks({ rooms, current }: { rooms: readonly NavItem[] } & Current) {
  return (
    <ul>
      {rooms.map((room) => (
        <li>
          <NavLink room={room} current={current} />
        </li>
      ))}
    </ul>
  )
}

/** A folded group says where one is, as its rooms cannot be seen. */
function NavMenu({ group, current }: { group: NavGroup } & Current) {
  return (
    <details class="menu" data-menu>
      <summary aria-current={group.rooms.some(({ key }) => key === current) ? 'true' : undefined}>
        <Icon name={group.icon} size="small" />
        {group.name}
        <Icon name="chevron-down" size="small" />
      </summary>
      <div class="menu-panel">
        <NavLinks rooms={group.rooms} current={current} />
      </div>
    </details>
  )
}

/** The same links behind one button, each group under its name; CSS shows either this or the row, never both. */
function NarrowNav({ nav, current }: { nav: Nav } & Current) {
  return (
    <details class="menu menu-nav" data-menu>
      <summary class="icon-button" aria-label="Menu">
        <Icon name="menu" />
      </summary>
      <nav class="menu-panel" aria-label="Main">
        <ul>
          {nav.map((entry) => (
            <li>
              {'rooms' in entry ? (
                <>
                  <p class="menu-group">{entry.name}</p>
                  <NavLinks rooms={entry.rooms} current={current} />
                </>
              ) : (
                <NavLink room={entry} current={current} />
              )}
            </li>
          ))}
        </ul>
      </nav>
    </details>
  )
}

const THEMES: { key: Theme; name: string; icon: IconName }[] = [
  { key: 'system', name: 'System', icon: 'monitor' },
  { key: 'light', name: 'Light', icon: 'sun' },
  { key: 'dark', name: 'Dark', icon: 'moon' },
]

function UserMenu({ operator, csrf, theme }: { operator: Operator; csrf: string; theme: Theme }) {
  return (
    <details class="menu menu-user" id="user-menu" data-menu>
      <summary class="menu-button">
        <Avatar name={operator.name} />
        <span class="menu-name">{operator.name}</span>
        <Icon name="chevron-down" size="small" />
      </summary>
      <div class="menu-panel">
        <div class="menu-head">
          <p class="menu-title">{operator.name}</p>
          <p class="menu-sub">{operator.roleName}</p>
        </div>
        <div class="theme needs-js" role="group" aria-label="Theme">
          {THEMES.map((each) => (
            <button type="button" class="theme-choice" data-theme-choice={each.key} aria-pressed={each.key === theme ? 'true' : 'false'}>
              <Icon name={each.icon} size="small" />
              {each.name}
            </button>
          ))}
        </div>
        <ul>
          <OwnThings />
          <li>
            <form method="post" action="/sign-out">
              <input type="hidden" name="csrf" value={csrf} />
              <button type="submit">
                <Icon name="log-out" size="small" />
                Sign out
              </button>
            </form>
          </li>
        </ul>
      </div>
    </details>
  )
}

const OwnThings = once(() => (
  <>
    <li>
      <a href="/account/sign-ins">
        <Icon name="key" size="small" />
        Your sign-ins
      </a>
    </li>
    <li class="needs-js">
      <button type="button" data-open="keyboard">
        <Icon name="keyboard" size="small" />
        Keyboard
        <Kbd>?</Kbd>
      </button>
    </li>
  </>
))

/** A doorway, ajar: one goes in for a while and comes out again. */
export const Mark = once(() => (
  <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
    <rect class="mark-ground" width="24" height="24" rx="6" />
    <path class="mark-arch" d="M6.75 19V11a5.25 5.25 0 0 1 10.5 0v8" />
    <path class="mark-door" d="M12 19v-8.2l3.1 1.5V19z" />
  </svg>
))

import { CAST, type CastName } from '#drizzle/sample/cast.ts'
import { CARD_KINDS } from '#worker/home/rules/words.ts'
import { keyOf, numberIn } from './volume.ts'

/** Whoever has a link to the page of the largest tenant; `:link` stands for it. */
export const CUSTOMER = 'a customer'

/** Somebody at a list, a lookup or a search. */
export type Visit = { who: CastName | typeof CUSTOMER; inside?: 'as their ceiling' | 'as a user' | 'in a small tenant'; path: string }

/** The first tenant is the largest: a fifteenth of everything. */
const PLACES = { large: 1, small: 700 }
export const LARGE = keyOf('ten', PLACES.large)
export const SMALL = keyOf('ten', PLACES.small)

const word = (path: string, words: Record<string, string>) => `${path}?${new URLSearchParams(words)}`
/** Days further back: where a filter meets few rows among the many newer ones. */
const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)

const lookups = [
  '',
  keyOf('ten', 300),
  'tenant-300',
  'site-77.example.com',
  'site-7',
  'Alder Foods 13',
  'maple',
  'ha',
  'Granit Sistems',
  '+1 (555) 1000485',
  '049302000445',
  '2000445',
  'nobody at all',
  '%',
  'a',
]
const tabs = [
  '',
  '/config',
  '/config/retention',
  '/config/retention?older=3',
  '/errors',
  '/errors?level=FATAL',
  '/errors?q=list%207',
  '/jobs',
  '/jobs?state=DISCARDED',
  '/jobs?kind=DIGEST&state=RETRYABLE',
  '/tickets',
  '/tickets?status=OPEN',
  '/tickets?priority=URGENT',
  '/activity',
  '/enter',
  '/break-glass',
]
const workspace = [
  '/workspace/cases',
  '/workspace/cases?status=OPEN',
  '/workspace/cases?status=CLOSED&severity=CRITICAL',
  '/workspace/cases?severity=LOW',
  '/workspace/cases?priority=1',
  '/workspace/cases?priority=2&status=OPEN',
  '/workspace/cases?number=C-77',
  '/workspace/reports',
  '/workspace/reports?status=NEW',
  '/workspace/reports?type=DISCLOSURE',
  '/workspace/reports?status=VOIDED&type=PROXY',
  '/workspace/reports?number=R-77',
  '/workspace/users',
  '/workspace/users?role=TENANT_ADMIN',
  '/workspace/users?status=INVITED',
  '/workspace/users?role=INVESTIGATOR&status=DEACTIVATED',
  '/workspace/config',
  '/workspace/config/retention',
  '/workspace/config/retention?older=3',
]
const records = (place: number) => [
  `/workspace/cases/${keyOf('case', numberIn(place))}`,
  `/workspace/reports/${keyOf('riu', numberIn(place))}`,
  `/workspace/users/${keyOf('usr', numberIn(place))}`,
]
const trail = [
  {},
  { from: '' },
  { act: 'case:read' },
  { act: 'impersonation:kill', from: '' },
  { act: 'impersonation:note', from: '' },
  { outcome: 'refused' },
  { outcome: 'partly', from: '' },
  { outcome: 'done', from: '', to: day(60) },
  { from: day(60), to: day(30) },
  { from: day(90), to: day(90), act: 'case:list' },
  { entity: keyOf('case', 4000) },
  { entity: keyOf('case', 4000), from: '' },
  { session: keyOf('imp', 500), from: '' },
]
const audited = [
  ...trail,
  { tenant: LARGE, from: '' },
  { tenant: 'tenant-1', from: '' },
  { tenant: SMALL, from: '' },
  { tenant: LARGE, from: '', outcome: 'refused' },
  { tenant: LARGE, from: '', act: 'impersonation:kill' },
  { operator: CAST.vera.id, from: '' },
  { operator: CAST.vera.id, from: '', act: 'impersonation:kill' },
  { operator: CAST.omar.id, from: '' },
]
const searches = [
  'invoices',
  'forklift falcon',
  'zelda',
  'C-77',
  'R-12',
  'user.40@customer.example',
  'tic',
  keyOf('case', 5),
  'ledg',
  'site-77.example.com',
  'nobodyatall',
  'e',
  'open bribery',
]

export const VISITS: Visit[] = [
  ...(['vera', 'hugo', 'imke', 'lena', 'paul', 'rosa', 'nils', 'omar', 'dana', 'ada'] as const).map((who) => ({ who, path: '/' })),
  { who: 'ada', path: '/impersonations/open' },
  ...CARD_KINDS.map((kind) => ({ who: 'ada' as const, path: `/home/cards/${kind}` })),
  ...lookups.map((q) => ({ who: 'vera' as const, path: word('/tenants', { q }) })),
  ...[LARGE, SMALL].flatMap((id) => tabs.map((tab) => ({ who: 'imke' as const, path: `/tenants/${id}${tab}` }))),
  ...[LARGE, SMALL].map((id) => ({ who: 'omar' as const, path: `/tenants/${id}/links` })),
  ...(['vera', 'lena', 'ada', 'rosa'] as const).flatMap((who) =>
    ['/impersonations', `/impersonations?tenant=${LARGE}`].map((path) => ({ who, path })),
  ),
  ...(['vera', 'lena', 'ada'] as const).map((who) => ({ who, path: '/access-requests' })),
  { who: 'ada', path: `/access-requests/${keyOf('acr', 500)}` },
  ...['', '/trail.ndjson'].map((part) => ({ who: CUSTOMER, path: `/customer/:link${part}` }) as const),
  ...['/impersonations/kill', `/impersonations/${keyOf('imp', 500)}`, `/impersonations/${keyOf('imp', 500)}/reveals`].map((path) => ({
    who: 'ada' as const,
    path,
  })),
  ...['', '?state=approved', '?state=flagged', `?older=${Date.now()}.rev_0`].map((query) => ({
    who: 'ada' as const,
    path: `/reviews${query}`,
  })),
  ...(['vera', 'rosa'] as const).flatMap((who) => trail.map((query) => ({ who, path: word('/audit', query) }))),
  ...['', '?before=900'].map((query) => ({ who: 'ada' as const, path: `/audit/checkpoints${query}` })),
  { who: 'ada', path: '/audit/models' },
  ...audited.map((query) => ({ who: 'ada' as const, path: word('/audit', query) })),
  ...(['vera', 'rosa', 'ada'] as const).map((who) => ({ who, path: `/audit/records/${keyOf('case', 4000)}` })),
  { who: 'ada', path: `/audit/records/${keyOf('case', 4000)}?tenant=${LARGE}` },
  ...[
    '/people',
    '/people?q=al',
    '/people?role=SUPPORT_L1',
    '/people?status=HELD',
    '/people?lead=yes',
    '/people/grants',
    '/people/held',
    `/people/${CAST.vera.id}`,
  ].map((path) => ({ who: 'ada' as const, path })),
  ...[
    '/portal-jobs',
    '/portal-jobs?state=discarded',
    '/portal-jobs?state=retryable',
    '/portal-jobs?kind=mail',
    '/portal-jobs?kind=sweep',
    '/portal-jobs?state=completed&kind=sweep',
    `/portal-jobs/${keyOf('pjob', 500)}`,
  ].map((path) => ({ who: 'ada' as const, path })),
  ...[
    '/webhook-endpoints',
    `/webhook-endpoints/${keyOf('whe', 1)}`,
    `/webhook-endpoints/${keyOf('whe', 1)}?state=waiting`,
    `/webhook-endpoints/${keyOf('whe', 1)}?state=done`,
    `/webhook-endpoints/${keyOf('whe', 2)}`,
    `/webhook-endpoints/${keyOf('whe', 2)}?status=FAILED`,
    `/webhook-endpoints/${keyOf('whe', 2)}?status=WAITING`,
  ].map((path) => ({ who: 'ada' as const, path })),
  { who: 'vera', path: '/account/sign-ins' },
  ...[
    '/notifications',
    '/notifications/latest',
    '/notifications?shelf=unread',
    '/notifications?shelf=unread&category=JOBS',
    '/notifications?shelf=snoozed',
    '/notifications?shelf=archived',
    '/notifications?category=TICKETS',
    '/notifications?shelf=archived&category=PEOPLE',
    '/notifications/preferences',
    `/notifications/${keyOf('ntf', 500)}`,
  ].map((path) => ({ who: 'ada' as const, path })),
  ...searches.map((q) => ({ who: 'hugo' as const, path: word('/search', { q }) })),
  ...['case', 'riu'].map((kind) => ({ who: 'hugo' as const, path: word('/search', { q: 'invoices', kind }) })),
  ...['invoices', 'zelda'].map((q) => ({ who: 'hugo' as const, path: word('/search', { q, tenant: SMALL }) })),
  // One session each: nobody is in two.
  ...[...workspace, ...records(PLACES.large)].map((path) => ({ who: 'hugo' as const, inside: 'as their ceiling' as const, path })),
  ...[...workspace, ...records(PLACES.small)].map((path) => ({ who: 'vera' as const, inside: 'in a small tenant' as const, path })),
  ...workspace.map((path) => ({ who: 'imke' as const, inside: 'as a user' as const, path })),
]

/** What may cost more than a page of a list, and why. The first that fits counts. */
export const DEARER: { path: RegExp; inside?: Visit['inside']; pages: number; sorted?: number; scans?: string[]; because: string }[] = [
  { path: /^\/search/, pages: 3_000, because: 'a word that is everywhere is met up to 5 000 times of each kind' },
  {
    path: /^\/audit\?.*(outcome|act)=.*to=/,
    pages: 4_000,
    because: 'two filters and a bound far back: what one index finds, the other filter leaves out',
  },
  { path: /^\/tenants\/[^/]+\/errors\?q=/, pages: 1_500, because: 'words are looked for in all error groups of the tenant' },
  { path: /^\/workspace\/\w+\?.*&/, pages: 2_500, because: 'two filters, one index: what the other leaves out is read' },
  {
    path: /^\/audit\/checkpoints/,
    pages: 6_000,
    scans: ['audit.trail_head'],
    because: 'there is one head to a chain, and each that no checkpoint covers yet (here: all) is held against the trail',
  },
  { path: /^\/people\/ops/, pages: 1_500, sorted: 1_000, because: 'all open tickets of one person' },
]

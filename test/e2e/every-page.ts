import type { BrowserContext, Page } from 'playwright-core'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import {
  aCustomerLink,
  aDiscardedLetter,
  anAccessRequest,
  anEndpoint,
  aNotification,
  anOpenSession,
  aRevealRequest,
  aReviewedSession,
  leaveAll,
  letWrite,
  owner,
} from './owner.ts'
import { portal } from './portal.ts'

/** Looks at the page as it stands; with a path, goes there first. */
export type Look = (what: string, path?: string) => Promise<void>

/** Every page and every state of the portal, by who meets it. Each walk has a browser of its own. */
export const walks: Record<string, (context: BrowserContext, look: (page: Page) => Look) => Promise<void>> = {
  'a stranger': async (context, at) => {
    const look = at(await context.newPage())
    await look('sign-in', '/sign-in')
    await look('a failed sign-in', '/sign-in/callback?code=x&state=y')
  },

  'a customer, by a link': async (context, at) => {
    const page = await context.newPage()
    const look = at(page)
    const path = await aCustomerLink()
    await anOpenSession(CAST.paul.id)
    await look('who was inside', path)
    await page.locator('details summary').first().click()
    await look('who was inside, with what')
    await look('who was inside, to look at', await aCustomerLink({ mayAct: false }))
    const request = await anAccessRequest(CAST.ben.id, { ofCustomer: true })
    await look('somebody asks to come in', path)
    await owner('delete from app.access_request where id = $1', [request])
    await look('a link that opens nothing', '/customer/nothing')
    await leaveAll(CAST.paul.id)
  },

  'Lena, outside': async (context, at) => {
    const page = await signInAs('lena', context)
    const look = at(page)
    const first: Record<string, string> = {}
    for (const path of OUTSIDE) {
      await look(path, path)
      if (['/impersonations', '/audit'].includes(path)) first[path] = await firstHere(page)
    }
    for (const [list, record] of Object.entries(first)) await look(`${list}, the first`, record)
    const { id } = await acme()
    await look('a session to review', `/impersonations/${await aReviewedSession()}`)
    await look('an act on a record', `/audit/records/${id}`)
    await look('not theirs', '/people')

    await page.goto(portal().url)
    await page.keyboard.press('/')
    await look('the palette')
    await page.keyboard.type('acme')
    await page.locator('.palette-item').first().waitFor()
    await look('the palette with results')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await look('the keys')
    await page.keyboard.press('Escape')
    await page.locator('#user-menu summary').click()
    await look('the menu')
  },

  'Imke, inside a tenant': async (context, at) => {
    await leaveAll(CAST.imke.id)
    const page = await signInAs('imke', context)
    const look = at(page)
    const { id } = await acme()
    const tenant = `/tenants/${id}`
    await look('the way in', `${tenant}/enter`)
    await page.getByRole('button', { name: /^Enter read-only/ }).click()
    await page.locator('#form-errors').waitFor()
    await look('the way in, with errors')
    await enter(page)
    const first: Record<string, string> = {}
    for (const path of [...INSIDE, ...tabsOf(id)]) {
      await look(path, path)
      if (['/workspace/cases', '/workspace/reports', '/workspace/users'].includes(path)) first[path] = await firstHere(page)
    }
    for (const [list, record] of Object.entries(first).reverse()) await look(`${list}, the first`, record)
    await page.getByRole('button', { name: 'Ask' }).click()
    await page.locator('#form-errors').waitFor()
    // What is half below the banner would count as too small to be hit.
    await page.evaluate('scrollTo(0, 0)')
    await look('a question, with errors')
    await page.getByLabel('What do you want?').selectOption('timeline')
    await page.getByRole('button', { name: 'Ask' }).click()
    // It stands there, and is said as well.
    await page.locator('p', { hasText: 'The answer is complete.' }).waitFor()
    await look('an answer')
    await page.locator('#session-extend summary').click()
    await look('more time')
    await page.locator('#session-extend').getByRole('button', { name: 'Extend' }).click()
    await page.locator('.form-errors, [aria-invalid=true], .error-page').first().waitFor()
    await look('more time, with errors')
    await page.goto(`${portal().url}${tenant}/config/retention`)
    await page.getByRole('button', { name: /^Save as version/ }).click()
    await page.locator('#form-errors').waitFor()
    await look('a document, with errors')
    await askToReveal(page)
    await look('a reveal, asked for')
    await page.getByRole('button', { name: /^Show it/ }).click()
    await page.locator('#form-errors').waitFor()
    await look('a reveal, with errors')
    await look(
      'more reveals',
      `${new URL((await page.locator('#session-extend form').getAttribute('action')) ?? '', portal().url).pathname.replace('/extend', '/reveals')}`,
    )
    await letWrite(CAST.imke.id)
    for (const list of ['/workspace/cases', '/workspace/users']) {
      await page.goto(`${portal().url}${first[list]}`)
      for (const form of await page.locator('#changes summary').all()) await form.click()
      await look(`${list}, the first, being changed`)
      await page.locator('#changes form').first().getByRole('button').click()
      await page.locator('#form-errors').waitFor()
      await look(`${list}, the first, with errors`)
    }
    await look('a document, from inside', '/workspace/config/retention')
    await leaveAll(CAST.imke.id)
    await look('the end of a session', '/workspace/cases')
  },

  'Ada, among people': async (context, at) => {
    const page = await signInAs('ada', context)
    const look = at(page)
    for (const path of [...PEOPLE, `/people/${CAST.vera.id}`]) await look(path, path)
    await look('a discarded letter', `/portal-jobs/${await aDiscardedLetter(CAST.vera.id)}`)
    for (const direction of ['IN', 'OUT'] as const)
      await look(`an endpoint, ${direction}`, `/webhook-endpoints/${await anEndpoint(direction, CAST.ada.id)}`)
    const links = `/tenants/${(await acme()).id}/links`
    await page.goto(`${portal().url}${links}`)
    await page.getByRole('button', { name: 'Make the link' }).click()
    await page.locator('#form-errors').waitFor()
    await look('a new link, with errors')
    await page.locator('#name').fill('Their auditor')
    await page.getByRole('button', { name: 'Make the link' }).click()
    await page.locator('#link').waitFor()
    await look('a link, once')
    await look('links', links)
    await look('requests for access', '/access-requests')
    await look('a request to answer', `/access-requests/${await anAccessRequest(CAST.imke.id)}`)
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.locator('#form-errors').waitFor()
    await look('a request to answer, with errors')
    await look('a wish for reveals to answer', `/impersonations/${await aRevealRequest(CAST.paul.id)}/reveals`)
    await leaveAll(CAST.paul.id)
    await page.goto(`${portal().url}/webhook-endpoints/new`)
    await page.getByRole('button', { name: 'Add' }).click()
    await page.locator('#form-errors').waitFor()
    await look('a new endpoint, with errors')
    await page.locator('#direction').selectOption('IN')
    await page.locator('#name').fill('The product')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.locator('#secret').waitFor()
    await look('a secret, once')
    await page.goto(`${portal().url}/people/new`)
    await page.getByRole('button', { name: 'Add' }).click()
    await page.locator('#form-errors').waitFor()
    await look('a new person, with errors')
    await page.goto(`${portal().url}/people/${CAST.nils.id}`)
    await owner("update app.login_session set proved_at = now() - interval '20 min' where operator_id = $1", [CAST.ada.id])
    await page.getByText('Hold', { exact: true }).click()
    await look('an act, open')
    await page.locator('form[action$="/hold"] [name="reason"]').fill('They are on a long leave from today.')
    await page.locator('form[action$="/hold"]').getByRole('button').click()
    await page.locator('#confirm').waitFor()
    await look('asked to confirm')
  },

  'Dana, who is told of things': async (context, at) => {
    const page = await signInAs('dana', context)
    const look = at(page)
    await owner('delete from app.notification where user_id = $1', [CAST.dana.id])
    for (const path of INBOX) await look(path, path)
    await aNotification(CAST.dana.id)
    await look('an inbox with something in it', '/notifications')
    await page.locator('#bell').click()
    await page.locator('#drawer .inbox-row').first().waitFor()
    await look('the drawer')
    await page.keyboard.press('Escape')
    await page.locator('.inbox-bar .menu summary').click()
    await look('times to put off to')
    await page.getByRole('button', { name: 'Mark as read', exact: true }).click()
    await page.locator('#form-errors').waitFor()
    await look('an inbox, with errors')
    await look('a notification', `/notifications/${await aNotification(CAST.dana.id)}`)
  },

  'Kurt, who is held': async (context, at) => {
    const page = await signInAs('kurt', context)
    for (const path of ['/', '/tenants', '/audit', '/impersonations', '/account/sign-ins']) await at(page)(`held, ${path}`, path)
  },

  // Nobody else's tests search as Ben: his budget is gone for a minute.
  'Ben, who asked too much': async (context, at) => {
    const page = await signInAs('ben', context)
    await Promise.all(Array.from({ length: 30 }, (_, i) => context.request.get(`${portal().url}/search?q=too+much+${i}`)))
    await at(page)('a spent budget', '/search?q=one+more')
  },
}

/** Pages that need no session. */
export const OUTSIDE = [
  '/',
  '/home/arrange',
  '/tenants',
  '/tenants?q=acme',
  '/tenants?q=nobodyhasthisname',
  '/search',
  '/search?q=theft',
  '/search?q=acme&kind=tenant',
  '/search?q=nobodyhasthisword',
  '/impersonations',
  '/access-requests',
  '/impersonations/kill?scope=all',
  '/impersonations/kill?scope=operator',
  '/reviews',
  '/reviews?state=flagged',
  '/audit',
  '/audit?outcome=refused&tenant=nobody-has-this',
  '/audit/checkpoints',
  '/account/sign-ins',
  '/people/held',
  '/nowhere',
  '/dev/looks',
  '/dev/mail',
]

/** What somebody is told. */
export const INBOX = ['/notifications', '/notifications?shelf=archived&category=JOBS', '/notifications/preferences']

/** Pages inside a tenant. */
export const INSIDE = [
  '/',
  '/workspace/cases',
  '/workspace/cases?number=999999',
  '/workspace/reports',
  '/workspace/users',
  '/workspace/config',
  '/workspace/config/retention',
]

export const PEOPLE = [
  '/people',
  '/people?q=nobodyhasthisname',
  '/people/new',
  '/people/held',
  '/people/grants',
  '/portal-jobs',
  '/portal-jobs?state=running',
  '/audit/models',
  '/webhook-endpoints',
  '/webhook-endpoints/new',
]

export const tabsOf = (tenantId: string) =>
  [
    '',
    '/config',
    '/config/intake',
    '/config/retention',
    '/errors',
    '/errors?q=nothing+like+this',
    '/jobs',
    '/tickets',
    '/activity',
    '/enter',
    '/break-glass',
  ].map((tab) => `/tenants/${tenantId}${tab}`)

/** Goes the way to what the first report says; the report. */
export async function askToReveal(page: Page): Promise<string> {
  const report = await firstOf(page, '/workspace/reports')
  await page.goto(`${portal().url}${report}`)
  await page
    .locator('#narrative')
    .getByRole('link', { name: /^Reveal/ })
    .click()
  await page.getByLabel('Why do you need to see it?').waitFor()
  return report
}

/** The address of the first record of a list. */
export async function firstOf(page: Page, list: string): Promise<string> {
  const response = await page.goto(`${portal().url}${list}`)
  if (response?.status() !== 200) throw new Error(`${list} answers ${response?.status()}: ${await page.locator('h1').textContent()}`)
  return firstHere(page)
}

async function firstHere(page: Page): Promise<string> {
  return new URL((await page.locator('.row-link').first().getAttribute('href')) ?? '', portal().url).pathname
}

export async function acme(): Promise<{ id: string }> {
  const [tenant] = await owner<{ id: string }>("select id from tenant where slug = 'acme-industrial'")
  if (!tenant) throw new Error('no Acme')
  return tenant
}

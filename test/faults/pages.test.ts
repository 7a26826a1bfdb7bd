import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { enter } from './act.ts'
import { byLink, byProduct } from './customers.ts'
import { aTicket } from './facts.ts'
import { own, release } from './ground.ts'
import { expectHonest, expectSilent } from './honest.ts'
import { type Answer, type Asking, hire } from './people.ts'
import type { Rule } from './proxy.ts'
import type { Stack } from './stack.ts'
import { HANGS_AFTER, SLACK } from './waits.ts'
import { everything, type Fault, FAULTS, HANGS, SLOW } from './weathers.ts'

let stack: Stack
beforeAll(async () => void (stack = await own(inject('ground'), inject('built'))))
afterAll(async () => {
  expectSilent(stack.said())
  await release(stack)
})

type PageCase = [name: string, visitor: Asking, path: string]

/** Every kind of page, with people of its own who look at it. */
async function pagesOf(): Promise<PageCase[]> {
  const [vera, imke, ada] = await Promise.all([hire(stack, 'vera'), hire(stack, 'imke'), hire(stack, 'ada')])
  await enter(stack, vera)
  const [{ tenant_id: tenantId = '' } = {}] = await stack.owner<{ tenant_id: string }>(
    'select tenant_id from app.impersonation_session where operator_id = $1',
    [vera.id],
  )
  const [{ id: caseId = '' } = {}] = await stack.owner<{ id: string }>('select id from "case" where tenant_id = $1', [tenantId])
  await aTicket(stack, tenantId, imke.id)
  const [linked, vouched] = await Promise.all([byLink(stack), byProduct(stack)])
  const [veras, imkes, adas] = await Promise.all([vera.program(), imke.program(), ada.program()])
  return [
    ['a list', imke, '/tenants'],
    ['a list of content, with its trail row', vera, '/workspace/cases'],
    ['a record of content, with its trail row', vera, `/workspace/cases/${caseId}`],
    ['a composed page', imke, `/tenants/${tenantId}`],
    ['a search', imke, '/search?q=duplicate+supplier'],
    ['home', imke, '/'],
    ['the trail', ada, '/audit'],
    // Of one person: the whole trail grows with every other test.
    ['the trail as CSV', ada, `/audit.csv?operator=${vera.id}`],
    ['people', ada, '/people'],
    ['the jobs of the portal', ada, '/portal-jobs'],
    ['who was inside, by a link of a customer', linked, linked.at],
    ['who was inside, to the product', vouched, `${vouched.at}/sessions`],
    ['a list, to a program', imkes, `/tenants?q=${tenantId}`],
    ['a composed record, to a program', imkes, `/tenants/${tenantId}`],
    ['a search, to a program', imkes, '/search?q=duplicate+supplier'],
    ['a list of content, to a program', veras, '/workspace/cases'],
    ['a record of content, to a program', veras, `/workspace/cases/${caseId}`],
    ['people, to a program', adas, '/people'],
  ]
}

const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1e9))
console.info(`pages: FAULT_SEED=${seed}`)

/**
 * The kinds of pages are dealt out to the faults, with each seed anew: each fault meets some of every sort, and each page some faults. All pages
 * are read through one door (`worker/db/read.ts`), so what one shows of a fault, the next one shows again. `FAULTS=all` lets each meet each.
 */
const dealt = (faults: Record<string, Fault>, most: number) =>
  Object.entries(faults).map(([name, fault], turn) => {
    const of = process.env.FAULTS === 'all' ? 1 : most
    return [name, fault, (pages: PageCase[]) => pages.filter((_, place) => (place + turn + seed) % of === 0)] as const
  })

const free: PageCase[][] = []

/** With people whom no other fault meets meanwhile. */
async function withPages(see: (pages: PageCase[]) => Promise<void>) {
  const pages = free.pop() ?? (await pagesOf())
  await see(pages)
  free.push(pages)
}

/** All of them at once, under one rule. */
async function look(pages: PageCase[], rule: Rule, see: (name: string, answer: Answer) => unknown) {
  for (const [, { loginKey }] of pages) stack.proxy.between(loginKey, rule)
  await Promise.all(pages.map(async ([name, visitor, path]) => see(name, await visitor.get(path))))
  for (const [, { loginKey }] of pages) stack.proxy.between(loginKey)
}

/** One after the other, under a good sky: what is heard of a pause is not that of one page waiting for the others. */
async function lookAgain(pages: PageCase[], see: (name: string, answer: Answer) => unknown) {
  for (const [name, visitor, path] of pages) see(name, await visitor.get(path))
}

describe.concurrent('when the way to the database fails', { timeout: HANGS_AFTER }, () => {
  // Those that take as long as anybody waits come first: the others go on beside them.
  it.each(dealt({ ...HANGS, ...FAULTS }, 3))('every page says so, shows nothing, and is back at once: %s', async (_, fault, someOf) => {
    await withPages(async (all) => {
      const pages = someOf(all)
      await look(pages, everything(fault), (name, answer) => {
        expect([name, answer.status]).toEqual([name, 503])
        expectHonest(answer)
        expect(answer.text).not.toContain('Canary Works')
        expect(answer.headers.get('content-disposition')).toBeNull()
        expect(answer.ms).toBeLessThan(5_000 + SLACK)
      })
      await lookAgain(pages, (name, { status, ms }) => {
        expect([name, status]).toEqual([name, 200])
        expect(ms).toBeLessThan(SLACK)
      })
    })
  })

  it.each(dealt(SLOW, 2))('nobody notices more than a pause: %s', async (_, fault, someOf) => {
    await withPages(async (all) => {
      const pages = someOf(all)
      const whole = new Map<string, number>()
      await lookAgain(pages, (name, { text }) => whole.set(name, text.length))
      await look(pages, everything(fault), (name, { status, text }) => {
        expect([name, status]).toEqual([name, 200])
        // The trail has grown by what was read in between, and keys of forms differ; nothing is missing.
        expect(text.length).toBeGreaterThan((whole.get(name) ?? 0) * 0.9)
      })
    })
  })
})

describe('a reading of content', () => {
  it('that nobody saw may stand in the trail, one that somebody saw always does', async () => {
    const vera = await hire(stack, 'vera')
    await enter(stack, vera)
    const readings = async () =>
      (await stack.owner("select 1 from audit.trail where operator_id = $1 and act = 'case:list'", [vera.id])).length
    let seen = 0
    for (const fault of Object.values(FAULTS)) {
      stack.proxy.between(vera.loginKey, everything(fault))
      expectHonest(await vera.get('/workspace/cases'))
      stack.proxy.between(vera.loginKey)
      // One for each that was seen and one for each that was not; what was left alone may be written while the next is looked at.
      expect(await readings()).toBeLessThanOrEqual(2 * seen + 1)
      expect((await vera.get('/workspace/cases')).text).toContain('Duplicate supplier')
      seen += 1
      expect(await readings()).toBeGreaterThanOrEqual(seen)
    }
  })
})

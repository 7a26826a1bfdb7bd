import { appendFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { EVERYBODY } from '#test/cast.ts'
import { Finder, foldOf } from './canary/finder.ts'
import { type Leak, leaksIn, leaksOf, linesSince, recordsSince } from './canary/judge.ts'
import { doorOf } from './canary/pages.ts'
import { type Plant, type PlantKind, plants } from './canary/plants.ts'
import { SEATS, type Walker } from './canary/seats.ts'
import { type Heard, type Place, type Tour, walk } from './canary/walks.ts'
import type { Send } from './canary/visitor.ts'
import { owner } from './owner.ts'
import { portal } from './portal.ts'

let all: Plant[]
let finder: Finder
let places: Place[]

beforeAll(async () => {
  all = await plants()
  finder = new Finder(all)
  places = await owner<Place>(
    `select t.id as "tenantId", t.name from tenant t where t.status = 'ACTIVE' and t.access_policy in ('open', 'notify')
     order by (select count(*) from "case" c where c.tenant_id = t.id) desc, t.id limit 7`,
  )
}, 30_000)

const tourOf = (who: Tour['who'], i: number, refused: Set<string>): Tour => ({
  ...{ who, refused, place: places[i % places.length] as Place },
  typed: all.filter(({ table, kind }) => table === 'tenant_user' && kind === 'name').at(i * 7 + 3)?.text ?? '',
})

/** All that is heard of some walks: every answer, every line of the log, every record. */
async function judged(tours: Tour[], send?: Send) {
  const [start, began] = [statSync(portal().log).size, new Date()]
  const heard: Heard[] = []
  const leaks: Leak[] = []
  const hear = (each: Heard) => {
    heard.push(each)
    leaks.push(...leaksOf(finder, each))
  }
  const next = async (): Promise<void> => {
    const tour = tours.shift()
    if (!tour) return
    await walk(tour, hear, send)
    return next()
  }
  await Promise.all([next(), next(), next()])
  await sleep(300) // the last lines
  const lines = linesSince(start)
  leaks.push(...leaksIn(finder, 'log', lines), ...leaksIn(finder, 'record', await recordsSince(began)))
  return { heard, lines, leaks, seconds: (Date.now() - began.getTime()) / 1000 }
}

const oneOfEach = (leaks: Leak[]) =>
  Object.values(Object.groupBy(leaks, ({ where, door, from }) => `${where} ${door} ${from}`)).map((some) => some?.[0])

describe('nothing personal', () => {
  it('is met by any role anywhere, beyond what its role may see inside a session', async () => {
    const refused = new Set<string>()
    const { heard, lines, leaks, seconds } = await judged(EVERYBODY.map((who, i) => tourOf(who, i, refused)))
    const doors = new Set(heard.map(({ answer }) => `${answer.method} ${doorOf(answer.address.split('?')[0] ?? '')}`))
    const count = (wanted: (heard: Heard) => boolean) => heard.filter(wanted).length
    const statuses = Object.entries(Object.groupBy(heard, ({ answer }) => answer.status)).map(
      ([status, some]) => `${status}: ${some?.length}`,
    )
    console.info(
      `${all.length} plants (${finder.size} needles), ${heard.length} answers (${count(({ answer }) => answer.address.startsWith('/api/'))} to programs) behind ${doors.size} doors: ${statuses.join(', ')}; ${lines.length} lines; ${seconds.toFixed(1)} s`,
    )
    expect(oneOfEach(leaks)).toEqual([])

    // A walk that saw nothing proves nothing.
    expect(doors.size).toBeGreaterThan(70)
    expect(lines.length).toBeGreaterThan(heard.length * 0.9)
    for (const status of [200, 401, 403, 404, 413, 422])
      expect([status, count(({ answer }) => answer.status === status) > 4]).toEqual([status, true])
    const names = (who: Tour['who'], state: Heard['state']) =>
      heard.some(
        (each) => each.who === who && each.state === state && each.answer.status === 200 && finder.find(each.answer.body).length > 0,
      )
    expect([names('hugo', 'inside'), names('imke', 'inside'), names('ada', 'inside')]).toEqual([true, true, true])
    const isSeat = (found: ReturnType<Finder['find']>[number]) => found.plants.some(({ kind }) => kind === 'network address')
    const seen = (who: Walker) =>
      new Set(
        heard
          .filter((each) => each.who === who)
          .flatMap(({ answer }) => finder.find(answer.body).filter(isSeat))
          .map(({ text }) => text),
      )
    expect([...seen('vera')]).toEqual([foldOf(SEATS.vera)])
    expect(seen('ada').size).toBeGreaterThan(1)
  }, 600_000)

  it('would be found where it leaked: into an attribute, a header, a line of the log', async () => {
    const one = (table: string, kind: PlantKind) =>
      all.find((plant) => plant.table === table && plant.kind === kind && plant.text.length > 60 === (kind === 'words'))?.text ?? ''
    const [narrative, email, name] = [one('riu', 'words'), one('riu_reporter', 'email'), one('participant', 'name')]
    let planted = 0
    const wrong: Send = async (url, init) => {
      const answer = await fetch(url, init)
      const { pathname } = new URL(url)
      const [headers, body] = [new Headers(answer.headers), await answer.text()]
      const again = (text: string) => new Response([303, 204].includes(answer.status) ? null : text, { status: answer.status, headers })
      if (pathname === '/account/sign-ins' && init.method === undefined) {
        planted++
        const title = narrative.slice(3, 90).replaceAll(' ', '&#32;').replaceAll('"', '&quot;')
        return again(body.replace('<main', `<main title="${title}"`))
      }
      if (pathname === '/home/arrange' && init.method === undefined) headers.set('X-Found', encodeURIComponent(email.toUpperCase()))
      if (pathname === '/audit' && init.method === undefined)
        appendFileSync(portal().log, `${JSON.stringify({ level: 'info', about: name })}\n`)
      return again(body)
    }
    const only = ['/account/sign-ins', '/home/arrange', '/audit']
    const { leaks } = await judged([{ ...tourOf('nils', 5, new Set()), only }], wrong)
    expect(planted).toBeGreaterThan(0)
    const found = Object.groupBy(leaks, ({ where }) => where)
    expect(Object.keys(found).toSorted()).toEqual(['body', 'headers', 'log'])
    expect(found.body).toContainEqual(
      expect.objectContaining({ door: 'GET /account/sign-ins', from: expect.stringContaining('riu words') }),
    )
    expect(found.headers).toContainEqual(
      expect.objectContaining({ door: 'GET /home/arrange', from: expect.stringContaining('riu_reporter email') }),
    )
    expect(found.log).toContainEqual(expect.objectContaining({ from: expect.stringContaining('participant name') }))
  }, 60_000)
})

describe('a canary', () => {
  const plant = (text: string, kind: PlantKind = 'name'): Plant => ({ text, kind, class: 'secret', table: 'riu_reporter', tenantId: null })
  const cage = new Finder([
    plant("Zoë O'Quist"),
    plant('zoe.quist@mail.example', 'email'),
    plant('+49 30 123 45 67', 'phone'),
    plant('佐藤健一'),
    plant('E40417', 'employee number'),
    plant('1689700', 'employee number'),
    plant('B-2268-34', 'employee number'),
    plant('203.0.113.57', 'network address'),
  ])
  const wrapped: [how: string, text: string][] = [
    ['in other letters', "ZOE O'QUIST"],
    ['escaped for HTML', '<p>Zo&euml; O&#39;Quist</p>'.replace('&euml;', '&#xEB;')],
    ['escaped twice', 'Zoë O&amp;#39;Quist'],
    ['pulled apart by tags', '<b>Zo</b><i>ë</i> <span>O’Quist</span>'],
    ['in an attribute', '<a title="Zoë&#32;O&apos;Quist">'],
    ['in JSON', '{"name":"Zo\\u00eb O\'Quist"}'],
    ['in JSON within HTML', '<p data-vals="{&quot;mail&quot;:&quot;zoe.quist@mail.example&quot;}">'],
    ['in an address', '/people?q=Zo%C3%AB+O%27Quist'],
    ['in an address within an address', '/sign-in?to=%2Fpeople%3Fq%3Dzoe.quist%2540mail.example'],
    ['spelled in another way', 'call +493012345 67'],
    ['in the middle of Japanese', '昨日佐藤健一さんが'],
    ['as a number', 'id=E40417;'],
    ['as a bare number', '<td>1689700</td>'],
    ['as a number in parts', '<td>b-2268-34</td>'],
    ['as a number in parts that tags pull apart', '<td><b>B</b>-<mark>2268</mark>-34</td>'],
    ['as an address of a network', '{"ip":"203.0.113.57"}'],
  ]
  it.each(wrapped)('is heard %s', (_, text) => {
    expect(cage.find(text)).not.toEqual([])
  })

  it('is no part of another word or number', () => {
    for (const text of [
      'quist',
      'AE40417',
      'E404170',
      '16:02:03.16897+00:00',
      'hazoe.quist@mail.example',
      '<p>E4</p>',
      '20:30:11.357',
      '203.0.113.575',
      'E-404 17 days ago',
      'B-2268 34 days ago',
      '<td>B-2268</td><td>34</td>',
      '["B-2268","34"]',
    ])
      expect(cage.find(text)).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { type Ask, codeOf, owner } from './asking.ts'
import { aPlace, anOperator, aSession } from './content.ts'
import { connectedTo, readUntilOver } from './readers.ts'
import { type Place, scratchPlace, shared } from './scratch.ts'

const ROUNDS = 20
const WHY = 'The race is on, and somebody has to lose.'

type Operator = Awaited<ReturnType<typeof anOperator>>
type Told = { because: string | null }

/** One batch of one person on a connection of its own; the code when the database refused to answer at all. */
function acting(place: Place, who: Operator, call: string, params: unknown[]): Promise<Told | { code: string }> {
  return connectedTo(place.staff, async (ask) => {
    try {
      await ask('begin')
      await ask("select from app.enter('', $1, '{}')", [who.loginKey])
      const [told] = await ask<Told>(call, params)
      await ask('commit')
      return told ?? { code: 'nothing' }
    } catch (error) {
      await ask('rollback')
      return { code: (error as { code?: string }).code ?? 'none' }
    }
  })
}

const CHANGE = 'select because from app.change_person($1, $2, $3, $4, $5, $6)'
const demote = (place: Place, who: Operator, whom: Operator) => acting(place, who, CHANGE, [whom.id, 'role', WHY, 'SUPPORT_L3', false, 1])
const standing = (place: Place, who: Operator, whom: Operator, what: string) =>
  acting(place, who, CHANGE, [whom.id, what, WHY, null, null, null])
const DECIDE = 'select because from app.decide_admin($1, $2, (select asked_at from app.admin_grant where id = $1), $3)'

const DECIDE_AT = "select because from app.decide_admin($1, $2, (select asked_at from app.admin_grant where id = $1), '')"

const activeAdmins = (own: Ask) =>
  own<{ id: string }>("select id from app.internal_user where role = 'ADMIN' and status = 'ACTIVE'").then((rows) =>
    rows.map(({ id }) => id),
  )

describe('the last administrator', () => {
  const place = scratchPlace()
  const nobodyElse = (own: Ask) => own("update app.internal_user set role = 'SUPPORT_L1' where role = 'ADMIN'")

  it.each([
    ['demote', demote],
    ['hold', (at: Place, who: Operator, whom: Operator) => standing(at, who, whom, 'hold')],
    ['deactivate', (at: Place, who: Operator, whom: Operator) => standing(at, who, whom, 'deactivate')],
  ])(
    `stays when two ${'%s'} each other at once, ${ROUNDS} times, and nobody meets a deadlock`,
    async (_, act) => {
      const outcomes: string[] = []
      await connectedTo(place().owner, async (own) => {
        for (let round = 0; round < ROUNDS; round++) {
          await nobodyElse(own)
          const [ada, ben] = [await anOperator('ADMIN', {}, own), await anOperator('ADMIN', {}, own)]
          const answers = await Promise.all([act(place(), ada, ben), act(place(), ben, ada)])
          outcomes.push(...answers.map((told) => ('code' in told ? told.code : (told.because ?? 'done'))).toSorted())
          expect(await activeAdmins(own)).toHaveLength(1)
        }
      })
      // The slower one is signed out: that is what the faster one did.
      expect(new Set(outcomes)).toEqual(new Set(['IM400', 'done']))
      expect(outcomes.filter((each) => each === 'done')).toHaveLength(ROUNDS)
    },
    60_000,
  )

  it('is kept by the rule itself, should another role manage people one day', async () => {
    await connectedTo(place().owner, async (own) => {
      await nobodyElse(own)
      await own("insert into app.role_permission values ('HOTLINE_OPS', true, 'manage_users') on conflict do nothing")
      const [ada, tara] = [await anOperator('ADMIN', {}, own), await anOperator('HOTLINE_OPS', { lead: true }, own)]
      const acts = { demote, hold: standing, deactivate: standing }
      for (const [what, act] of Object.entries(acts))
        expect([what, await act(place(), tara, ada, what)]).toEqual([what, { because: 'LAST_ADMIN' }])
      expect(await activeAdmins(own)).toEqual([ada.id])
      const rows = await own<{ outcome: string; because: string }>(
        "select outcome, facts ->> 'because' as because from audit.trail where operator_id = $1 and act like 'person:%'",
        [tara.id],
      )
      expect(rows).toEqual(Array(3).fill({ outcome: 'refused', because: 'LAST_ADMIN' }))
      // With a second one at work the first can go.
      await anOperator('ADMIN', {}, own)
      expect(await demote(place(), tara, ada)).toEqual({ because: null })
    })
  })
})

describe('deactivating somebody who is reading in a tenant', () => {
  it('leaves no row of theirs after the end row, and no open sign-in', async () => {
    for (let round = 0; round < 5; round++) {
      const [ada, vera, tenant] = [await anOperator('ADMIN'), await anOperator('SUPPORT_L1'), await aPlace()]
      const session = await aSession(vera, tenant.id)
      const readers = Array.from({ length: 4 }, () =>
        readUntilOver(shared.tenantRo, { sessionKey: session.sessionKey, loginKey: vera.loginKey }),
      )
      const count = async () => Number((await owner('select count(*) from audit.trail where session_id = $1', [session.id]))[0]?.count)
      await expect.poll(count, { interval: 20 }).toBeGreaterThan(8)
      expect(await standing(shared, ada, vera, 'deactivate')).toEqual({ because: null })
      const tallies = await Promise.all(readers)
      // Whose sign-in is over is told so first (IM400), whose session is over otherwise.
      expect(tallies.flatMap(({ other }) => other).filter((code) => code !== 'IM400')).toEqual([])
      const late = await owner(
        `select t.act from audit.trail t join audit.trail e on e.session_id = t.session_id and e.chain = t.chain and e.act = 'impersonation:end' and t.seq > e.seq
         where t.session_id = $1`,
        [session.id],
      )
      expect(late).toEqual([])
      const open = await owner('select id from app.login_session where operator_id = $1 and revoked_at is null', [vera.id])
      expect(open).toEqual([])
    }
  }, 30_000)
})

describe('four eyes', () => {
  const wish = async (by: Operator, about: Operator) => {
    const id = `adg_${about.id.slice(4)}`
    expect(await acting(shared, by, 'select because from app.ask_admin($1, $2, $3)', [id, about.id, WHY])).toEqual({ because: null })
    return id
  }

  it('are two by the function: neither who asked nor whom it is about decides', async () => {
    const [ada, vera] = [await anOperator('ADMIN'), await anOperator('SUPPORT_L1')]
    const id = await wish(ada, vera)
    expect(await acting(shared, ada, DECIDE, [id, true, null])).toEqual({ because: 'ASKED_BY_YOU' })
    await owner("update app.internal_user set role = 'ADMIN' where id = $1", [vera.id])
    const loginKey = `key-of-${vera.id}`
    await owner(
      `insert into app.login_session (id, operator_id, key_hash, created_at, expires_at, seen_at)
       values ($1, $2, app.key_hash($3), now(), now() + interval '1 hour', now())`,
      [`log_${vera.id.slice(4)}`, vera.id, loginKey],
    )
    expect(await acting(shared, { ...vera, loginKey }, DECIDE, [id, true, null])).toEqual({ because: 'YOURSELF' })
    expect(await owner('select state from app.admin_grant where id = $1', [id])).toEqual([{ state: 'asked' }])
  })

  it('are three people by the table itself, whoever writes', async () => {
    const [ada, ben, vera] = [await anOperator('ADMIN'), await anOperator('ADMIN'), await anOperator('SUPPORT_L1')]
    const id = await wish(ada, vera)
    const decide = (by: string) =>
      codeOf(owner("update app.admin_grant set state = 'granted', decided_by = $2, decided_at = now() where id = $1", [id, by]))
    expect([await decide(ada.id), await decide(vera.id), await decide(ben.id)]).toEqual(['23514', '23514', undefined])
  })

  it('decide once: of two who grant at the same moment one is told that it was decided', async () => {
    for (let round = 0; round < 10; round++) {
      const [ada, ben, third, vera] = [
        await anOperator('ADMIN'),
        await anOperator('ADMIN'),
        await anOperator('ADMIN'),
        await anOperator('SUPPORT_L1'),
      ]
      const id = await wish(ada, vera)
      const answers = await Promise.all([ben, third].map((who) => acting(shared, who, DECIDE, [id, true, null])))
      expect(answers.toSorted((a) => ('because' in a && a.because === null ? -1 : 1))).toEqual([
        { because: null },
        { because: 'DECIDED_ALREADY' },
      ])
      expect(await owner('select role, version from app.internal_user where id = $1', [vera.id])).toEqual([{ role: 'ADMIN', version: 2 }])
    }
  }, 30_000)

  it('are looked for by the database, not by the page: who does not manage people is refused by every function', async () => {
    const [lena, vera] = [await anOperator('SUPPORT_L2', { lead: true }), await anOperator('SUPPORT_L1')]
    const calls: [string, unknown[]][] = [
      ["select because from app.add_person('ops_x', 'x', 'x@vendor.example', 'X', 'SUPPORT_L1', false, 'UTC')", []],
      [CHANGE, [vera.id, 'role', WHY, 'SUPPORT_L3', false, 1]],
      ...['deactivate', 'reactivate', 'hold'].map((what): [string, unknown[]] => [CHANGE, [vera.id, what, WHY, null, null, null]]),
      ["select because from app.ask_admin('adg_x', $1, $2)", [vera.id, WHY]],
      ["select because from app.decide_admin('adg_x', true, now())", []],
    ]
    for (const [call, params] of calls) expect([call, await acting(shared, lena, call, params)]).toEqual([call, { code: '42501' }])
    expect(await acting(shared, lena, CHANGE, [vera.id, 'release', WHY, null, null, null])).toEqual({ because: 'NOT_HELD' })
    expect(await acting(shared, vera, CHANGE, [lena.id, 'release', WHY, null, null, null])).toEqual({ code: '42501' })
    const seen = await connectedTo(shared.staff, async (ask) => {
      await ask('begin')
      await ask("select from app.enter('', $1, '{}')", [lena.loginKey])
      return ask('select id, app.open_sign_ins($1) as sign_ins from app.admin_grant right join (select 1) one on true limit 1', [vera.id])
    })
    expect(seen).toEqual([{ id: null, sign_ins: null }])
  })

  it('see nothing happen without a reason, and nobody act on themselves', async () => {
    const [ada, vera] = [await anOperator('ADMIN'), await anOperator('SUPPORT_L1')]
    for (const what of ['role', 'deactivate', 'reactivate', 'hold', 'release'])
      expect([what, await acting(shared, ada, CHANGE, [vera.id, what, '  short  ', 'SUPPORT_L2', false, 1])]).toEqual([
        what,
        { code: '22023' },
      ])
    for (const what of ['role', 'deactivate', 'reactivate', 'hold', 'release'])
      expect([what, await acting(shared, ada, CHANGE, [ada.id, what, WHY, 'SUPPORT_L2', false, 1])]).toEqual([
        what,
        { because: 'YOURSELF' },
      ])
    expect(await acting(shared, ada, 'select because from app.ask_admin($1, $2, $3)', ['adg_self', ada.id, WHY])).toEqual({
      because: 'YOURSELF',
    })
    expect(await owner('select role, status, version from app.internal_user where id = $1', [ada.id])).toEqual([
      { role: 'ADMIN', status: 'ACTIVE', version: 1 },
    ])
  })
})

describe('a trail that cannot be written', () => {
  const place = scratchPlace((own) =>
    own(`create function audit.full() returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$;
         create trigger a_full before insert on audit.trail for each row execute function audit.full();`),
  )

  it('keeps every act about people from happening', async () => {
    await connectedTo(place().owner, async (own) => {
      const [ada, ben, vera] = [
        await anOperator('ADMIN', {}, own),
        await anOperator('ADMIN', {}, own),
        await anOperator('SUPPORT_L1', {}, own),
      ]
      await own(
        `insert into app.admin_grant (id, subject_id, asked_by, reason, asked_at, expires_at) values ('adg_x', $1, $2, $3, now(), now() + interval '1 day')`,
        [vera.id, ben.id, WHY],
      )
      const picture = () =>
        own(
          'select (select jsonb_agg(to_jsonb(u) order by id) from app.internal_user u) as people, (select to_jsonb(g) from app.admin_grant g) as wish',
        )
      const before = await picture()
      const calls: [string, unknown[]][] = [
        ["select because from app.add_person('ops_x', 'x', 'x@vendor.example', 'X', 'SUPPORT_L1', false, 'UTC')", []],
        [CHANGE, [vera.id, 'role', WHY, 'SUPPORT_L3', false, 1]],
        [CHANGE, [vera.id, 'deactivate', WHY, null, null, null]],
        [CHANGE, [vera.id, 'hold', WHY, null, null, null]],
        ['select because from app.ask_admin($1, $2, $3)', ['adg_y', vera.id, WHY]],
        [DECIDE_AT, ['adg_x', true]],
      ]
      for (const [call, params] of calls) expect([call, await acting(place(), ada, call, params)]).toEqual([call, { code: '53100' }])
      expect(await picture()).toEqual(before)
    })
  })
})

describe('control: the same functions without the lock on administrators', () => {
  const careless = scratchPlace(async (own) => {
    const [held] = await own<{ text: string }>("select pg_get_functiondef('app.hold_people'::regproc) as text")
    const text = held?.text.replace(' FOR NO KEY UPDATE', '') ?? ''
    expect(text).not.toBe(held?.text)
    await own(text)
  })
  const whole = scratchPlace()

  it('leave nobody, so the tests above can fail', async () => {
    expect(await interleaved(careless())).toEqual({ admins: 0, slower: undefined })
    expect(await interleaved(whole())).toEqual({ admins: 1, slower: 'IM400' })
  })
})

/** Ben demotes Ada after she has demoted him and before her change is committed. */
async function interleaved(place: Place) {
  return connectedTo(place.owner, async (own) => {
    await own("update app.internal_user set role = 'SUPPORT_L1' where role = 'ADMIN'")
    const [ada, ben] = [await anOperator('ADMIN', {}, own), await anOperator('ADMIN', {}, own)]
    const begin = async (ask: Ask, who: Operator) => {
      await ask('begin')
      await ask("select from app.enter('', $1, '{}')", [who.loginKey])
    }
    const slower = await connectedTo(place.staff, (first) =>
      connectedTo(place.staff, async (second) => {
        await begin(first, ada)
        await begin(second, ben)
        await first(CHANGE, [ben.id, 'role', WHY, 'SUPPORT_L3', false, 1])
        const told = codeOf(second(CHANGE, [ada.id, 'role', WHY, 'SUPPORT_L3', false, 1]))
        await new Promise((resolve) => setTimeout(resolve, 150))
        await first('commit')
        const code = await told
        await second('commit')
        return code
      }),
    )
    return { admins: (await activeAdmins(own)).length, slower }
  })
}

import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { database, owner, settings } from '#test/owner.ts'
import { type Heard, recordingRooms } from '#test/rooms.ts'
import { hire, inside, portal, portalAs, signedIn } from '#test/world.ts'
import { notaryFrom } from '#worker/audit/notary.ts'
import { storeIn } from '#worker/audit/r2-store.ts'
import { jobScope } from '#worker/db/job.ts'
import { within } from '#worker/db/scope.ts'
import type { Bindings } from '#worker/env.ts'
import { runUrgent } from '#worker/jobs/jobs/run-due.ts'
import { mailFrom } from '#worker/jobs/mail.ts'
import type { Rooms } from '#worker/live/rules/publication.ts'
import { tell } from '#worker/live/tell.ts'
import { newId } from '#worker/rules/ids.ts'
import { nothingWaits } from '../jobs/facts.ts'

const desks = (operatorId: string) => (env as unknown as Bindings).OPERATOR_DESK.getByName(operatorId)
const WHY = 'Somebody told us to, on the phone.'
const loginsOf = async (operatorId: string) =>
  (await owner<{ id: string }>('select id from app.login_session where operator_id = $1 order by created_at, id', [operatorId])).map(
    ({ id }) => id,
  )

/** A session that is over, as its operator's room hears it: first the word, then the close. */
const sessionEnded = (userId: string, sessionId: string, because: string): Heard[] => [
  {
    userId,
    events: [{ dedup: `session:ended:${sessionId}`, audience: `user:${userId}`, name: 'session:ended', body: { sessionId, because } }],
  },
  { userId, over: { what: 'session', sessionId } },
]
/** Without the notifications of the same events, which are told to the same room. */
const onlyOf = (heard: Heard[], userId: string) =>
  heard.filter((each) => each.userId === userId && !('events' in each && each.events.every(({ name }) => name === 'notification:new')))
afterEach(() => void vi.restoreAllMocks())

describe('whoever ends something tells the room of whom it concerns, and says why', () => {
  it('by leaving', async () => {
    const { rooms, heard } = recordingRooms()
    const vera = await inside('vera', { parts: { rooms } })
    await vera.browser.post(`/impersonations/${vera.sessionId}/end`)
    expect(heard).toEqual(sessionEnded(vera.person.id, vera.sessionId, 'MANUAL'))
  })

  it('by a kill of one, and of an operator’s', async () => {
    for (const how of ['one', 'operator']) {
      const { rooms, heard } = recordingRooms()
      const vera = await inside('vera')
      const lena = await portalAs('lena', { rooms })
      const one = how === 'one'
      await lena.browser.post(one ? `/impersonations/${vera.sessionId}/kill` : '/impersonations/kill', {
        reason: WHY,
        ...(!one && { scope: 'operator', subject: vera.person.id }),
      })
      expect(heard).toEqual(sessionEnded(vera.person.id, vera.sessionId, 'FORCE_LOGOUT'))
    }
  })

  it('by signing out: the sign-in and the session that rests on it', async () => {
    const { rooms, heard } = recordingRooms()
    const vera = await inside('vera', { parts: { rooms } })
    const [loginId = ''] = await loginsOf(vera.person.id)
    await vera.browser.post('/sign-out')
    expect(heard).toHaveLength(3)
    expect(heard).toEqual(
      expect.arrayContaining([
        { userId: vera.person.id, over: { what: 'login', loginId } },
        ...sessionEnded(vera.person.id, vera.sessionId, 'MANUAL'),
      ]),
    )
  })

  it('by ending one’s own sign-ins: exactly those', async () => {
    const { rooms, heard } = recordingRooms()
    const { person, browser } = await portalAs('vera', { rooms })
    await signedIn(person)
    const [here = '', there = ''] = await loginsOf(person.id)
    await browser.post(`/account/sign-ins/${there}/revoke`)
    expect(heard).toEqual([{ userId: person.id, over: { what: 'login', loginId: there } }])
    await browser.post('/account/sign-ins/revoke-all')
    expect(heard.slice(1)).toEqual([{ userId: person.id, over: { what: 'login', loginId: here } }])
  })

  it.each(['hold', 'deactivate'])('by a %s', async (act) => {
    const { rooms, heard } = recordingRooms()
    const vera = await inside('vera')
    const ada = await portalAs('ada', { rooms })
    expect((await ada.browser.post(`/people/${vera.person.id}/${act}`, { reason: WHY })).status).toBe(303)
    expect(heard).toHaveLength(3)
    expect(heard).toContainEqual({ userId: vera.person.id, over: { what: 'user' } })
    expect(heard).toEqual(expect.arrayContaining(sessionEnded(vera.person.id, vera.sessionId, 'FORCE_LOGOUT')))
  })

  it('by a press that is repeated, but not of what was opened since', async () => {
    const { rooms, heard } = recordingRooms()
    const vera = await hire('vera')
    const ada = await portalAs('ada', { rooms })
    const asked = { reason: WHY, key: newId('key') }
    for (let press = 0; press < 2; press++) await ada.browser.post(`/people/${vera.id}/hold`, asked)
    expect(heard).toEqual(['user', 'doubt'].map((what) => ({ userId: vera.id, over: { what } })))
  })

  it('and not where nobody lost anything: a wish for an administrator', async () => {
    const { rooms, heard } = recordingRooms()
    const hugo = await hire('hugo')
    const ada = await portalAs('ada', { rooms })
    expect((await ada.browser.post(`/people/${hugo.id}/admin`, { reason: WHY })).status).toBe(303)
    expect(heard).toEqual([])
  })

  it('by showing a session beside another sign-in', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { rooms, heard } = recordingRooms()
    const vera = await inside('vera')
    const hugo = await portalAs('hugo', { rooms })
    hugo.browser.cookies.set('__Host-session', vera.browser.cookies.get('__Host-session') ?? '')
    expect((await hugo.browser.get('/workspace/cases')).status).toBe(401)
    expect(heard).toEqual(sessionEnded(vera.person.id, vera.sessionId, 'FORCE_LOGOUT'))
  })
})

describe('what only the database knows', () => {
  beforeEach(nothingWaits)
  /** What the owner of the database loads is told to nobody. So somebody else changes it, who otherwise may not. */
  beforeAll(async () => {
    await owner('create schema arranging')
    await owner(`create function arranging.elsewhere(statement text) returns void language plpgsql security definer as $$ begin
      insert into audit.trail (act, sentence, outcome) values ('note:write', 'Somebody changed it elsewhere.', 'done');
      execute statement; end $$`)
    await owner('grant usage on schema arranging to portal_jobs')
    await owner('grant execute on function arranging.elsewhere(text) to portal_jobs')
  })
  afterAll(() => owner('drop schema arranging cascade'))
  const elsewhere = (statement: string) => within(jobScope(database, 'test')).execute(sql`select arranging.elsewhere(${statement})`)

  const jobParts = (rooms: Rooms) => ({
    database,
    appVersion: 'test',
    origin: 'https://portal.example',
    mail: mailFrom({ kind: 'keep' as const }),
    reach: { desks, rooms, audience: recordingRooms().audience },
    notary: notaryFrom(settings.checkpointKeys, storeIn((env as unknown as Bindings).CHECKPOINTS)),
    tellTenant: async () => ({ ok: false, code: 'OUT_SILENT', again: false }) as const,
    clock: () => new Date(),
    chance: () => 0.5,
  })
  /** As `index.ts` does it after every act. */
  const told = async (userId: string) => {
    const { rooms, heard } = recordingRooms()
    await runUrgent(jobParts(rooms))
    return onlyOf(heard, userId)
  }

  it.each([
    ['a ticket that was closed', 'TICKET_CLOSED', "status = 'CLOSED', closed_at = now()", 'ticket'],
    ['a tenant that was suspended', 'POLICY_CHANGED', "status = 'SUSPENDED'", 'tenant'],
    ['a policy that changed', 'POLICY_CHANGED', "access_policy = 'closed'", 'tenant'],
  ] as const)('is told at once of %s, to the room and to the desk', async (_, because, change, what) => {
    const vera = await inside('vera')
    await elsewhere(`update ${what} set ${change} where id = '${vera[what].id}'`)
    expect(await told(vera.person.id)).toEqual(sessionEnded(vera.person.id, vera.sessionId, because))
    // The desk knows without asking the database.
    await owner('update app.impersonation_session set ended_at = null, end_reason = null where id = $1', [vera.sessionId])
    expect((await vera.browser.get('/workspace/cases')).status).toBe(401)
  })

  it('is told of a role that was changed past the pages: the sign-ins and the session', async () => {
    const vera = await inside('vera')
    const [loginId = ''] = await loginsOf(vera.person.id)
    await elsewhere(`update app.internal_user set role = 'HOTLINE_OPS' where id = '${vera.person.id}'`)
    const heard = await told(vera.person.id)
    expect(heard).toHaveLength(3)
    expect(heard).toContainEqual({ userId: vera.person.id, over: { what: 'login', loginId } })
    expect(heard).toEqual(expect.arrayContaining(sessionEnded(vera.person.id, vera.sessionId, 'FORCE_LOGOUT')))
  })

  it('is told of a lead mark, which ends no sign-in but what was opened with it', async () => {
    const { person } = await portalAs('lena')
    await elsewhere(`update app.internal_user set lead = false where id = '${person.id}'`)
    expect(await told(person.id)).toEqual([{ userId: person.id, over: { what: 'user' } }])
  })

  it('is told once, however many look', async () => {
    const { rooms, heard } = recordingRooms()
    const vera = await inside('vera')
    await elsewhere(`update ticket set status = 'CLOSED', closed_at = now() where id = '${vera.ticket.id}'`)
    await Promise.all(Array.from({ length: 4 }, () => runUrgent(jobParts(rooms))))
    expect(onlyOf(heard, vera.person.id)).toHaveLength(2)
  })

  it('is told again where a room was silent, and the desk knows meanwhile', async () => {
    const vera = await inside('vera')
    await elsewhere(`update ticket set status = 'CLOSED', closed_at = now() where id = '${vera.ticket.id}'`)
    await runUrgent(jobParts(() => ({ publish: () => Promise.reject(new Error('unreachable')), revoke: async () => {} })))
    const [job] = await owner<{ id: string; state: string }>(
      "select id, state from app.job where kind = 'tell' and args ->> 'about' = $1",
      [vera.sessionId],
    )
    expect(job?.state).toBe('retryable')
    await owner('update app.job set run_at = now() where id = $1', [job?.id])
    expect(await told(vera.person.id)).toEqual(sessionEnded(vera.person.id, vera.sessionId, 'TICKET_CLOSED'))
  })

  it('runs nothing else: a letter waits its turn', async () => {
    const vera = await inside('vera')
    const lena = await portalAs('lena')
    await lena.browser.post(`/impersonations/${vera.sessionId}/kill`, { reason: WHY })
    await told(vera.person.id)
    expect(await owner("select state from app.job where kind = 'mail' and args ->> 'about' = $1", [vera.sessionId])).toEqual([
      { state: 'available' },
    ])
  })
})

describe('telling', () => {
  it('lets those look again who may end sessions, and nobody else', async () => {
    const { rooms, audience, board } = recordingRooms()
    const vera = await inside('vera', { parts: { rooms, audience } })
    await vera.browser.post(`/impersonations/${vera.sessionId}/end`)
    expect(board).toEqual(['role:SUPPORT_L1', 'role:SUPPORT_L2', 'role:SUPPORT_L3', 'role:ADMIN'])
  })

  it('closes at the desk although the room is silent, and says that somebody was not told', async () => {
    const vera = await inside('vera')
    const silent: Rooms = () => ({ publish: () => Promise.reject(new Error('unreachable')), revoke: async () => {} })
    const over = { what: 'session', operatorId: vera.person.id, sessionId: vera.sessionId, because: 'FORCE_LOGOUT' } as const
    await expect(tell({ desks, rooms: silent, audience: recordingRooms().audience }, over)).rejects.toThrow('unreachable')
    expect((await vera.browser.get('/workspace/cases')).status).toBe(401)
  })

  it('is no reason to withhold an answer', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const vera = await inside('vera')
    const rooms: Rooms = () => ({
      publish: () => Promise.reject(new Error('unreachable')),
      revoke: () => Promise.reject(new Error('unreachable')),
    })
    const lena = await hire('lena')
    const answer = await (await signedIn(lena, portal({ rooms }))).post(`/impersonations/${vera.sessionId}/kill`, { reason: WHY })
    expect(answer.status).toBe(303)
    expect((await vera.browser.get('/workspace/cases')).status).toBe(401)
  })
})

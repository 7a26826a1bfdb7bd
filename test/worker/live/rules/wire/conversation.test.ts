import { describe, expect, it } from 'vitest'
import type { Claims } from '#worker/live/rules/claims.ts'
import { begun, type Conversation, type Effect, heard, type Input } from '#worker/live/rules/wire/conversation.ts'
import {
  BURST,
  CONNECT_WITHIN,
  LONGEST,
  MARK_EVERY,
  MOST_FRAMES,
  MOST_IGNORED,
  MOST_KEPT,
  PER_SECOND,
  PING_EVERY,
  PONG_WITHIN,
} from '#worker/live/rules/wire/limits.ts'

const CLAIMS: Claims = {
  kind: 'tenant',
  userId: 'usr_1',
  tenantId: 'ten_1',
  role: 'INVESTIGATOR',
  issuedAt: 0,
  expiresAt: 900_000,
}

/** One conversation, told turn by turn; the clock is the test's. */
class Told {
  now = 1_000_000
  conversation: Conversation = begun(this.now)
  hear(input: Input): Effect[] {
    const [next, effects] = heard(this.conversation, input, this.now)
    this.conversation = next
    return effects
  }
  says(data: string): Effect[] {
    return this.hear({ from: 'client', data })
  }
  after(ms: number): Effect[] {
    this.now += ms
    return this.hear({ from: 'clock' })
  }
  /** Somebody inside their room. */
  static inside(): Told {
    const told = new Told()
    told.says('40/notifications,{"token":"t"}')
    told.hear({ from: 'gate', visit: 1, entered: { ok: true } })
    told.hear({ from: 'room', visit: 1, text: '0/notifications,{"sid":"s","pid":"p"}' })
    return told
  }
}

const sends = (...texts: string[]) => texts.map((text) => ({ do: 'send', text }))
const closes = (code: number) => ({ do: 'close', how: expect.objectContaining({ code }) })

describe('a conversation', () => {
  it('leads somebody with a token to the gate, and from there to the room', () => {
    const told = new Told()
    expect(told.says('40/notifications,{"token":"t","pid":"p","offset":"e.7"}')).toEqual([
      { do: 'enter', visit: 1, namespace: '/notifications', token: 't', since: { pid: 'p', offset: 'e.7' } },
    ])
    expect(told.hear({ from: 'gate', visit: 1, entered: { ok: true } })).toEqual([])
    expect(told.hear({ from: 'room', visit: 1, text: '0/notifications,{"sid":"s"}' })).toEqual(sends('40/notifications,{"sid":"s"}'))
    expect(told.says('42/notifications,7["subscribe",{"room":"staff"}]')).toEqual([
      { do: 'tell', visit: 1, text: '2/notifications,7["subscribe",{"room":"staff"}]' },
    ])
  })

  it.each([
    ['no session', {}, null],
    ['a session before anything was told', { pid: 'p' }, { pid: 'p', offset: null }],
    ['a session that is no word', { pid: 7, offset: 'o' }, null],
    ['a place that is no word', { pid: 'p', offset: { a: 1 } }, { pid: 'p', offset: null }],
    ['a session of a book’s length', { pid: 'p'.repeat(101), offset: 'o' }, null],
  ])('hands on where a client was: %s', (_, said, since) => {
    expect(new Told().says(`40/notifications,${JSON.stringify({ token: 't', ...said })}`)).toMatchObject([{ do: 'enter', since }])
  })

  it('takes the end of what a room has to say for the end of the visit', () => {
    const told = Told.inside()
    expect(told.hear({ from: 'room', visit: 1, text: '1/notifications,' })).toEqual(sends('41/notifications,'))
    expect(told.says('42/notifications,["on its way"]')).toEqual([])
    expect(told.hear({ from: 'room', visit: 1, gone: 4401 })).toEqual([closes(4401)])
  })

  it('asks a client to come back where a room is gone without a word', () => {
    for (const code of [1006, 1011, 1012]) expect(Told.inside().hear({ from: 'room', visit: 1, gone: code })).toEqual([closes(1012)])
  })

  it('leaves no room open that is entered when nobody is there any more', () => {
    const left = new Told()
    left.says('40/notifications,{"token":"t"}')
    expect(left.says('41/notifications,')).toEqual([{ do: 'leave', visit: 1 }])
    expect(left.hear({ from: 'gate', visit: 1, entered: { ok: true } })).toEqual([{ do: 'leave', visit: 1 }])
    const hungUp = new Told()
    hungUp.says('40/notifications,{"token":"t"}')
    expect(hungUp.hear({ from: 'client', gone: true })).toEqual([closes(1000)])
    expect(hungUp.hear({ from: 'gate', visit: 1, entered: { ok: true } })).toEqual([{ do: 'leave', visit: 1 }])
  })

  it('takes the answer to an earlier knock for no answer to the next', () => {
    const told = new Told()
    told.says('40/notifications,{"token":"t"}')
    told.says('41/notifications,')
    expect(told.says('40/notifications,{"token":"u"}')).toMatchObject([{ do: 'enter', visit: 2, token: 'u' }])
    expect(told.hear({ from: 'gate', visit: 1, entered: { ok: true } })).toEqual([{ do: 'leave', visit: 1 }])
    expect(told.says('42/notifications,["too early"]').at(-1)).toEqual(closes(1002))
  })

  it('lets a client that was refused try another token', () => {
    const told = new Told()
    told.says('40/notifications,{"token":"t"}')
    expect(told.hear({ from: 'gate', visit: 1, entered: { ok: false, because: 'TOKEN_EXPIRED' } })).toEqual(
      sends('44/notifications,{"message":"Unauthorized: token expired","data":{"code":"TOKEN_EXPIRED"}}'),
    )
    expect(told.says('40/notifications,{"token":"u"}')).toMatchObject([{ do: 'enter', visit: 2 }])
  })

  it('hears nothing after the end', () => {
    const told = Told.inside()
    told.says('garbage')
    expect(told.says('42/notifications,["a"]')).toEqual([])
    expect(told.after(LONGEST)).toEqual([])
    expect(told.hear({ from: 'room', visit: 1, text: '2/notifications,["a"]' })).toEqual([])
  })
})

describe('a new token', () => {
  it('is looked at once at a time, and the room hears who it is', () => {
    const told = Told.inside()
    expect(told.says('42/notifications,5["auth:refresh",{"token":"u"}]')).toEqual([{ do: 'renew', visit: 1, ack: 5, token: 'u' }])
    expect(told.says('42/notifications,6["auth:refresh",{"token":"v"}]')).toEqual(
      sends('43/notifications,6[{"success":false,"code":"RATE_LIMITED"}]'),
    )
    expect(told.says('42/notifications,["other"]')).toMatchObject([{ do: 'tell' }])
    const renewed = { ok: true, claims: CLAIMS } as const
    expect(told.hear({ from: 'gate', visit: 1, ack: 5, renewed })).toEqual([
      { do: 'tell', visit: 1, text: `!refresh ${JSON.stringify({ ack: 5, claims: CLAIMS })}` },
    ])
  })

  it('that is bad ends the visit, told or not', () => {
    for (const [ack, answers] of [
      [5, sends('43/notifications,5[{"success":false,"code":"REVOKED"}]')],
      [null, []],
    ] as const) {
      const told = Told.inside()
      told.says(`42/notifications,${ack ?? ''}["auth:refresh",{"token":"u"}]`)
      expect(told.hear({ from: 'gate', visit: 1, ack, renewed: { ok: false, because: 'REVOKED' } })).toEqual([
        ...answers,
        ...sends('41/notifications,'),
        { do: 'leave', visit: 1 },
        closes(4401),
      ])
    }
  })

  it('cannot be said to a room by a client', () => {
    for (const text of ['4!refresh {}', '!refresh {}', '4!read x']) expect(Told.inside().says(text).at(-1)).toEqual(closes(1002))
  })

  it('for somebody who left meanwhile is nobody’s', () => {
    const told = Told.inside()
    told.says('42/notifications,5["auth:refresh",{"token":"u"}]')
    told.says('41/notifications,')
    expect(told.hear({ from: 'gate', visit: 1, ack: 5, renewed: { ok: true, claims: CLAIMS } })).toEqual([])
  })
})

describe('the clock of a conversation', () => {
  it('asks for a sign of life, and closes where none comes', () => {
    const told = Told.inside()
    expect(told.after(PING_EVERY - 1)).toEqual([])
    expect(told.after(1)).toEqual(sends('2'))
    told.says('3')
    expect(told.after(PING_EVERY)).toEqual(sends('2'))
    expect(told.after(PONG_WITHIN - 1)).toEqual([])
    expect(told.after(1)).toEqual([closes(1001)])
  })

  it('keeps nobody who is let in nowhere', () => {
    const told = new Told()
    expect(told.after(CONNECT_WITHIN - 1)).toEqual(sends('2'))
    expect(told.after(1)).toEqual([closes(1008)])
    const left = Told.inside()
    left.says('41/notifications,')
    left.after(PING_EVERY)
    left.says('3')
    expect(left.after(CONNECT_WITHIN - PING_EVERY)).toEqual([closes(1008)])
  })

  it('asks everybody to come back in time', () => {
    const told = Told.inside()
    for (let passed = 0; passed < LONGEST - PING_EVERY; passed += PING_EVERY) {
      expect(told.after(PING_EVERY)).toEqual(sends('2'))
      told.says('3')
    }
    expect(told.after(PING_EVERY)).toEqual([closes(1012)])
  })

  it('counts frames in both directions', () => {
    const told = Told.inside()
    told.conversation = { ...told.conversation, frames: MOST_FRAMES - 1 }
    expect(told.hear({ from: 'room', visit: 1, text: '2/notifications,["a"]' })).toEqual(sends('42/notifications,["a"]'))
    expect(told.hear({ from: 'room', visit: 1, text: '2/notifications,["b"]' })).toEqual([...sends('42/notifications,["b"]'), closes(1012)])
  })
})

describe('whoever is too fast', () => {
  const ask = '42/notifications,1["debug:my-rooms"]'
  const limited = sends('43/notifications,1[{"success":false,"code":"RATE_LIMITED"}]')

  it('is told so, and heard again when they slow down', () => {
    const told = Told.inside()
    for (let i = 1; i < BURST; i++) expect(told.says(ask)).toMatchObject([{ do: 'tell' }])
    expect(told.says(ask)).toEqual(limited)
    expect(told.says('42/notifications,["without a question"]')).toEqual([])
    told.now += 1_000
    for (let i = 0; i < PER_SECOND; i++) expect(told.says(ask)).toMatchObject([{ do: 'tell' }])
    expect(told.says(ask)).toEqual(limited)
  })

  it('is sent away for a while when they do not', () => {
    const told = Told.inside()
    for (let i = 1; i < BURST + MOST_IGNORED - 1; i++) told.says(ask)
    expect(told.says(ask)).toEqual(limited)
    expect(told.says(ask)).toEqual([closes(1013)])
  })

  it('cannot knock at the gate so either', () => {
    const told = new Told()
    for (let i = 0; i < BURST; i++) told.says('40/other,')
    expect(told.says('40/notifications,{"token":"t"}')).toEqual(
      sends('44/notifications,{"message":"Too much at once, try again in a minute","data":{"code":"RATE_LIMITED"}}'),
    )
  })
})

describe('whoever reads slowly', () => {
  const packet = `2/notifications,["${'x'.repeat(MARK_EVERY - 20)}"]`
  const tells = (text: string) => ({ do: 'tell', visit: 1, text })

  it('is asked how far they have read, and their room stops until they have', () => {
    const told = Told.inside()
    const sent = () => told.hear({ from: 'room', visit: 1, text: packet })
    const effects = Array.from({ length: 6 }, sent).flat()
    expect(effects.filter((effect) => effect.do === 'send' && effect.text === '2').length).toBeGreaterThan(3)
    expect(effects.filter((effect) => effect.do === 'tell')).toEqual([tells('!full')])
    const pongs = Array.from({ length: 6 }, () => told.says('3'))
    expect(pongs.flat()).toEqual([tells('!drained')])
    expect(pongs.findIndex((each) => each.length > 0)).toBeGreaterThan(2)
    expect(told.says('3')).toEqual([])
  })

  it('is asked by a ping what a room asks, and answers it by having read so far: nobody else hears of it', () => {
    const told = Told.inside()
    told.hear({ from: 'room', visit: 1, text: '2/notifications,["a"]' })
    expect(told.hear({ from: 'room', visit: 1, text: '!mark first' })).toEqual(sends('2'))
    told.hear({ from: 'room', visit: 1, text: '2/notifications,["b"]' })
    expect(told.hear({ from: 'room', visit: 1, text: '!mark second' })).toEqual(sends('2'))
    expect(told.says('3')).toEqual([tells('!read first')])
    expect(told.says('3')).toEqual([tells('!read second')])
    expect(told.says('3')).toEqual([])
    told.hear({ from: 'room', visit: 1, text: '!mark third' })
    told.says('41/notifications,')
    expect(told.says('3')).toEqual([]) // who asked is gone
  })

  it('finds a room that stops as well where they enter another', () => {
    const told = Told.inside()
    for (let i = 0; i < 6; i++) told.hear({ from: 'room', visit: 1, text: packet })
    told.says('41/notifications,')
    told.says('40/notifications,{"token":"t"}')
    expect(told.hear({ from: 'gate', visit: 2, entered: { ok: true } })).toEqual([{ do: 'tell', visit: 2, text: '!full' }])
  })

  it('is a quiet reader where little is told', () => {
    const told = Told.inside()
    expect(told.hear({ from: 'room', visit: 1, text: '2/notifications,["a"]' })).toEqual(sends('42/notifications,["a"]'))
  })

  it('has to come back where too much waits for them', () => {
    const small = '2/notifications,["a"]'
    const told = Told.inside()
    expect(told.hear({ from: 'room', visit: 1, text: small, kept: MOST_KEPT })).toEqual(sends('42/notifications,["a"]'))
    expect(told.hear({ from: 'room', visit: 1, text: small, kept: MOST_KEPT + 1 })).toEqual([closes(1013)])
    const unknown = Told.inside()
    let sent = 0
    for (; !unknown.conversation.ended; sent += packet.length) unknown.hear({ from: 'room', visit: 1, text: packet })
    expect(sent).toBeGreaterThanOrEqual(MOST_KEPT)
    expect(sent).toBeLessThan(MOST_KEPT + 2 * packet.length)
  })
})

import { io } from 'socket.io-client'
import { WebSocket } from 'ws'
import type { Entry } from './history.ts'
import type { Person } from './people.ts'

/** One open client of somebody, and all that it went through. It comes back by itself, as its kind does. `still`: nothing is read from its
 *  line, or everything again. */
export type Ear = { person: Person; history: Entry[]; isHere(): boolean; still(isStill: boolean): void; drop(): void; stop(): void }

const stand = (line: WebSocket, isStill: boolean) => (isStill ? line.pause() : line.resume())

const AGAIN_AFTER = 150
/** A stock client whose line breaks while it opens hears nothing of that and waits until it gives up, in ms: twenty seconds, were it not told. */
const GIVES_UP_AFTER = 3_000

/** What was said: `own 17` is the seventeenth of the stream `own`. */
function toldOf(message: unknown): Entry {
  const [stream = '', n] = String(message).split(' ')
  return { what: 'told', stream, n: Number(n) }
}

/** The stock client, unmodified. */
export function program(url: string, person: Person): Ear {
  const history: Entry[] = []
  const socket = io(`${url}/notifications`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token: person.token },
    timeout: GIVES_UP_AFTER,
    reconnectionDelay: AGAIN_AFTER,
    reconnectionDelayMax: 3 * AGAIN_AFTER,
  })
  let isFirst = true
  socket.on('connect', () => {
    if (!isFirst) history.push({ what: 'back' })
    if (!isFirst && !socket.recovered) history.push({ what: 'gap' })
    isFirst = false
  })
  socket.on('notification:new', ({ message }: { message: string }) => history.push(toldOf(message)))
  socket.on('inbox:stale', () => history.push({ what: 'gap' }))
  socket.on('disconnect', (why) => why === 'io server disconnect' && history.push({ what: 'out', why }))
  socket.on('connect_error', (error: Error & { data?: { code: string } }) => {
    if (socket.active) return
    // Refused in words: it comes back only where the words say so.
    if (error.data?.code === 'UNAVAILABLE') setTimeout(() => socket.connect(), AGAIN_AFTER)
    else history.push({ what: 'out', why: error.message })
  })
  return {
    person,
    history,
    isHere: () => socket.connected,
    // The stock client does not show its line.
    still: (isStill) => stand((socket.io.engine as unknown as { transport: { ws: WebSocket } }).transport.ws, isStill),
    drop: () => void socket.io.engine?.close(),
    stop: () => void socket.disconnect(),
  }
}

/** A page, as far as its script goes: it keeps its place, answers the marks, and comes back. */
export function page(url: string, person: Person): Ear {
  const history: Entry[] = []
  let [place, isFirst, isStopped, isHere] = ['', true, false, false]
  let socket: WebSocket
  const hear = (text: string) => {
    if (text.startsWith('{"mark":')) return socket.send(`!read ${(JSON.parse(text) as { mark: string }).mark}`)
    const [, at, name] = /data-place="([^"]*)"(?: data-event="([^"]*)")?/.exec(text) ?? []
    if (at) place = at
    if (name === 'notification:new') history.push(toldOf(/<span>(.*?)<\/span>/.exec(text)?.[1]))
    if (name === 'inbox:stale') history.push({ what: 'gap' })
    if (name === 'signed:out') history.push({ what: 'out', why: name })
  }
  const open = () => {
    const address = `${url.replace('http', 'ws')}/live${place ? `?since=${encodeURIComponent(place)}` : ''}`
    socket = new WebSocket(address, { headers: { Cookie: person.cookie, Origin: url } })
    socket.on('open', () => {
      if (!isFirst) history.push({ what: 'back' })
      ;[isFirst, isHere] = [false, true]
    })
    socket.on('message', (data) => hear(String(data)))
    socket.on('unexpected-response', ({ res }: { res?: { statusCode?: number } }, response) => {
      const status = response?.statusCode ?? res?.statusCode ?? 0
      if (status < 500) history.push({ what: 'out', why: `HTTP ${status}` })
      socket.terminate()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      isHere = false
      if (!isStopped) setTimeout(open, AGAIN_AFTER)
    })
  }
  open()
  const beat = setInterval(() => isHere && socket.send('3'), 20_000)
  return {
    person,
    history,
    isHere: () => isHere && place !== '',
    still: (isStill) => stand(socket, isStill),
    drop: () => socket.terminate(),
    stop: () => {
      isStopped = true
      clearInterval(beat)
      socket.terminate()
    },
  }
}

/** A socket at an object with nothing of ours in it, to compare with. */
export function bareLine(url: string, name: string): Pick<Ear, 'isHere' | 'stop'> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/soak/bare/${name}`)
  let isHere = false
  socket.on('message', () => (isHere = true))
  return { isHere: () => isHere, stop: () => socket.terminate() }
}

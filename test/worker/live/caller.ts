import type { portal } from '#test/world.ts'
import { Waiting } from '#test/waiting.ts'

const ADDRESS = 'https://portal.example/socket.io/'
const QUERY = { EIO: '4', transport: 'websocket' }

type App = ReturnType<typeof portal>

/** Somebody at the front door, before any socket. */
export function knock(app: App, { query = {}, headers = {}, method = 'GET' }: Knock = {}) {
  const asked = new URLSearchParams({ ...QUERY, ...query })
  for (const [name, value] of Object.entries(query)) if (value === '') asked.delete(name)
  return app.request(`${ADDRESS}?${asked}`, { method, headers: { Upgrade: 'websocket', 'CF-Connecting-IP': '203.0.113.9', ...headers } })
}
type Knock = { query?: Record<string, string>; headers?: Record<string, string>; method?: string }

/** A client that speaks in frames, as no stock client would let a test do. */
export class Caller {
  readonly frames: string[] = []
  closed: { code: number; reason: string } | undefined
  /** What happens whenever something was heard: between two steps a room may sleep and forget. */
  between: () => Promise<void> = async () => {}
  readonly #socket: WebSocket
  readonly #waiting = new Waiting()
  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      this.frames.push(String(data))
      if (data === '2') socket.send('3')
      this.#waiting.stir()
    })
    socket.addEventListener('close', ({ code, reason }) => {
      this.closed = { code, reason }
      this.#waiting.stir()
    })
    socket.accept()
  }

  static async at(app: App, how: Knock = {}): Promise<Caller> {
    const { webSocket, status } = await knock(app, how)
    if (!webSocket) throw new Error(`not opened: ${status}`)
    return new Caller(webSocket)
  }

  send(frame: string | ArrayBuffer): this {
    this.#socket.send(frame)
    return this
  }

  hangUp() {
    this.#socket.close(1000)
  }

  connect(auth: Record<string, unknown> = {}, namespace = '/notifications'): this {
    return this.send(`40${namespace},${JSON.stringify(auth)}`)
  }

  /** The next frame that begins so, or what is in place of it after a while. */
  async heard(start: string, patience = 20_000): Promise<string> {
    const begins = (frame: string) => frame.startsWith(start)
    await this.until(() => this.frames.some(begins), patience)
    const frame = this.frames.find(begins) as string
    await this.between()
    return frame
  }

  /** Looks again whenever something came; fails with all that was heard when nothing satisfies for so long. */
  async until(satisfied: () => boolean, patience = 20_000): Promise<void> {
    await this.#waiting.until(satisfied, () => ({ closed: this.closed, frames: this.frames.slice(-20) }), patience)
  }

  /** What follows the start of that frame, as JSON. */
  async told<T = Record<string, unknown>>(start: string): Promise<T> {
    return JSON.parse((await this.heard(start)).slice(start.length)) as T
  }
}

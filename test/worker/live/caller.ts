import type { portal } from '#test/world.ts'

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
  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      this.frames.push(String(data))
      if (data === '2') socket.send('3')
    })
    socket.addEventListener('close', ({ code, reason }) => {
      this.closed = { code, reason }
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
  async heard(start: string, patience = 5_000): Promise<string> {
    const end = Date.now() + patience
    for (;;) {
      const frame = this.frames.find((each) => each.startsWith(start))
      if (frame !== undefined) {
        await this.between()
        return frame
      }
      if (Date.now() > end) throw new Error(`no ${start}: ${JSON.stringify({ closed: this.closed, frames: this.frames })}`)
      await new Promise((go) => setTimeout(go, 20))
    }
  }

  /** What follows the start of that frame, as JSON. */
  async told<T = Record<string, unknown>>(start: string): Promise<T> {
    return JSON.parse((await this.heard(start)).slice(start.length)) as T
  }
}

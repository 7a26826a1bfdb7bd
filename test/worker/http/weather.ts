import { vi } from 'vitest'
import { settings } from '#test/owner.ts'

let logged: ReturnType<typeof vi.spyOn>[] = []

/** Everything that was said to the console since `listen()`; nothing of it reaches the screen. */
export const log = () => logged.flatMap((spy) => spy.mock.calls.flat()).join('\n')
export const listen = () => {
  logged = (['log', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level).mockImplementation(() => {}))
}

/** The way to the database, replaced: the driver itself is the real one. */
export function theDatabase(answers: () => Promise<Response>) {
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    String(input instanceof Request ? input.url : input).startsWith(settings.neonLocal) ? answers() : real(input, init),
  )
}
export const isDown = () => theDatabase(() => Promise.reject(new TypeError('connection refused')))

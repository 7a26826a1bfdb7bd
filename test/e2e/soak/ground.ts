import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '#dev/postgres.ts'
import { buildWorker } from '#test/ground/built.ts'
import { startRuntime } from '#test/ground/runtime.ts'
import type { Provided } from '#test/provided.ts'
import { hire, type Person } from './people.ts'

export type SoakGround = {
  url: string
  hire(count: number): Promise<Person[]>
  /** Asks the Worker of the soak for something, until it answers. */
  insist<T = unknown>(path: string, asked: object): Promise<T>
  /** The process of the runtime is killed, with everything in it, and started again on the same storage. */
  crash(): Promise<void>
  stop(): Promise<void>
}

/** Longer than anything takes that is still going to be answered. */
const PATIENCE = 10_000

/** The portal in the real runtime, with an entry of the soak's own before it (test/durable-objects/soak/worker.ts). */
export async function openSoakGround({ variables, ownerUrl }: Pick<Provided, 'variables' | 'ownerUrl'>): Promise<SoakGround> {
  const dir = mkdtempSync(path.join(tmpdir(), 'portal-soak-'))
  const port = await freePort()
  const built = await buildWorker('test/durable-objects/soak/worker.ts')
  const runtime = await startRuntime({ built, variables, port, dir })
  let isStopped = false
  const url = `http://localhost:${port}`
  return {
    url,
    hire: (count) => hire(ownerUrl, variables.SESSION_KEY, count),
    async insist<T>(asked: string, body: object) {
      for (;;) {
        try {
          const answer = await fetch(`${url}${asked}`, {
            method: 'POST',
            body: JSON.stringify(body),
            signal: AbortSignal.timeout(PATIENCE),
          })
          if (answer.ok) return (await answer.json()) as T
        } catch (error) {
          if (isStopped) throw error
        }
        await sleep(100)
      }
    },
    crash: runtime.kill,
    async stop() {
      isStopped = true
      await runtime.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

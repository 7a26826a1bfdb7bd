import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningWorker } from './worker.ts'

/** Resolves when the sign-in page is there. The runtime is ready long before the Worker's first answer, and even if it does not build. */
export async function untilItAnswers({ url, unbuildable }: RunningWorker) {
  const built = unbuildable.then((why) => {
    throw new Error(`The Worker did not start: ${why}.`)
  })
  await Promise.race([built, asking(`${url}/sign-in`)])
}

async function asking(page: string) {
  const deadline = Date.now() + 60_000
  let last = ''
  while (Date.now() < deadline) {
    try {
      const response = await fetch(page, { redirect: 'manual', signal: AbortSignal.timeout(10_000) })
      if (response.status < 500) return
      last = `it answers ${response.status}`
    } catch (error) {
      last = (error as Error).message
    }
    await sleep(200)
  }
  throw new Error(`The Worker runs, but ${page} does not: ${last}.`)
}

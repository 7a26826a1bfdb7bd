/// <reference types="@cloudflare/vitest-pool-workers/types" />
import '#test/line.ts'
import { reset } from 'cloudflare:test'
import { afterEach } from 'vitest'

/** Objects, queues and caches forget between tests. The database does not: every test makes its own tenants. A thousand objects take a while. */
afterEach(async () => {
  await reset()
}, 60_000)

import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'
import { ownPlace } from './test/ground/ground.ts'
import { LongestFirst } from './test/ground/longest-first.ts'
import { keepObjectsInMemory } from './test/ground/memory.ts'
import { browserReporter } from './test/e2e/browser-reporter.ts'
import type {} from './test/provided.ts'

/** Bundled once for the pool; left out, each costs a second or more per worker. */
const heavy = [
  'drizzle-orm',
  'drizzle-orm/pg-core',
  'drizzle-orm/neon-http',
  'drizzle-orm/neon-serverless',
  '@neondatabase/serverless',
  'zod/mini',
  'zod/v4',
  'zod/v4/core',
  'zod/v4/mini',
  'jose',
  'standardwebhooks',
  'hono',
  'hono/body-limit',
  'hono/cookie',
  'hono/csrf',
  'hono/factory',
  'hono/html',
  'hono/http-exception',
  'hono/route',
  'hono/router/trie-router',
  'hono/secure-headers',
  'hono/streaming',
  'hono/jsx',
  'hono/jsx/jsx-runtime',
  'hono/jsx/jsx-dev-runtime',
]

/**
 * Files that run at once, one project after the other: tests wait more than they reckon, for the database, a browser, an object to fall asleep,
 * a pause that belongs to the matter. End-to-end files have a portal for each place, which is why there are not more.
 */
const AT_ONCE = Math.min(4, Math.max(3, availableParallelism()))

/** No test is timed: after this long it hangs. Several times what a file alone would need, as others share the cores. */
const HANGS = 40_000

/** Tests make much that is soon forgotten: swept up more seldom, in MB, it costs a twentieth less of what Node does. As `npm test` says for Vitest itself. */
const execArgv = ['--max-semi-space-size=64']

/** What a process of a run has compiled the next one reads: Vitest for each file of the faults, wrangler for each `npm start`. */
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url))

const resultsFile = process.env.TEST_RESULTS_FILE

export default defineConfig({
  test: {
    globalSetup: ['./test/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    reporters: ['default', browserReporter, ...(resultsFile ? ([['json', { outputFile: resultsFile }]] as const) : [])] as never,
    projects: [
      {
        plugins: [
          // Asked once for each place at which files of the pool run.
          cloudflareTest(async ({ inject }) => {
            const { variables, ownerUrl } = await ownPlace()
            keepObjectsInMemory()
            return {
              // The sources, not what is built of them.
              main: './worker/index.ts',
              wrangler: { configPath: './wrangler.toml' },
              remoteBindings: false,
              miniflare: {
                bindings: { ...variables, OWNER_DATABASE_URL: ownerUrl, UPSTREAM_URL: inject('upstream'), DOORS: process.env.DOORS ?? '' },
                serviceBindings: { NETWORK: { network: { allow: ['private'] } } },
              },
            }
          }),
        ],
        test: {
          name: 'pool',
          include: ['test/{worker,durable-objects,views}/**/*.test.{ts,tsx}'],
          setupFiles: ['./test/setup.ts'],
          isolate: false,
          maxWorkers: AT_ONCE,
          testTimeout: 60_000,
          deps: {
            optimizer: { ssr: { enabled: true, include: heavy, rolldownOptions: { external: [/^cloudflare:/, /^node:/] } } },
          },
        },
      },
      {
        test: {
          name: 'node',
          environment: 'node',
          execArgv,
          include: ['test/{dev,drizzle,architecture,tampering}/**/*.test.ts'],
          // One process for all files of a place: starting it and reading the modules takes longer than most of them. What a file replaces,
          // it puts back.
          isolate: false,
          maxWorkers: AT_ONCE,
          // Whatever is waited for comes, however busy the machine is.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: HANGS,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          execArgv,
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['./test/e2e/global-setup.ts'],
          setupFiles: ['./test/e2e/setup.ts'],
          // A place has one browser, as it has one portal, for all its files.
          isolate: false,
          maxWorkers: AT_ONCE,
          maxConcurrency: 2,
          // Whatever is waited for comes, or a test hangs: a busy machine is no reason to fail.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'faults',
          environment: 'node',
          execArgv,
          include: ['test/faults/**/*.test.ts'],
          globalSetup: ['./test/faults/global-setup.ts'],
          maxWorkers: AT_ONCE,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})

import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'
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
  'hono/secure-headers',
  'hono/streaming',
  'hono/jsx',
  'hono/jsx/jsx-runtime',
  'hono/jsx/jsx-dev-runtime',
]
const resultsFile = process.env.TEST_RESULTS_FILE

export default defineConfig({
  test: {
    globalSetup: ['./test/global-setup.ts'],
    reporters: ['default', browserReporter, ...(resultsFile ? ([['json', { outputFile: resultsFile }]] as const) : [])] as never,
    projects: [
      {
        plugins: [
          cloudflareTest(({ inject }) => {
            const ground = inject('ground')
            return {
              wrangler: { configPath: './wrangler.toml' },
              remoteBindings: false,
              miniflare: { bindings: { ...ground.variables, OWNER_DATABASE_URL: ground.ownerUrl } },
            }
          }),
        ],
        test: {
          name: 'pool',
          include: ['test/{worker,durable-objects,views}/**/*.test.{ts,tsx}'],
          setupFiles: ['./test/setup.ts'],
          isolate: false,
          testTimeout: 20_000,
          deps: {
            optimizer: { ssr: { enabled: true, include: heavy, rolldownOptions: { external: [/^cloudflare:/, /^node:/] } } },
          },
        },
      },
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{dev,drizzle,architecture}/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['./test/e2e/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'faults',
          environment: 'node',
          include: ['test/faults/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})

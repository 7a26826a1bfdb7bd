import { defineConfig } from 'oxlint'

/**
 * The linter, and with it the order of the layers: which folder may import what. `test/architecture/imports.test.ts` breaks every
 * rule once and sees it refused. A later override replaces an earlier one, so each folder lists all it must not import; the
 * expressions are Rust's, which cannot look ahead.
 */

/** What an import path means, however deep it points. */
const named = {
  rules: '^#worker/(rules/|[^/]+/(rules|policy)[./])',
  schema: '^#drizzle/schema/',
  queries: '^(#worker/(db/|[^/]+/queries[./])|\\./queries[./])',
  jobs: '^(#worker/[^/]+/jobs[./]|\\./jobs[./])',
  objects: '^#objects/',
  views: '^#views/',
  pages: '^#views/([^l]|l([^a]|a([^y]|y[^o])))', // every view but the layout
  http: '^#worker/http/',
  api: '^#worker/api/',
  routes: '^(#worker/[^/]+/routes[./]|\\./routes[./])',
  map: '^(#worker/|\\./)(app|api|index)\\.',
  ground: '^#(dev|test)/',
  sample: '^#drizzle/(sample|migrations)/',
  upwards: '^\\.\\.(/|$)',
  driver: '^(@neondatabase/|drizzle-orm/(neon|node-postgres)|pg$)',
  cloudflare: '^cloudflare:',
  hono: '^hono(/|$)',
  drizzle: '^drizzle-orm',
} as const
type Name = keyof typeof named

const everywhere: Partial<Record<Name, string>> = {
  upwards: 'Name the layer: #worker/, #objects/, #views/, #drizzle/. A relative path stays in its folder.',
  ground: 'The product does not import what it is built and tested with.',
  sample: 'The product does not import its sample data.',
  cloudflare: 'Only index.ts, env.ts and durable-objects/ know that they run at Cloudflare.',
  driver: 'Only worker/db/ imports the database driver.',
}
const objectsByType = { objects: 'An object is reached through its binding; only its type is imported.' }

/** `typesOnly`: the names of which a type may be imported all the same. `but`: rules of `everywhere` this folder is the exception to. */
function layer(
  files: string[],
  refused: Partial<Record<Name, string>>,
  { typesOnly = [], but = [] }: { typesOnly?: Name[]; but?: Name[] } = {},
) {
  const patterns = Object.entries({ ...everywhere, ...refused })
    .filter(([name]) => !but.includes(name as Name))
    .map(([name, message]) => ({
      regex: named[name as Name],
      message,
      ...(typesOnly.includes(name as Name) && { allowTypeImports: true }),
    }))
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } } as never
}

/** The same sentence for many. */
const refuse = (message: string, ...names: Name[]) => Object.fromEntries(names.map((name) => [name, message]))

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise'],
  categories: { correctness: 'error' },
  rules: {
    'import/no-cycle': 'error',
    eqeqeq: 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'no-eval': 'error',
    'no-new-func': 'error',
    'no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
    'typescript/no-explicit-any': 'error',
    'typescript/consistent-type-imports': 'error',
    'unicorn/prefer-node-protocol': 'error',
    'unicorn/no-useless-spread': 'off', // spreads group lines, and a copy is needed to delete while iterating
    'unicorn/no-thenable': 'off', // a query that runs when awaited is what drizzle's builders are
  },
  ignorePatterns: ['node_modules', 'dist', '.data', '.wrangler', 'public/assets', '**/*.gen.*', 'worker/worker-configuration.d.ts'],
  overrides: [
    layer(['worker/**'], {}),
    layer(['worker/index.ts', 'worker/env.ts'], {}, { but: ['cloudflare'] }),
    layer(['worker/rules/**', 'worker/*/rules/**', 'worker/*/rules.ts', 'worker/*/policy.ts'], {
      ...refuse('Rules are arithmetic: facts and time come in as arguments.', 'drizzle', 'schema', 'queries', 'hono'),
      ...refuse('Rules do not know who asks.', 'jobs', 'objects', 'views', 'http', 'api', 'routes', 'map'),
    }),
    layer(
      ['worker/*/queries/**', 'worker/*/queries.ts'],
      refuse('Queries do not know who asks.', 'hono', 'jobs', 'objects', 'views', 'http', 'api', 'routes', 'map'),
    ),
    layer(['worker/db/**'], refuse('Queries do not know who asks.', 'hono', 'jobs', 'objects', 'views', 'http', 'api', 'routes', 'map'), {
      but: ['driver'],
    }),
    layer(
      ['worker/*/jobs/**', 'worker/*/jobs.ts'],
      {
        ...objectsByType,
        ...refuse('Only queries touch tables.', 'schema'),
        ...refuse('A job has no request and no page.', 'views', 'http', 'api', 'routes', 'map'),
      },
      { typesOnly: ['objects'] },
    ),
    layer(
      ['worker/http/**'],
      {
        ...objectsByType,
        ...refuse('Only queries touch tables.', 'schema'),
        ...refuse('What all routes share knows none of them.', 'pages', 'jobs', 'routes', 'map'),
      },
      { typesOnly: ['objects'] },
    ),
    layer(
      ['worker/*/routes/**', 'worker/*/routes.{ts,tsx}', 'worker/home/card.ts', 'worker/home/cards/**'],
      {
        ...objectsByType,
        ...refuse('Only queries touch tables.', 'schema', 'drizzle'),
        ...refuse('Only app.tsx knows the routes.', 'routes', 'map'),
      },
      { typesOnly: ['objects'] },
    ),
    layer(
      ['durable-objects/**'],
      { ...refuse('Only queries touch tables.', 'schema'), ...refuse('An object is not a route.', 'http', 'api', 'routes', 'jobs', 'map') },
      { but: ['cloudflare'] },
    ),
    layer(
      ['worker/api/**'],
      refuse(
        'What the API promises knows no tables and no pages.',
        'hono',
        'drizzle',
        'schema',
        'queries',
        'jobs',
        'objects',
        'views',
        'routes',
        'map',
      ),
    ),
    layer(['views/**'], refuse('Views take props.', 'schema', 'drizzle', 'queries', 'jobs', 'objects', 'http', 'api', 'routes', 'map'), {
      typesOnly: ['queries'],
    }),
    layer(
      ['drizzle/schema/**'],
      refuse(
        'The schema takes its words from rules, and nothing else.',
        'queries',
        'jobs',
        'objects',
        'views',
        'http',
        'api',
        'routes',
        'map',
      ),
    ),
  ],
})

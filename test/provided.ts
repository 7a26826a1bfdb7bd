import type { WorkerVariables } from '#dev/worker-variables.ts'

/** What the ground under the tests tells them: `inject('ground')`. */
export type Provided = {
  /** Everything the Worker under test is given. */
  variables: WorkerVariables
  /** The database's owner, for arranging facts. */
  ownerUrl: string
  /** A migrated, empty database nobody is connected to: `create database … template …` takes a moment. */
  templateUrl: string
  /** The whole server, for tests of the ground itself. May create databases and logins. */
  adminUrl: string
  /** True when the sample data of profile S is loaded in the tests' database. */
  sample: boolean
}

declare module 'vitest' {
  interface ProvidedContext {
    ground: Provided
    /** A provider of models that does what it is asked to do wrong: test/ground/upstream.ts. */
    upstream: string
    /** Where to ask for a whole portal: `test/e2e/setup.ts` does. */
    portals: string
  }
}

import { randomBytes } from 'node:crypto'
import { createDatabase, databaseOf, dropDatabase } from '#dev/databases.ts'
import { duties, type Passwords, variableOf } from '#dev/worker-variables.ts'
import type { Provided } from '#test/provided.ts'
import type { Built } from '#test/ground/built.ts'
import { type Stack, startStack } from './stack.ts'

const dropped = new WeakMap<Stack, () => Promise<unknown>>()

/** A portal on a migrated, empty database of its own, beside the one the other tests use. */
export async function own({ adminUrl, templateUrl, variables }: Provided, built: Built): Promise<Stack> {
  const ownerUrl = await createDatabase(adminUrl, `portal_faults_${randomBytes(3).toString('hex')}`, databaseOf(templateUrl))
  const drop = () => dropDatabase(adminUrl, databaseOf(ownerUrl))
  try {
    const passwords = duties.map((duty) => [duty, decodeURIComponent(new URL(variables[variableOf[duty]]).password)])
    const stack = await startStack({ ownerUrl, passwords: Object.fromEntries(passwords) as Passwords, built })
    dropped.set(stack, drop)
    return stack
  } catch (error) {
    await drop()
    throw error
  }
}

export async function release(stack: Stack) {
  await stack.stop()
  await dropped.get(stack)?.()
}

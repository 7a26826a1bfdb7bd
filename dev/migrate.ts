import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import { dutyUrls, existingDuties, newPasswords, restoreDefaults, setLoginPasswords, withOwner } from '#dev/logins.ts'
import { checkout } from '#dev/paths.ts'
import { type Duty, duties, variableOf } from '#dev/worker-variables.ts'

/** Brings the database up to date, all pending migrations in one transaction, and returns the logins that had changed their own defaults. */
export async function migrate(ownerUrl: string): Promise<Duty[]> {
  await withOwner(ownerUrl, async (owner) => {
    await owner.query("set client_min_messages = 'warning'") // migrations say IF NOT EXISTS on purpose
    await applyMigrations(drizzle(owner), { migrationsFolder: `${checkout}drizzle/migrations` }).catch(
      (error: Error & { query?: string }) => {
        const reason = error.cause instanceof Error ? error.cause.message : error.message
        throw new Error(`A migration failed, nothing was changed: ${reason}${error.query ? `\n${error.query.trim().slice(0, 400)}` : ''}`, {
          cause: error,
        })
      },
    )
  })
  return restoreDefaults(ownerUrl)
}

/**
 * `DATABASE_URL=… npm run migrate`: for a database that is not the local one. A login gets its password when it is made, and keeps
 * it: a deploy must not lock out the running Worker. `-- --new-passwords` turns them over.
 */
async function command() {
  const ownerUrl = process.env.DATABASE_URL
  if (!ownerUrl) throw new Error('DATABASE_URL is not set: the connection string of the owner of the database to migrate.')
  const before = await existingDuties(ownerUrl)
  const restored = await migrate(ownerUrl)
  console.log('The database is up to date.')
  const own = restored.filter((duty) => before.includes(duty))
  if (own.length) console.log(`Defaults changed since the last deploy were put back: ${own.join(', ')}. Find out who changed them.`)
  const turned = process.argv.includes('--new-passwords') ? duties : duties.filter((duty) => !before.includes(duty))
  if (turned.length === 0) {
    console.log('The logins keep their passwords (npm run migrate -- --new-passwords makes new ones).')
    return
  }
  const passwords = newPasswords()
  await setLoginPasswords(ownerUrl, passwords, turned)
  const urls = dutyUrls(ownerUrl, passwords)
  console.log(`New passwords, shown once: ${turned.join(', ')}. Set them as secrets (npx wrangler secret bulk, on its standard input):`)
  console.log(JSON.stringify(Object.fromEntries(turned.map((duty) => [variableOf[duty], urls[duty]])), null, 2))
}

if (import.meta.main) {
  command().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Duty, duties, type Passwords } from '#dev/worker-variables.ts'

export const newPasswords = (): Passwords =>
  Object.fromEntries(duties.map((duty) => [duty, randomBytes(24).toString('base64url')])) as Passwords

export async function setLoginPasswords(ownerUrl: string, passwords: Passwords, of: readonly Duty[] = duties) {
  await withOwner(ownerUrl, async (owner) => {
    for (const duty of of) {
      await owner.query(`alter role ${owner.escapeIdentifier(duty)} password ${owner.escapeLiteral(passwords[duty])}`)
    }
  })
}

/** The owner's connection string with the name and password of each duty. */
export function dutyUrls(ownerUrl: string, passwords: Passwords): Record<Duty, string> {
  return Object.fromEntries(
    duties.map((duty) => {
      const url = new URL(ownerUrl)
      url.username = duty
      url.password = encodeURIComponent(passwords[duty])
      return [duty, url.href]
    }),
  ) as Record<Duty, string>
}

/** What the migrations set for every duty; a test compares the two. */
export const dutyDefaults = ['lock_timeout=2s', 'statement_timeout=5s']

/**
 * A login may change its own defaults (`ALTER ROLE … SET`), and so lift its timeouts for every later session. Each deploy looks,
 * puts things back and says whose they were.
 */
export async function restoreDefaults(ownerUrl: string): Promise<Duty[]> {
  return withOwner(ownerUrl, async (owner) => {
    const ask: Ask = async (text, params) => (await owner.query(text, params)).rows
    const changed = await changedDefaults(ask)
    for (const duty of changed) {
      const role = owner.escapeIdentifier(duty)
      for (const { database } of await defaultsOf(ask, duty)) {
        await owner.query(`alter role ${role}${database === null ? '' : ` in database ${owner.escapeIdentifier(database)}`} reset all`)
      }
      for (const setting of dutyDefaults) {
        const [name, value] = setting.split('=') as [string, string]
        await owner.query(`alter role ${role} set ${owner.escapeIdentifier(name)} = ${owner.escapeLiteral(value)}`)
      }
    }
    return changed
  })
}

type Ask = (text: string, params: unknown[]) => Promise<unknown[]>

/** Whose defaults are not those that the migrations set. */
export async function changedDefaults(ask: Ask): Promise<Duty[]> {
  const changed: Duty[] = []
  for (const duty of duties) {
    const rows = await defaultsOf(ask, duty)
    if (rows.length !== 1 || rows[0]?.database !== null || rows[0].settings.join() !== dutyDefaults.join()) changed.push(duty)
  }
  return changed
}

async function defaultsOf(ask: Ask, duty: Duty) {
  const rows = await ask(
    `select d.datname as database, array(select unnest(s.setconfig) order by 1) as settings
     from pg_db_role_setting s join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase
     where r.rolname = $1`,
    [duty],
  )
  return rows as { database: string | null; settings: string[] }[]
}

export async function existingDuties(ownerUrl: string): Promise<string[]> {
  return withOwner(ownerUrl, async (owner) => {
    const { rows } = await owner.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [[...duties]])
    return rows.map(({ rolname }) => rolname)
  })
}

export async function withOwner<T>(ownerUrl: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  owner.on('error', () => {}) // the failing query says it
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

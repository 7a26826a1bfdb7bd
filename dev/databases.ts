import { withOwner } from '#dev/logins.ts'
import { duties } from '#dev/worker-variables.ts'

/** Another database on the same server, empty or a copy. The address of the new one. */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<string> {
  await withOwner(adminUrl, async (admin) => {
    const quoted = admin.escapeIdentifier(name)
    await admin.query(`create database ${quoted}${template ? ` template ${admin.escapeIdentifier(template)}` : ''}`)
    if (!template) return
    // A copy takes everything but the rights on the database itself.
    await admin.query(`revoke all on database ${quoted} from public`)
    await admin.query(`grant connect on database ${quoted} to ${duties.join(', ')}`)
  })
  return withDatabase(adminUrl, name)
}

export async function dropDatabase(adminUrl: string, name: string) {
  await withOwner(adminUrl, (admin) => admin.query(`drop database if exists ${admin.escapeIdentifier(name)} with (force)`))
}

export function withDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(name)}`
  return other.href
}

export const databaseOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1))

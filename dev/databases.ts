import { withOwner } from '#dev/logins.ts'
import { duties } from '#dev/worker-variables.ts'

/** File by file: the usual way writes each page of a copy down once more, which takes twice as long to make and to drop. */
const COPIED = 'strategy file_copy'

/** Another database on the same server, empty or a copy. The address of the new one. */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<string> {
  await withOwner(adminUrl, async (admin) => {
    const quoted = admin.escapeIdentifier(name)
    await admin.query(`create database ${quoted}${template ? ` template ${admin.escapeIdentifier(template)} ${COPIED}` : ''}`)
    if (!template) return
    // A copy takes everything but the rights on the database itself.
    await admin.query(`revoke all on database ${quoted} from public`)
    await admin.query(`grant connect on database ${quoted} to ${duties.join(', ')}`)
  })
  return withDatabase(adminUrl, name)
}

/** Whoever is connected is put out. Those whom the owner may not put out (an autovacuum worker, the logins of the duties) are waited
 *  for: without FORCE the server asks autovacuum to leave and looks again for five seconds. */
export async function dropDatabase(adminUrl: string, name: string) {
  await withOwner(adminUrl, async (admin) => {
    const drop = `drop database if exists ${admin.escapeIdentifier(name)}`
    for (let attempt = 1; ; attempt++) {
      try {
        return await admin.query(`${drop} with (force)`)
      } catch (error) {
        if (codeOf(error) !== NOT_PERMITTED) throw error
      }
      try {
        return await admin.query(drop)
      } catch (error) {
        if (codeOf(error) !== STILL_USED || attempt === 3) throw error
      }
    }
  })
}

const NOT_PERMITTED = '42501'
const STILL_USED = '55006'
const codeOf = (error: unknown) => (error as { code?: unknown }).code

export function withDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(name)}`
  return other.href
}

export const databaseOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1))

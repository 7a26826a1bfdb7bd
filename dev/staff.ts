import { parseArgs } from 'node:util'
import pg from 'pg'
import { withOwner } from '#dev/logins.ts'
import { withThisDatabase } from '#dev/this-database.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { newId } from '#worker/rules/ids.ts'

const usage = `npm run staff -- add --email <address> --oid <directory object id> --name <name> --role <${ROLES.join('|')}> [--lead]
Adds a person to the staff of DATABASE_URL, or of the local database. Traced in the audit trail, actor "system".`

export type NewStaff = { email: string; directoryId: string; name: string; role: (typeof ROLES)[number]; lead: boolean }

/** The person meant, or one sentence per wrong field. */
export function readStaff(args: string[]): { staff: NewStaff } | { wrong: string[] } {
  const wrong: string[] = []
  let values: { email?: string; oid?: string; name?: string; role?: string; lead?: boolean } = {}
  try {
    const text = { type: 'string' } as const
    const parsed = parseArgs({
      args,
      allowPositionals: true,
      options: { email: text, oid: text, name: text, role: text, lead: { type: 'boolean' } },
    })
    values = parsed.values
    if (parsed.positionals.join() !== 'add') wrong.push('Say what to do: add.')
  } catch (error) {
    return { wrong: [(error as Error).message] }
  }
  const email = values.email?.trim() ?? ''
  const directoryId = values.oid?.trim().toLowerCase() ?? ''
  const name = values.name?.trim() ?? ''
  const role = ROLES.find((known) => known === values.role?.trim().toUpperCase())
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 254) wrong.push('--email: an address like name@example.com is needed.')
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(directoryId))
    wrong.push("--oid: the person's object id in the directory is needed, a UUID.")
  if (name.length < 2 || name.length > 120) wrong.push('--name: between 2 and 120 characters are needed.')
  if (!role) wrong.push(`--role: one of ${ROLES.join(', ')} is needed.`)
  return wrong.length || !role ? { wrong } : { staff: { email, directoryId, name, role, lead: values.lead ?? false } }
}

/** One transaction writes the person and the trail. Resolves to the new id, or to the reason it was refused. */
export async function addStaff(ownerUrl: string, staff: NewStaff): Promise<{ ok: true; id: string } | { ok: false; because: string }> {
  const id = newId('ops')
  try {
    const values = [id, staff.directoryId, staff.email, staff.name, staff.role, staff.lead]
    await withOwner(ownerUrl, (owner) => owner.query('select (app.add_staff($1, $2, $3, $4, $5, $6)).id', values))
    return { ok: true, id }
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    if (error.code === '23505') {
      const isEmail = error.constraint === 'internal_user_email'
      return {
        ok: false,
        because: isEmail
          ? `--email: ${staff.email} belongs to somebody already.`
          : `--oid: ${staff.directoryId} belongs to somebody already.`,
      }
    }
    if (error.code === '42883' || error.code === '3F000')
      return { ok: false, because: 'The database is not migrated yet: npm run migrate, or npm start for the local one.' }
    throw error
  }
}

async function command() {
  const read = readStaff(process.argv.slice(2))
  if ('wrong' in read) {
    console.error(`${read.wrong.join('\n')}\n\n${usage}`)
    process.exitCode = 1
    return
  }
  const added = await withThisDatabase((ownerUrl) => addStaff(ownerUrl, read.staff))
  if (added.ok) console.log(`Added ${read.staff.name} (${read.staff.role}${read.staff.lead ? ', lead' : ''}) as ${added.id}.`)
  else {
    console.error(added.because)
    process.exitCode = 1
  }
}

if (import.meta.main) {
  command().catch((error: Error) => {
    console.error(`Nobody was added: ${error.message || 'the database cannot be reached'}`)
    process.exitCode = 1
  })
}

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runningStart } from '#dev/start/lock.ts'

/** `npm run token`: mints what the vendor's product would mint for one of a tenant's users. Only on this machine: the portal that runs
 *  here believes its own local sign-in and nobody else's. */
export type Wanted = { tenant: string; user: string; role?: string | undefined }

/** Throws with one sentence that says what would help. */
export async function tokenFrom(signInUrl: string | undefined, { tenant, user, role }: Wanted): Promise<string> {
  if (signInUrl === undefined)
    throw new Error('No portal runs from this checkout, so nobody here would believe a token. Start it with npm start.')
  const asked = new URLSearchParams({ tenant, user, ...(role !== undefined && { role }) })
  const answer = await fetch(`${signInUrl}/tenant-token?${asked}`, { method: 'POST' }).catch(() => undefined)
  if (!answer) throw new Error('The local sign-in of the running portal does not answer. Stop the portal and start it again.')
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
}

/** Throws with how to ask. */
export function wantedFrom(args: string[]): Wanted {
  const usage = 'npm run token -- --tenant <tenant id> --user <user id> [--role EMPLOYEE]'
  try {
    const { tenant, user, role } = parseArgs({
      args,
      options: { tenant: { type: 'string' }, user: { type: 'string' }, role: { type: 'string' } },
    }).values
    if (tenant && user) return { tenant, user, role }
  } catch {
    // said below
  }
  throw new Error(usage)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await tokenFrom(runningStart()?.signInUrl, wantedFrom(process.argv.slice(2))))
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}

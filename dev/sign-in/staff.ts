import { withOwner } from '#dev/logins.ts'
import { CAST } from '#drizzle/sample/cast.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'

export type Person = { directoryId: string; name: string; email: string; role: string; lead: boolean; status: string }

const shown = 'directory_id as "directoryId", name, email, role, lead, status'

export async function findStaff(ownerUrl: string, directoryId: string): Promise<Person | undefined> {
  return withOwner(ownerUrl, async (owner) => {
    const { rows } = await owner.query<Person>(`select ${shown} from app.internal_user where directory_id = $1`, [directoryId])
    return rows[0]
  })
}

/** Everyone, also those who may not sign in: being refused is worth trying. The named cast comes first in each role. */
export async function listStaff(ownerUrl: string): Promise<Person[]> {
  const cast = Object.values(CAST).map(({ directoryId }) => directoryId)
  return withOwner(ownerUrl, async (owner) => {
    const { rows } = await owner.query<Person>(
      `select ${shown} from app.internal_user
       order by array_position($1, role), array_position($2, directory_id) nulls last, name, id limit 500`,
      [[...ROLES], cast],
    )
    return rows
  })
}

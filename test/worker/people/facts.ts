import { owner } from '#test/owner.ts'
import { trailOf } from '#test/world.ts'

export const WHY = 'They moved to another team on Monday.'

export const standingOf = async (id: string) =>
  (
    await owner<{ role: string; lead: boolean; status: string; version: number; held_reason: string | null }>(
      'select role, lead, status, version, held_reason from app.internal_user where id = $1',
      [id],
    )
  )[0]

/** What somebody did to people, in order. */
export const actsOf = (operatorId: string) =>
  trailOf(`operator:${operatorId}`).then((rows) => rows.filter(({ act }) => /^(person|admin):/.test(act)))

export const grantsOf = (subjectId: string) =>
  owner<{ id: string; state: string; asked_by: string; decided_by: string | null; asked_at: string }>(
    'select id, state, asked_by, decided_by, asked_at from app.admin_grant where subject_id = $1',
    [subjectId],
  )

/** When a wish was asked, as its form says it. */
export const seenOf = (grant: { asked_at: string }) => String(new Date(grant.asked_at).getTime())

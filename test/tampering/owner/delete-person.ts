import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'removes the person whose acts rows are',
  sql: (scene) =>
    `delete from app.login_session where operator_id = '${scene.people.vera}'; delete from app.internal_user where id = '${scene.people.vera}'`,
  expected: { void: (scene) => `select from audit.trail where operator_id = '${scene.people.vera}' having count(*) < 12` },
} satisfies ByOwner

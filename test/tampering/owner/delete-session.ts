import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'removes the session that rows speak of',
  sql: 'delete from app.impersonation_activity; delete from app.impersonation_session',
  expected: { void: (scene) => `select from audit.trail where session_id = '${scene.sessions.reading}' having count(*) < 12` },
} satisfies ByOwner

import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'leaves a checkpoint out',
  sql: `select app.note_checkpoint(json_build_object('keyId', 'k', 'signature', 's', 'document', json_build_object('number', 5, 'slot', now(), 'at', now(),
    'previous', app.checkpoint_state() -> 'last' ->> 'hash', 'heads', '[]'::json)::text)::text, 'k')`,
  expected: { blocked: 'IM409' },
} satisfies ByLogin

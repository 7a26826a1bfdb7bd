import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'notes a checkpoint of a head that never was',
  sql: (
    scene,
  ) => `select app.note_checkpoint(json_build_object('keyId', 'k', 'signature', 's', 'document', json_build_object('number', 4, 'slot', now(), 'at', now(),
    'previous', app.checkpoint_state() -> 'last' ->> 'hash', 'heads', json_build_array(json_build_object('chain', '${scene.chains.vera}', 'seq', 12, 'hash', 'ff')))::text)::text, 'k')`,
  expected: { blocked: 'IM510' },
} satisfies ByLogin

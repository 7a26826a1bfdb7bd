import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'has the sealing function write what it likes, and puts the real one back',
  sql: (scene) => `do $do$ declare was text := pg_get_functiondef('audit.seal()'::regprocedure); begin
    execute $new$ create or replace function audit.seal() returns trigger language plpgsql as $f$ begin
      new.chain := '${scene.chains.vera}'; new.seq := 13; new.prev := sha256('made up'); new.hash := sha256('made up'); new.at := now();
      new.canonical := '{}'; new.operator_id := '${scene.people.vera}'; return new; end $f$ $new$;
    insert into audit.trail (act, sentence, outcome) values ('x', 'x', 'done');
    execute was;
  end $do$`,
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 13 }) },
} satisfies ByOwner

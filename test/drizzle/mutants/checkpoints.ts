import { mutantsOf, open, weakened } from './mutant.ts'

const note = (from: string, to = '') => weakened('app.note_checkpoint(text, text)', [from, to])
const moved = (from: string, to = 'true') => weakened('app.moved_heads()', [from, to])

export const ofCheckpoints = mutantsOf('checkpoints', [
  ['checkpoints are shown to everybody', open('looked_after', 'audit.checkpoint')],
  ['how far chains are covered is shown to everybody', open('looked_after', 'audit.covered_head')],
  [
    'everybody is told which chains moved',
    weakened('app.uncovered_chains(integer)', ["IF NOT app.may('view_audit') THEN RETURN; END IF;", '']),
  ],
  ['jobs read what was signed', 'grant select on audit.checkpoint to portal_jobs'],
  [
    'jobs note by hand',
    'grant insert on audit.checkpoint to portal_jobs; create policy mine on audit.checkpoint for insert to portal_jobs with check (true)',
  ],
  ['staff note checkpoints', 'grant execute on function app.note_checkpoint(text, text) to portal_staff'],
  ['a session is told what to sign', 'grant execute on function app.checkpoint_state() to portal_tenant_ro'],
  ['staff say that evidence was taken', 'grant execute on function app.note_evidence(text, jsonb) to portal_staff'],
  ['a checkpoint may be changed', 'alter table audit.checkpoint disable trigger append_only'],
  [
    'places may be forgotten',
    'grant delete on audit.covered_head to portal_jobs; create policy mine on audit.covered_head to portal_jobs using (true); grant select on audit.covered_head to portal_jobs',
  ],
  ['a number may be left out', note('its_number IS DISTINCT FROM coalesce(last.number, 0) + 1 OR', '')],
  [
    'the one before need not be named',
    note("OR said ->> 'previous' IS DISTINCT FROM coalesce(encode(last.hash, 'hex'), repeat('00', 32))"),
  ],
  ['the trail is not asked', note("encode(t.hash, 'hex') IS DISTINCT FROM h.hash", 'false')],
  [
    'a chain that became shorter is signed',
    moved('h.seq >= c.seq AND EXISTS (SELECT FROM audit.trail t WHERE t.chain = c.chain AND t.seq = c.seq AND t.hash = c.hash)'),
  ],
  [
    'a chain without a head is signed',
    weakened(
      'app.moved_heads()',
      [
        'h.chain IS NOT NULL\n      AND EXISTS (SELECT FROM audit.trail t WHERE t.chain = h.chain AND t.seq = h.seq AND t.hash = h.hash)',
        'true',
      ],
      ['h.seq >= c.seq AND', 'h.chain IS NULL OR h.seq >= c.seq AND'],
    ),
  ],
])

import { duties } from '../asking.ts'
import { anybody, catalogue, type Probe, staff } from './probe.ts'
import type { World } from './world.ts'

const jobs = anybody('portal_jobs')

type Said = { number?: number; previous?: string; heads?: string }
/** A document that follows the one of the world, but for what is said otherwise; the hash of that one is read on the way. */
const note =
  ({ number = 2, previous = '', heads = '[]' }: Said = {}) =>
  ({ checkpoint }: World) =>
    `select app.note_checkpoint(jsonb_build_object('keyId', 'k', 'signature', 's', 'document', json_build_object('number', ${number},
       'previous', '${previous || checkpoint.hash}', 'slot', now(), 'at', now(), 'heads', '${heads}'::json)::text)::text, 'checkpoints/2.json')`

/** Checkpoints of the trail: what is noted is what the trail says, once, in its order, and stays. */
export const checkpoints: Probe[] = [
  ...duties.flatMap((duty) =>
    [
      "insert into audit.checkpoint (number, at, slot, storage_key, hash, key_id, chains, signed) values (2, now(), now(), 'k', '', 'k', 0, '')",
      'update audit.checkpoint set signed = signed',
      'delete from audit.checkpoint',
      'truncate audit.checkpoint',
      "insert into audit.covered_head (chain, seq, hash, number) values ('operator:x', 1, '', 1)",
      'update audit.covered_head set seq = 0',
      'delete from audit.covered_head',
      'select app.moved_heads()',
      "select app.note_evidence(null, '{}')",
    ].map((sql): Probe => ({ says: `${duty} cannot: ${sql}`, asks: { duty, login: 'ada', session: 'writing' }, sql, gets: '42501' })),
  ),
  ...['update audit.checkpoint set signed = signed', 'delete from audit.checkpoint', 'truncate audit.checkpoint'].map(
    (sql): Probe => ({
      ...{ says: `the owner who gave themselves the right cannot: ${sql}`, asks: catalogue, gets: 'IM500' },
      sql: `grant update, delete, truncate on audit.checkpoint to portal_archive; ${sql}`,
    }),
  ),
  { says: 'the next checkpoint is noted', asks: jobs, sql: note(), gets: 1 },
  { says: 'none is noted twice under another number', asks: jobs, sql: note({ number: 3 }), gets: 'IM409' },
  { says: 'none is noted that does not name the one before', asks: jobs, sql: note({ previous: 'ff'.repeat(32) }), gets: 'IM409' },
  {
    ...{ says: 'none is noted that says of the trail what the trail does not say', asks: jobs, gets: 'IM510' },
    sql: note({ heads: `[{"chain": "operator:x", "seq": 1, "hash": "${'ff'.repeat(32)}"}]` }),
  },
  ...(['portal_staff', 'portal_tenant_ro', 'portal_tenant_rw'] as const).flatMap((duty): Probe[] => [
    { says: `${duty} notes none`, asks: { duty, login: 'ada', session: 'writing' }, sql: note(), gets: '42501' },
    {
      ...{ says: `${duty} is not told what to sign`, asks: { duty, login: 'ada', session: 'writing' }, gets: '42501' },
      sql: 'select app.checkpoint_state()',
    },
  ]),
  { says: 'jobs read no document', asks: jobs, sql: 'select signed from audit.checkpoint', gets: '42501' },
  { says: 'jobs see how old the newest is', asks: jobs, sql: 'select at from audit.checkpoint', gets: 1 },
  ...(['ada', 'lena', 'hugo', 'nils', 'kurt', 'signedOut'] as const).flatMap((name): Probe[] => {
    const audits = name === 'ada' || name === 'lena'
    return [
      {
        says: `${name} reads ${audits ? 'every' : 'no'} checkpoint`,
        asks: staff(name),
        sql: 'select from audit.checkpoint',
        gets: +audits,
      },
      {
        ...{ says: `${name} ${audits ? 'sees' : 'does not see'} how far a chain is covered`, asks: staff(name), gets: +audits },
        sql: 'select from audit.covered_head',
      },
      {
        ...{ says: `${name} is told ${audits ? 'of' : 'no'} chains that moved`, asks: staff(name), gets: +audits },
        sql: 'select from app.uncovered_chains(1)',
      },
    ]
  }),
  ...(
    [
      [
        'cut',
        'delete from audit.trail where chain = at_chain and seq = 2; update audit.trail_head set (seq, hash) = (select 1, t.hash from audit.trail t where t.chain = at_chain and t.seq = 1) where chain = at_chain',
      ],
      [
        'rewritten',
        'update audit.trail set hash = sha256(hash) where chain = at_chain; update audit.trail_head h set hash = t.hash from audit.trail t where h.chain = at_chain and t.chain = h.chain and t.seq = h.seq',
      ],
      ['taken away', 'delete from audit.trail_head where chain = at_chain'],
    ] as const
  ).map(
    ([how, sql]): Probe => ({
      ...{ says: `a chain that was ${how} is not signed again`, asks: catalogue, gets: 0 },
      sql: (w) => `do $do$ declare at_chain text := '${w.checkpoint.chain}'; begin
          grant update, delete on audit.trail to portal_archive; alter table audit.trail disable trigger all; ${sql}; end $do$;
        select from app.moved_heads() m where m.chain = '${w.checkpoint.chain}' and m.holds`,
    }),
  ),
]

import { mutantsOf, open, openCheck, weakened } from './mutant.ts'

const TABLES = ['app.webhook_endpoint', 'app.webhook_secret', 'app.webhook_receipt', 'app.webhook_delivery']
const receive = 'app.receive_webhook(text, text, bytea, text, text, jsonb, integer)'
const begin = 'app.begin_delivery(text, text, text)'
const toTell = (from: string) => weakened('app.checkpoint_to_tell(text, text)', [from, ''])
const signed = (from: string, to: string) => weakened('app.begin_checkpoint(text, text, text, jsonb)', [from, to])

export const ofWebhooks = mutantsOf('webhooks', [
  ...TABLES.map((table): [string, string] => [`${table} is shown to everybody`, open('looked_after', table)]),
  ['sealed secrets may be read', 'grant select on app.webhook_secret to portal_staff'],
  ['what messages say may be read', 'grant select on app.webhook_receipt to portal_staff'],
  ['what tenants were told may be read', 'grant select (message) on app.webhook_delivery to portal_staff'],
  [
    'jobs read secrets by hand',
    `grant select on app.webhook_secret to portal_jobs; create policy mutant on app.webhook_secret for select to portal_jobs using (true)`,
  ],
  ['jobs see every endpoint', open('told', 'app.webhook_endpoint')],
  ['anybody adds endpoints', 'alter policy add on app.webhook_endpoint with check (created_by = (select app.current_operator()))'],
  ['endpoints are added in any name', "alter policy add on app.webhook_endpoint with check ((select app.may('manage_webhooks')))"],
  ['endpoints are added without a trace', 'drop trigger traced on app.webhook_endpoint'],
  [
    'anybody changes endpoints',
    `alter policy change on app.webhook_endpoint using (true) with check (true); ${open('looked_after', 'app.webhook_endpoint')}`,
  ],
  ['an endpoint gets another tenant', 'grant update on app.webhook_endpoint to portal_staff'],
  ['anybody makes secrets', 'alter policy add on app.webhook_secret with check (created_by = (select app.current_operator()))'],
  ['secrets are made in any name', "alter policy add on app.webhook_secret with check ((select app.may('manage_webhooks')))"],
  ['secrets change without a trace', 'drop trigger traced on app.webhook_secret'],
  ['many secrets without an end', 'drop index app.webhook_secret_current'],
  ['a secret comes back', "alter policy expire on app.webhook_secret using ((select app.may('manage_webhooks')))"],
  ['a secret that was replaced lives on', openCheck('expire', 'app.webhook_secret')],
  [
    'anybody ends secrets',
    `alter policy expire on app.webhook_secret using (true) with check (true); ${open('looked_after', 'app.webhook_secret')}`,
  ],
  ['a secret is put in the place of another', 'grant update (sealed) on app.webhook_secret to portal_staff'],
  [
    'secrets are taken away',
    `grant delete on app.webhook_secret to portal_staff; create policy mutant on app.webhook_secret for delete to portal_staff using (true)`,
  ],
  [
    'secrets that are over still count',
    weakened('app.webhook_door(text)', ['AND (s.expires_at IS NULL OR s.expires_at > clock_timestamp())', '']),
  ],
  ['disabled endpoints are open', weakened('app.webhook_door(text)', ["AND e.status = 'ACTIVE'", ''])],
  ['endpoints that are told are open', weakened('app.webhook_door(text)', ["AND e.direction = 'IN'", ''])],
  [
    'an endpoint speaks of any tenant',
    weakened(receive, ['OR (door.tenant_id IS NOT NULL AND door.tenant_id IS DISTINCT FROM receive_webhook.tenant_id)', '']),
  ],
  [
    'messages come in at disabled endpoints',
    weakened(receive, ["AND e.direction = 'IN' AND e.status = 'ACTIVE'", "AND e.direction = 'IN'"]),
  ],
  [
    'messages come in at endpoints that are told',
    weakened(receive, ["AND e.direction = 'IN' AND e.status = 'ACTIVE'", "AND e.status = 'ACTIVE'"]),
  ],
  ['messages leave no trace', weakened(receive, ["IF said <> 'same' THEN", 'IF false THEN'])],
  ['messages of disabled endpoints are done', weakened('app.apply_webhook(text)', ["AND e.status = 'ACTIVE'", ''])],
  ['tenants are told of one another', weakened(begin, ['AND i.tenant_id = told.tenant_id', ''])],
  ['endpoints for telling the portal are told', weakened(begin, ["AND e.direction = 'OUT'", ''])],
  ['tenants are told of one another’s chains', toTell("AND e.tenant_id = o.payload ->> 'tenantId'")],
  ['endpoints for telling the portal are told of checkpoints', toTell("AND e.direction = 'OUT'")],
  ['closed endpoints are told of checkpoints', toTell("AND e.status = 'ACTIVE'")],
  ...['number', 'checkpoint', 'chain', 'seq', 'hash'].map((field): [string, string] => [
    `any ${field} is told`,
    signed(
      `said ->> '${field}'`,
      { number: 'word.number::text', checkpoint: 'word.document', chain: 'word.chain', seq: 'word.seq::text', hash: 'word.hash' }[field] ??
        '',
    ),
  ]),
  ['jobs say that checkpoints are owed', 'grant execute on function app.tell_of_day(date), app.tell_of_ends(bigint, jsonb) to portal_jobs'],
  ['staff tell of checkpoints', 'grant execute on function app.begin_checkpoint(text, text, text, jsonb) to portal_staff'],
  ['staff take messages in', `grant execute on function ${receive} to portal_staff`],
])

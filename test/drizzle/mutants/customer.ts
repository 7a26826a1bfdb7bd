import { mutantsOf, open, openCheck, weakened } from './mutant.ts'

const asker = 'app.customer(jsonb)'
const hidden = 'app.hidden_from_customer(text, text)'
const feed = 'app.customer_sessions(jsonb, jsonb, timestamptz, text, integer, integer)'
const chain = 'app.customer_trail(jsonb, jsonb, bigint, integer)'
const end = 'app.customer_end(jsonb, jsonb, text, text, text)'
const policy = 'app.customer_set_policy(jsonb, jsonb, text, text, text, text)'
const asks = 'app.customer_access_requests(jsonb, jsonb, integer)'
const answers = 'app.customer_answer_access(jsonb, jsonb, text, text, text, boolean, text)'
const recorded = 'app.answer_for_customer(text, text, boolean, text, text)'
const make = 'app.customer_add_link(jsonb, jsonb, text, text, text, bytea, text, integer, boolean)'
const revoke = 'app.customer_revoke_link(jsonb, jsonb, text, text, text)'

export const ofCustomers = mutantsOf('customer', [
  ['the customers’ login reads links', 'grant select on app.customer_link to portal_customer'],
  [
    'the customers’ login reads the trail',
    'grant usage on schema audit to portal_customer; grant select on audit.trail to portal_customer',
  ],
  ['the customers’ login asks for letters', 'grant execute on function app.customer_letter(text, text) to portal_customer'],
  ['revoked links open', weakened(asker, ['AND k.revoked_at IS NULL', ''])],
  ['links that are over open', weakened(asker, ['AND k.expires_at > clock_timestamp()', ''])],
  [
    'links of users who left open',
    weakened(asker, [
      "u.status = 'ACTIVE' AND u.role IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN'));\n  ELSE",
      "u.role IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN'));\n  ELSE",
    ]),
  ],
  [
    'links of users who were lowered open',
    weakened(asker, ["OR u.status = 'ACTIVE' AND u.role IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN'))", "OR u.status = 'ACTIVE')"]),
  ],
  ['users of any tenant are known', weakened(asker, ["u.tenant_id = asker ->> 'tenant' AND ", ''])],
  ['deactivated users are known', weakened(asker, ["AND u.id = asker ->> 'user' AND u.status = 'ACTIVE'", "AND u.id = asker ->> 'user'"])],
  [
    'users of any role are known',
    weakened(asker, [
      "AND u.status = 'ACTIVE' AND u.role IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN');\n  END IF",
      "AND u.status = 'ACTIVE';\n  END IF",
    ]),
  ],
  ['every link acts', weakened(asker, ["k.may_act AND u.role = 'TENANT_ADMIN'", 'true'])],
  [
    'compliance officers act',
    weakened(asker, ["SELECT u.tenant_id, u.id, u.id, u.role = 'TENANT_ADMIN'", 'SELECT u.tenant_id, u.id, u.id, true']),
  ],
  ['nothing is hidden from a party', weakened(hidden, ['p.tenant_user_id = reader', 'false'])],
  ['nothing is hidden from a link that is nobody’s', weakened(hidden, ['OR reader IS NULL AND', 'OR false AND'])],
  ['sessions of every tenant are shown', weakened(feed, ['WHERE i.tenant_id = me.tenant_id AND', 'WHERE'])],
  [
    'a party finds their case among the sessions',
    weakened(feed, ['ELSE t.entity_ids && hidden END', 'ELSE false END'], ['WHERE e.id <> ALL (hidden)', '']),
  ],
  [
    'reading who was inside leaves no trace',
    weakened(
      feed,
      ['PERFORM app.trace_customer(', 'PERFORM length(concat_ws(null, '],
      ['jsonb_array_elements(page) AS e(each)));', 'jsonb_array_elements(page) AS e(each))));'],
    ),
  ],
  ['a party takes the rows of their case', weakened(chain, ['t.entity_ids && hidden OR', ''])],
  [
    'the chain of all is taken',
    weakened(
      chain,
      ["t.chain = 'tenant:' || me.tenant_id AND t.seq > after AND t.seq <= last", 't.seq > after'],
      ["SELECT 'tenant:' || me.tenant_id, t.seq", 'SELECT t.chain, t.seq'],
    ),
  ],
  [
    'the sealed text is always given',
    weakened(chain, [
      "CASE WHEN w.told AND t.operator_id = 'system' AND t.ip IS NULL AND t.user_agent IS NULL AND t.reason IS NULL THEN t.canonical END",
      't.canonical',
    ]),
  ],
  ['who of the staff it was is told', weakened(chain, ["'act', t.act,", "'act', t.act, 'operatorId', t.operator_id,"])],
  ['sessions of every tenant are ended', weakened(end, ['AND i.tenant_id = me.tenant_id FOR', 'FOR'])],
  ['any link ends sessions', weakened(end, ["WHEN NOT me.may_act THEN 'NOT_PERMITTED'", "WHEN false THEN 'NOT_PERMITTED'"])],
  ['any link sets the policy', weakened(policy, ["WHEN NOT me.may_act THEN 'NOT_PERMITTED'", "WHEN false THEN 'NOT_PERMITTED'"])],
  ['a policy is set over another', weakened(policy, ["WHEN place.access_policy <> seen THEN 'STALE'", ''])],
  ['who asks at any tenant is shown', weakened(asks, ['a.tenant_id = me.tenant_id AND', ''])],
  ['who asks somebody else is shown', weakened(asks, ['a.customer_by IS NOT NULL AND', ''])],
  ['what lapsed still waits', weakened(asks, ["AND app.access_state(a) IN ('WAITING', 'APPROVED')", ''])],
  ['the words of whoever asks are told', weakened(asks, ["'mode', r.mode", "'mode', r.mode, 'reason', r.reason"])],
  [
    'reading who asks leaves no trace',
    weakened(
      asks,
      ['PERFORM app.trace_customer(', 'PERFORM length(concat_ws(null, '],
      ['jsonb_array_elements(page) AS e(each)));', 'jsonb_array_elements(page) AS e(each))));'],
    ),
  ],
  ['any link agrees', weakened(answers, ['IF me.may_act THEN', 'IF true THEN'])],
  ['refused answers leave no trace', weakened(answers, ['IF refusal IS NOT NULL THEN', 'IF false THEN'])],
  ['customers answer for each other', weakened(recorded, ['AND a.tenant_id = answer_for_customer.tenant_id', ''])],
  ['customers answer what they were not asked', weakened(recorded, ['AND a.customer_by IS NOT NULL FOR', 'FOR'])],
  [
    'customers agree to what is decided',
    weakened(recorded, ["WHEN app.access_state(r) <> 'WAITING' OR r.customer_approved_at IS NOT NULL THEN", 'WHEN false THEN']),
  ],
  ['customers’ answers are asked without saying who', `grant execute on function ${recorded} to portal_customer`],
  ['staff answer as a customer', `grant execute on function ${answers} to portal_staff`],
  ['a key asks many questions', weakened('app.customer_once(text, text, text)', ['IF known.asked <>', 'IF false AND known.asked <>'])],
  ['anybody makes links that act', weakened(make, ['customer_add_link.may_act AND NOT me.may_act', 'false'])],
  ['links make links', weakened(make, ["asker ? 'link' OR", ''])],
  ['links revoke links', weakened(revoke, ["asker ? 'link' OR", ''])],
  ['officers revoke any link', weakened(revoke, ['NOT me.may_act AND link.user_id IS DISTINCT FROM me.user_id', 'false'])],
  ['links of every tenant are revoked', weakened(revoke, ['AND k.tenant_id = me.tenant_id FOR', 'FOR'])],
  ['links are shown to all staff', open('looked_after', 'app.customer_link')],
  ['what opens a link is read', 'grant select on app.customer_link to portal_staff'],
  ['all staff make links', 'alter policy add on app.customer_link with check (created_by = (select app.current_operator()))'],
  ['links are made in any name', "alter policy add on app.customer_link with check ((select app.may('manage_accounts')))"],
  ['links are made without a trace', 'drop trigger traced on app.customer_link'],
  [
    'staff make links that act',
    'grant insert (may_act) on app.customer_link to portal_staff; alter table app.customer_link drop constraint customer_link_acts_for_somebody',
  ],
  ['links last', 'alter table app.customer_link drop constraint customer_link_lasts'],
  [
    'all staff revoke links',
    `alter policy revoke on app.customer_link using (true) with check (true); ${open('looked_after', 'app.customer_link')}`,
  ],
  ['revoked links come back', openCheck('revoke', 'app.customer_link')],
  [
    'links are given more time',
    `grant update (expires_at) on app.customer_link to portal_staff; ${openCheck('revoke', 'app.customer_link')}`,
  ],
  ['letters about requests go to any contact', weakened('app.customer_request_letter(text, text)', ['AND c.tenant_id = r.tenant_id', ''])],
  ['letters tell of any request', weakened('app.customer_request_letter(text, text)', [' AND r.customer_by IS NOT NULL', ''])],
  ['whoever is not asked is written to', weakened('app.contacts_to_tell(text[])', ['r.customer_by IS NOT NULL', 'true'])],
  [
    'the customers’ login asks for letters about requests',
    'grant execute on function app.customer_request_letter(text, text) to portal_customer',
  ],
  ['staff ask for letters about requests', 'grant execute on function app.customer_request_letter(text, text) to portal_staff'],
  ['letters go to any contact', weakened('app.customer_letter(text, text)', ['AND c.tenant_id = i.tenant_id', ''])],
  [
    'letters go out of open tenants',
    weakened('app.contacts_to_tell(text[])', ["t.access_policy IN ('notify', 'approve') OR i.break_glass", 'true']),
  ],
  ['staff ask for letters', 'grant execute on function app.customer_letter(text, text) to portal_staff'],
])

/** Every right on a table or column that a role has been given. A new grant is added here, and somebody has read it. */
const CONTENT = ['tenant', 'tenant_user', 'case', 'riu', 'investigation', 'investigation_step', 'note', 'participant']

const REGISTER = ['public.tenant', 'public.tenant_domain', 'public.tenant_contact', 'public.tenant_phone']

const TRACE = 'audit.trail insert (act, entity_ids, entity_type, facts, outcome, reason, sentence)'
const TRACE_ABOUT_A_TENANT = 'audit.trail insert (act, entity_ids, entity_type, facts, outcome, reason, sentence, tenant_id)'
const PUTS_JOBS = 'app.job insert (args, dedup, id, kind, max_attempts, priority, run_at, tenant_id)'

const select = (tables: string[]) => tables.map((table) => `${table} select`)
const content = select(CONTENT.map((table) => `public.${table}`))

export const TABLE_GRANTS: Record<string, string[]> = {
  portal_staff: [
    ...select(REGISTER),
    ...select(['public.ticket', 'app.role_permission', 'audit.trail', 'app.home_card']),
    'app.internal_user select (created_at, deactivated_at, email, held_at, held_reason, id, last_login_at, lead, name, role, status, version, zone)',
    'app.admin_grant select',
    'app.login_session select (created_at, expires_at, id, ip, operator_id, revoked_at, seen_at, user_agent)',
    'app.impersonation_session select (break_glass, category, end_reason, ended_at, expires_at, id, mode, operator_id, operator_role, reason, seen_as, started_at, target_user_id, tenant_id, ticket_id)',
    'public.ticket update (assignee_id, updated_at, version)',
    ...select(['public.tenant_error', 'public.tenant_error_day', 'public.tenant_job', 'public.tenant_config']),
    'public.tenant_job update (attempts, finished_at, run_at, state, version)',
    'public.tenant_config insert (body, changed_at, changed_by, document, id, reason, tenant_id, version)',
    // `sealed` goes in and never comes out.
    'public.tenant_secret select (id, kind, last_four, name, set_at, set_by, tenant_id)',
    'public.tenant_secret insert (id, kind, last_four, name, sealed, set_at, set_by, tenant_id)',
    'public.tenant_secret update (last_four, sealed, set_at, set_by)',
    'app.webhook_endpoint select',
    'app.webhook_endpoint insert (created_by, direction, id, name, tenant_id, url)',
    'app.webhook_endpoint update (status, version)',
    'app.webhook_secret select (created_at, created_by, endpoint_id, expires_at, id, last_four, public_key, version)',
    'app.webhook_secret insert (created_by, endpoint_id, id, last_four, public_key, sealed, version)',
    'app.webhook_secret update (expires_at)',
    // Neither what a message says nor the picture of it.
    'app.webhook_receipt select (created_at, done_at, endpoint_id, id, job_id, message_id, tenant_id, type)',
    'app.webhook_delivery select (attempts, created_at, delivered_at, endpoint_id, event_id, id, job_id, kind, last_code, status)',
    ...select(['app.job', 'app.outbox', 'app.kept_mail']),
    PUTS_JOBS,
    'app.job update (attempts, finished_at, run_at, state)',
    TRACE_ABOUT_A_TENANT,
  ],
  portal_tenant_ro: [...content, TRACE],
  portal_tenant_rw: [...content, TRACE, PUTS_JOBS],
  portal_jobs: [
    TRACE_ABOUT_A_TENANT,
    'app.outbox select',
    'app.internal_user select (email, id, role, status)',
    'app.webhook_endpoint select (direction, id, status, tenant_id)',
    'app.kept_mail insert (address, key, letter, operator_id, subject)',
  ],
  portal_search: [
    ...select([...REGISTER, 'app.search_entry']),
    'audit.trail insert (act, entity_ids, entity_type, facts, outcome, sentence)',
  ],
  portal_guard: [
    ...select(['app.internal_user', 'app.login_session', 'app.role_permission', 'app.impersonation_session', 'app.impersonation_activity']),
    ...select(['app.answer', 'audit.trail', 'audit.trail_head']),
    ...select(['public.tenant', 'public.tenant_user', 'public.ticket', 'public.case', 'public.investigation']),
    'app.internal_user insert',
    'app.login_session insert',
    'app.impersonation_session insert',
    'app.impersonation_activity insert',
    'app.home_card select',
    'app.home_card insert',
    'app.home_card delete',
    'app.answer insert',
    'audit.trail insert',
    'audit.trail_head insert',
    'app.internal_user update (held_reason, last_login_at, last_login_ip, last_login_user_agent, lead, role, status)',
    'app.admin_grant select',
    'app.admin_grant insert',
    'app.admin_grant update (asked_at, asked_by, decided_at, decided_by, expires_at, reason, state)',
    'app.login_session update (proved_at, revoked_at, seen_at)',
    'app.impersonation_session update (end_reason, ended_at, expires_at)',
    'app.impersonation_activity update (last_act_at)',
    'app.answer update (chain, seq)',
    'audit.trail_head update (hash, seq, xact)',
    ...['app.job', 'app.outbox', 'app.kept_mail'].flatMap((table) => [`${table} select`, `${table} delete`]),
    'app.answer delete',
    'app.job insert',
    'app.job update (attempts, fence, finished_at, last_error, lease_until, run_at, state)',
    'app.outbox insert',
    'app.outbox update (delivered_at)',
    'public.tenant_domain select',
    'app.search_entry select',
    'app.search_entry insert (at, entity_id, kind, number, snippet, tenant_id, words)',
    'app.search_entry update (at, number, snippet, tenant_id, words)',
    'app.search_entry delete',
    // The right to lock a row, asked for by its key, which nothing changes.
    // Beside it, what messages of webhooks may do.
    'public.tenant update (access_policy, id, status)',
    'public.ticket insert (id, number, opened_at, priority, requester_email, requester_name, status, subject, tenant_id, updated_at)',
    'public.ticket update (closed_at, id, status, updated_at, version)',
    'public.tenant_user update (id, status)',
    'public.riu select (id, number, tenant_id)',
    'public.riu insert (anonymous, category, created_at, id, language, narrative, number, severity, status, tenant_id, type, updated_at)',
    'public.tenant_error select',
    'public.tenant_error insert',
    'public.tenant_error update (count, first_seen_at, last_seen_at, level, message)',
    'public.tenant_error_day select',
    'public.tenant_error_day insert',
    'public.tenant_error_day update (count)',
    ...select(['app.webhook_endpoint', 'app.webhook_secret']),
    ...['app.webhook_receipt', 'app.webhook_delivery'].flatMap((table) =>
      ['select', 'insert', 'update', 'delete'].map((right) => `${table} ${right}`),
    ),
  ],
}

const EVERYBODY = ['app.answer', 'app.context', 'app.current_operator', 'app.enter', 'app.touch']
const INSIDE = ['app.current_subject', 'app.current_tenant', 'app.investigated_cases', 'app.sees_every_case', 'app.sees_every_user']
const WEBHOOKS = [
  'app.apply_webhook',
  'app.begin_delivery',
  'app.note_delivery',
  'app.purge_webhooks',
  'app.receive_webhook',
  'app.webhook_door',
]
const WORKS = ['app.claim_jobs', 'app.complete_job', 'app.deliver_events', 'app.fail_job', 'app.purge', 'app.put_job']

export const FUNCTION_GRANTS: Record<string, string[]> = {
  portal_staff: [
    ...EVERYBODY,
    'app.acts_about',
    'app.arrange_home',
    'app.add_person',
    'app.ask_admin',
    'app.change_person',
    'app.decide_admin',
    'app.end_impersonation',
    'app.extend_impersonation',
    'app.led_role',
    'app.look_up_tenants',
    'app.kill_sessions',
    'app.may',
    'app.new_id',
    'app.note_impersonation',
    'app.asker',
    'app.own_hold',
    'app.open_sign_ins',
    'app.own_sign_ins',
    'app.prove_sign_in',
    'app.possible_subjects',
    'app.report_stolen',
    'app.search_everywhere',
    'app.revoke_own_sign_ins',
    'app.sign_in',
    'app.sign_out',
    'app.start_impersonation',
    'app.tenant_access',
  ],
  portal_tenant_ro: [...EVERYBODY, ...INSIDE],
  portal_tenant_rw: [...EVERYBODY, ...INSIDE, 'app.new_id'],
  portal_jobs: [...EVERYBODY, 'app.end_overdue', ...WORKS, ...WEBHOOKS, 'app.hold_operator'],
  portal_search: [
    'app.context',
    'app.current_operator',
    'app.key_hash',
    'app.led_role',
    'app.look_up_tenants',
    'app.may',
    'app.search_everywhere',
    'app.search_lexeme',
    'app.search_vocabulary',
    'app.search_words_for_trail',
  ],
  portal_archive: [],
}

/** Tables that a role may change without the trigger that asks for a trace, and why. */
export const UNTRACED: Record<string, string> = {
  'app.login_session': 'sign-in and sign-out write their own trail rows, and the idle clock is touched once a minute',
  'app.impersonation_activity': 'the idle clock: the trail row of the act itself says when it was',
  'app.answer': 'belongs to its trail row and is purged after a day',
  'app.outbox': 'events are written by triggers beside their cause, which has its own trace',
  'app.kept_mail': 'a letter that stands for a sent one; it belongs to its job',
  'app.webhook_receipt': 'is written beside the row of the trail that tells of the message, and marked done beside the one of its effect',
  'app.webhook_delivery': 'counts attempts: the event that is told has its own trace',
  'app.search_entry': 'is written by triggers of what it is about, whose change has its own trace',
  'audit.trail': 'is the trace',
  'audit.trail_head': 'moves with every row of the trail, and the trigger would ask it about itself',
}

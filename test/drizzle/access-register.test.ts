import { beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#worker/auth/rules/roles.ts'
import { newId } from '#worker/rules/ids.ts'
import { type Ask, as, codeOf, owner, refusalOf } from './asking.ts'
import { aPlace, anOperator } from './content.ts'

const words = "'door:refused', 'Was refused at a door.', 'refused'"
let tenantId: string
let jobId: string
let ids: Record<string, string>

beforeAll(async () => {
  tenantId = (await aPlace()).id
  const [error, config, secret] = [newId('err'), newId('cfg'), newId('sec')]
  jobId = newId('job')
  ids = { tenant_error: error, tenant_error_day: error, tenant_job: jobId, tenant_config: config, tenant_secret: secret }
  await owner(
    `insert into tenant_error (id, tenant_id, fingerprint, level, message, source, count, first_seen_at, last_seen_at)
     values ($1, $2, 'f00d', 'ERROR', 'A message', 'web', 1, now(), now())`,
    [error, tenantId],
  )
  await owner('insert into tenant_error_day (error_id, day, count) values ($1, current_date, 1)', [error])
  await owner(
    `insert into tenant_job (id, tenant_id, kind, state, run_at, created_at) values ($1, $2, 'DIGEST', 'RETRYABLE', now(), now())`,
    [jobId, tenantId],
  )
  await owner(
    `insert into tenant_config (id, tenant_id, document, version, body, reason, changed_at) values ($1, $2, 'routing', 1, '{}', 'A reason', now())`,
    [config, tenantId],
  )
  await owner(
    `insert into tenant_secret (id, tenant_id, kind, name, last_four, sealed, set_at) values ($1, $2, 'API_KEY', 'sync', '', '\\x00', now())`,
    [secret, tenantId],
  )
})

/** As somebody of this role, entered, with a trail row written where `traced`. */
async function asRole<T>(role: Role, traced: boolean, work: (ask: Ask, id: string) => Promise<T>): Promise<T> {
  const { id, loginKey } = await anOperator(role)
  return as('portal_staff', async (ask) => {
    await ask("select app.enter('', $1, '{}'::jsonb)", [loginKey])
    if (traced) await ask(`insert into audit.trail (act, sentence, outcome, tenant_id) values (${words}, $1)`, [tenantId])
    return work(ask, id)
  })
}

const seen = (role: Role, table: string) =>
  asRole(role, false, async (ask) => {
    const key = table === 'tenant_error_day' ? 'error_id' : 'id'
    return (await ask(`select ${key} from ${table} where ${key} = $1`, [ids[table]])).length
  })

describe('what staff keep and watch for a tenant', () => {
  it.each([
    ['tenant_error', ['SUPPORT_L2', 'SUPPORT_L3', 'ADMIN'], ['SUPPORT_L1', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS']],
    ['tenant_error_day', ['SUPPORT_L2', 'SUPPORT_L3', 'ADMIN'], ['SUPPORT_L1', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS']],
    ['tenant_job', ['SUPPORT_L2', 'SUPPORT_L3', 'ADMIN'], ['SUPPORT_L1', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS']],
    ['tenant_config', ['SUPPORT_L1', 'IMPLEMENTATION', 'ADMIN'], ['HOTLINE_OPS', 'CLIENT_SUCCESS']],
    ['tenant_secret', ['SUPPORT_L1', 'IMPLEMENTATION', 'ADMIN'], ['HOTLINE_OPS', 'CLIENT_SUCCESS']],
  ] as const)('%s shows its rows only with its permission, whatever the page forgot', async (table, may, mayNot) => {
    for (const role of may) expect([role, await seen(role, table)]).toEqual([role, 1])
    for (const role of mayNot) expect([role, await seen(role, table)]).toEqual([role, 0])
    const key = table === 'tenant_error_day' ? 'error_id' : 'id'
    expect(await as('portal_staff', (ask) => ask(`select ${key} from ${table}`))).toEqual([]) // nobody has entered
    for (const duty of ['portal_tenant_ro', 'portal_tenant_rw', 'portal_jobs'] as const) {
      const asked = `select ${key} from ${table}`
      // What is configured is read inside a tenant, and without a session shows nothing.
      if (table === 'tenant_config' && duty !== 'portal_jobs') expect(await as(duty, (ask) => ask(asked))).toEqual([])
      else expect(await refusalOf(duty, asked)).toBe('42501')
    }
  })

  it('gives the sealed value of a secret to nobody, not even to compare', async () => {
    for (const asked of [
      'select sealed from tenant_secret',
      "select id from tenant_secret where sealed = '\\x00'",
      'select * from tenant_secret',
    ])
      expect(await asRole('ADMIN', false, (ask) => codeOf(ask(asked)))).toBe('42501')
  })

  it('changes nothing of it without a trace', async () => {
    const change = "update tenant_job set state = 'AVAILABLE' where id = $1"
    expect(await asRole('SUPPORT_L3', false, (ask) => codeOf(ask(change, [jobId])))).toBe('IM500')
    expect(await asRole('SUPPORT_L3', true, (ask) => codeOf(ask(change, [jobId])))).toBeUndefined()
  })

  it('lets only those who may retry a job, and only make it due', async () => {
    const change = 'update tenant_job set state = $2 where id = $1 returning id'
    expect(await asRole('SUPPORT_L2', true, (ask) => ask(change, [jobId, 'AVAILABLE']))).toEqual([])
    expect(await asRole('SUPPORT_L3', true, (ask) => codeOf(ask(change, [jobId, 'COMPLETED'])))).toBe('42501')
    expect(await asRole('SUPPORT_L3', true, (ask) => codeOf(ask('update tenant_job set last_error = null where id = $1', [jobId])))).toBe(
      '42501',
    )
  })

  it('only adds to a configuration, under one’s own name, and only where one may', async () => {
    const added = (role: Role, changedBy?: string) =>
      asRole(role, true, (ask, id) =>
        codeOf(
          ask(
            `insert into tenant_config (id, tenant_id, document, version, body, reason, changed_by, changed_at) values ($1, $2, 'routing', 2, '{}', 'A reason', $3, now())`,
            [newId('cfg'), tenantId, changedBy ?? id],
          ),
        ),
      )
    expect(await added('SUPPORT_L3')).toBeUndefined()
    expect(await added('SUPPORT_L1')).toBe('42501')
    expect(await added('SUPPORT_L3', 'ops_somebody_else')).toBe('42501')
    for (const asked of [
      "update tenant_config set body = '{}'",
      'delete from tenant_config',
      'delete from tenant_secret',
      'delete from tenant_job',
    ])
      expect(await asRole('ADMIN', true, (ask) => codeOf(ask(asked)))).toBe('42501')
  })
})

describe('the lists of a tenant’s rooms, and those across tenants', () => {
  it.each([
    ['tenant_error_page', "tenant_error where tenant_id = 'ten_x' order by last_seen_at desc, id desc"],
    ['tenant_error_level', "tenant_error where tenant_id = 'ten_x' and level = 'ERROR' order by last_seen_at desc, id desc"],
    ['tenant_job_page', "tenant_job where tenant_id = 'ten_x' order by created_at, id"],
    ['tenant_job_state', "tenant_job where tenant_id = 'ten_x' and state = 'COMPLETED' order by created_at desc, id desc"],
    ['tenant_error_fatal', "tenant_error where level = 'FATAL' order by last_seen_at desc, id desc"],
    ['tenant_job_given_up', "tenant_job where state = 'DISCARDED' order by created_at desc, id desc"],
    ['tenant_config_version_of', "tenant_config where tenant_id = 'ten_x' and document = 'intake' order by version desc"],
  ])('are read by the index %s without sorting', async (index, asked) => {
    const plan = await asRole('ADMIN', false, async (ask) => {
      await ask('set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off')
      return ask<{ 'QUERY PLAN': string }>(`explain select id from ${asked} limit 50`)
    })
    const lines = plan.map((line) => line['QUERY PLAN'])
    expect(lines.join('\n')).toMatch(new RegExp(`Index .*${index}`))
    expect(lines.filter((line) => line.includes('Sort'))).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { inside, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { linkOf, press, stranger, userOf, visited } from './facts.ts'

const endOf = (sessionId: string) => `/api/v1/tenant/sessions/${sessionId}/end`
const sessionRow = async (id: string) =>
  (
    await owner<{ ended_at: string | null; end_reason: string | null }>(
      'select ended_at, end_reason from app.impersonation_session where id = $1',
      [id],
    )
  )[0]
const policyOf = async (id: string) =>
  (await owner<{ access_policy: string }>('select access_policy from tenant where id = $1', [id]))[0]?.access_policy
const actsOf = async (tenantId: string) => (await trailOf(`tenant:${tenantId}`)).map(({ act, outcome }) => `${act} ${outcome}`)

describe('an administrator of the tenant ends a session', () => {
  it('and it is over at once: the row, the trail, and the operator’s next click', async () => {
    const { browser, admin, tenant, sessionId } = await visited()
    const said = await admin.program.post(endOf(sessionId))
    expect([said.status, said.body.endReason]).toEqual([200, 'CUSTOMER_ENDED'])
    expect(await sessionRow(sessionId)).toMatchObject({ end_reason: 'CUSTOMER_ENDED' })
    expect((await trailOf(`tenant:${tenant.id}`)).at(-1)).toMatchObject({
      ...{
        act: 'impersonation:end',
        outcome: 'done',
        operator_id: admin.id,
        session_id: sessionId,
        sentence: 'Was put out of the tenant by the customer.',
      },
      facts: { endReason: 'CUSTOMER_ENDED' },
    })
    const next = await browser.get('/workspace/cases')
    expect(next.status).toBe(401)
    expect(await next.text()).toContain('The customer ended it.')
  })

  it('twice, which is once: the same key, another key, and two at the same time', async () => {
    const { admin, tenant, sessionId } = await visited()
    const key = { 'Idempotency-Key': newId('key') }
    const pressed = await Promise.all([admin.program.post(endOf(sessionId), {}, key), admin.program.post(endOf(sessionId), {}, key)])
    expect(pressed.map(({ status, body }) => [status, body.endReason])).toEqual([
      [200, 'CUSTOMER_ENDED'],
      [200, 'CUSTOMER_ENDED'],
    ])
    const again = await admin.program.post(endOf(sessionId))
    expect(again.body).toEqual(pressed[0]?.body)
    const acts = await actsOf(tenant.id)
    expect(acts.filter((each) => each === 'impersonation:end done')).toHaveLength(1)
    expect(acts.at(-1)).toBe('customer:end done')
    expect((await admin.program.post(endOf(newId('imp')), {}, key)).body.code).toBe('IDEMPOTENCY_KEY_REUSED')
  })

  it('that ran out by itself, and it ended when it ran out', async () => {
    const { admin, tenant, sessionId } = await visited()
    await owner("update app.impersonation_activity set last_act_at = now() - interval '11 minutes' where session_id = $1", [sessionId])
    const said = await admin.program.post(endOf(sessionId))
    // Nobody has written it down yet; the customer is no reason for it.
    expect([said.status, (await sessionRow(sessionId))?.end_reason ?? null]).toEqual([200, 'IDLE'])
    expect((await trailOf(`tenant:${tenant.id}`)).slice(-2).map(({ act, operator_id }) => [act, operator_id])).toEqual([
      ['impersonation:end', 'system'],
      ['customer:end', admin.id],
    ])
  })

  it('of another tenant: there is none', async () => {
    const { sessionId } = await inside('hugo')
    const { admin } = await visited()
    const [foreign, unknown] = [await admin.program.post(endOf(sessionId)), await admin.program.post(endOf(newId('imp')))]
    expect([foreign.status, unknown.status]).toEqual([404, 404])
    expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
    expect(await sessionRow(sessionId)).toMatchObject({ ended_at: null })
  })

  it('and nobody lower does, nor anything of the body', async () => {
    const { admin, tenant, sessionId } = await visited()
    const officer = await userOf(tenant.id, 'COMPLIANCE_OFFICER')
    expect((await officer.program.post(endOf(sessionId))).status).toBe(403)
    expect((await admin.program.post(endOf(sessionId), { operatorId: newId('ops') })).status).toBe(422)
    expect(await sessionRow(sessionId)).toMatchObject({ ended_at: null })
  })
})

describe('an administrator of the tenant sets the access policy', () => {
  const POLICY = '/api/v1/tenant/policy'

  it('and what does not conform any more ends with it', async () => {
    const { browser, admin, tenant, sessionId } = await visited()
    const said = await admin.program.put(POLICY, { seen: 'open', policy: 'closed' })
    expect([said.status, said.body]).toEqual([200, { policy: 'closed', ended: 1 }])
    expect(await policyOf(tenant.id)).toBe('closed')
    expect(await sessionRow(sessionId)).toMatchObject({ end_reason: 'POLICY_CHANGED' })
    expect((await trailOf(`tenant:${tenant.id}`)).slice(-2)).toMatchObject([
      { act: 'customer:policy', outcome: 'done', operator_id: admin.id, facts: { fromPolicy: 'open', toPolicy: 'closed' } },
      { act: 'impersonation:end', operator_id: admin.id },
    ])
    expect((await browser.get('/workspace/cases')).status).toBe(401)
  })

  it('to be told, and who is inside stays', async () => {
    const { admin, sessionId } = await visited()
    expect((await admin.program.put(POLICY, { seen: 'open', policy: 'notify' })).body).toEqual({ policy: 'notify', ended: 0 })
    expect(await sessionRow(sessionId)).toMatchObject({ ended_at: null })
  })

  it('as they saw it: of two at once one is told that the other was faster', async () => {
    const { admin, tenant } = await visited()
    const said = await Promise.all(['closed', 'approve'].map((policy) => admin.program.put(POLICY, { seen: 'open', policy })))
    expect(said.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const loser = said.find(({ status }) => status === 409)
    expect(loser?.body).toMatchObject({ code: 'VERSION_CONFLICT', policy: await policyOf(tenant.id) })
  })

  it('once for one key, whatever was set meanwhile', async () => {
    const { admin, tenant } = await visited()
    const key = { 'Idempotency-Key': newId('key') }
    const first = await admin.program.put(POLICY, { seen: 'open', policy: 'notify' }, key)
    await admin.program.put(POLICY, { seen: 'notify', policy: 'open' })
    const again = await admin.program.put(POLICY, { seen: 'open', policy: 'notify' }, key)
    expect([again.status, again.body.policy]).toEqual([200, first.body.policy])
    expect(await policyOf(tenant.id)).toBe('open')
    expect((await admin.program.put(POLICY, { seen: 'open', policy: 'closed' }, key)).body.code).toBe('IDEMPOTENCY_KEY_REUSED')
  })

  it('and nobody lower does', async () => {
    const { tenant } = await visited()
    const officer = await userOf(tenant.id, 'COMPLIANCE_OFFICER')
    expect((await officer.program.put(POLICY, { seen: 'open', policy: 'closed' })).status).toBe(403)
    expect(await policyOf(tenant.id)).toBe('open')
  })
})

describe('by a link that may act', () => {
  it('a session is ended and the policy set on the page, each with its own form', async () => {
    const { admin, tenant, sessionId } = await visited()
    const { path } = await linkOf(admin, { mayAct: true })
    const browser = stranger()
    const ended = await press(browser, path, new RegExp(`/sessions/${sessionId}/end$`))
    expect([ended.status, ended.headers.get('Location')]).toEqual([303, `${path}?done=ended`])
    expect(await sessionRow(sessionId)).toMatchObject({ end_reason: 'CUSTOMER_ENDED' })
    const set = await press(browser, path, /\/policy$/, { policy: 'approve' })
    expect([set.status, await policyOf(tenant.id)]).toEqual([303, 'approve'])
    const page = await (await browser.get(`${path}?done=policy`)).text()
    expect(page).toContain('Nobody comes in before you agreed.')
    expect(page).toContain('You ended it')
  })

  it('a form of another link, an old one, or none at all, does nothing', async () => {
    const { admin, sessionId } = await visited()
    const { path } = await linkOf(admin, { mayAct: true })
    const other = await linkOf(admin, { mayAct: true, name: 'Another' })
    const browser = stranger()
    const page = await (await browser.get(other.path)).text()
    const [csrf = '', key = ''] = ['csrf', 'key'].map((name) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1])
    const old = `${Date.now() - 3_700_000}.${csrf.split('.')[1]}`
    const action = `${path}/sessions/${sessionId}/end`
    for (const fields of [
      { csrf, key },
      { csrf: old, key },
      { csrf: '', key },
      { csrf, key: newId('key') },
    ])
      expect((await browser.post(action, fields)).status).toBe(403)
    const elsewhere = await browser.post(action, { csrf, key }, { Origin: 'https://elsewhere.example' })
    expect(elsewhere.status).toBe(403)
    expect(await sessionRow(sessionId)).toMatchObject({ ended_at: null })
  })

  it('nothing is done any more once its maker is no administrator', async () => {
    const { admin, sessionId } = await visited()
    const { path } = await linkOf(admin, { mayAct: true })
    const browser = stranger()
    const page = await (await browser.get(path)).text()
    const fields = Object.fromEntries(
      ['csrf', 'key'].map((name) => [name, new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '']),
    )
    await owner("update tenant_user set role = 'COMPLIANCE_OFFICER' where id = $1", [admin.id])
    const said = await browser.post(`${path}/sessions/${sessionId}/end`, fields)
    expect([said.status, (await said.text()).includes('This link only shows.')]).toEqual([403, true])
    expect(await sessionRow(sessionId)).toMatchObject({ ended_at: null })
  })
})

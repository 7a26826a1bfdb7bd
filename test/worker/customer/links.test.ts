import { describe, expect, it } from 'vitest'
import { aTenant } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portal, portalAs, trailOf } from '#test/world.ts'
import { newId, newSecret } from '#worker/rules/ids.ts'
import { aDelicateCase, linkOf, stranger, userOf, visited } from './facts.ts'

const bodyOf = async (response: Response) => ({
  status: response.status,
  text: (await response.text()).replaceAll(/req_\w+|nonce="[^"]*"/g, ''),
})

describe('a link of the customer', () => {
  it('opens the page of who was inside to whoever has it, without a cookie, a script or a word of ours', async () => {
    const { admin, tenant, sessionId, person } = await visited()
    const { path } = await linkOf(admin)
    const browser = stranger()
    const response = await browser.get(path)
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(response.headers.getSetCookie()).toEqual([])
    expect([response.headers.get('Cache-Control'), response.headers.get('X-Frame-Options')]).toEqual(['no-store', 'DENY'])
    expect(page).toContain(`Who was inside ${tenant.name}`)
    expect(page).toContain(sessionId)
    expect(page).toContain('Support L1')
    for (const no of [person.name, '<script', '<nav class="nav', 'href="/tenants', 'End it now', 'policy-form'])
      expect(page).not.toContain(no)
  })

  it('looks at no cookie: a member of staff is a stranger there', async () => {
    const { admin } = await visited()
    const { path } = await linkOf(admin)
    const { browser, person } = await portalAs('ada')
    const page = await (await browser.get(path)).text()
    expect(page).not.toContain(person.name)
    const unknown = await browser.get('/customer/nothing')
    expect([unknown.status, (await unknown.text()).includes(person.name)]).toEqual([404, false])
  })

  it('is kept as its hash, and told once; asked again with the same key it is the same link', async () => {
    const { admin, tenant } = await visited()
    const key = { 'Idempotency-Key': newId('key') }
    const body = { name: 'Board', days: 1, mayAct: false }
    const [first, again] = [
      await admin.program.post('/api/v1/tenant/links', body, key),
      await admin.program.post('/api/v1/tenant/links', body, key),
    ]
    expect(again.body).toEqual(first.body)
    const [row] = await owner<{ row: string }>('select to_jsonb(k)::text as row from app.customer_link k where id = $1', [first.body.id])
    const link = String(first.body.address).split('/').at(-1) ?? ''
    expect(link).toHaveLength(43)
    expect(row?.row).not.toContain(link)
    const listed = await admin.program.get('/api/v1/tenant/links')
    expect(listed.body.items).toMatchObject([{ id: first.body.id, name: 'Board', madeBy: 'customer', isOpen: true }])
    expect(JSON.stringify([listed.body, await trailOf(`tenant:${tenant.id}`)])).not.toContain(link)
  })

  it('opens nothing when it is over, revoked, of somebody who left, or made up: always in the same words', async () => {
    const { admin, tenant } = await visited()
    const gone = await userOf(tenant.id)
    const [over, revoked, left] = [await linkOf(admin), await linkOf(admin), await linkOf(gone)]
    await owner(
      "update app.customer_link set created_at = now() - interval '8 days', expires_at = now() - interval '1 second' where id = $1",
      [over.id],
    )
    expect((await admin.program.post(`/api/v1/tenant/links/${revoked.id}/revoke`)).status).toBe(200)
    await owner("update tenant_user set status = 'DEACTIVATED' where id = $1", [gone.id])
    const browser = stranger()
    const said = await bodyOf(await browser.get(`/customer/${newSecret()}`))
    expect([said.status, said.text.includes('This link opens nothing.')]).toEqual([404, true])
    const places = [
      over.path,
      revoked.path,
      left.path,
      '/customer/short',
      `${over.path}/trail.ndjson`,
      `${revoked.path}/checkpoint.json`,
      `${left.path}/what`,
    ]
    for (const place of places) expect([place, await bodyOf(await browser.get(place))]).toEqual([place, said])
  })

  it('shows nothing of another tenant, by no address', async () => {
    const { tenant, sessionId } = await inside('hugo')
    const { admin } = await visited()
    const { path } = await linkOf(admin, { mayAct: true })
    const browser = stranger()
    for (const place of [path, `${path}?tenant=${tenant.id}`, `${path}?older=9999999999999.imp_z`, `${path}/trail.ndjson`]) {
      const text = await (await browser.get(place)).text()
      expect([place, text.includes(sessionId), text.includes(tenant.id)]).toEqual([place, false, false])
    }
  })

  it('shows what its maker may see, and one that is nobody’s what all may see who may look', async () => {
    const { browser, admin, tenant } = await visited()
    const { delicate, other } = await aDelicateCase(tenant.id, admin.id)
    await browser.get('/workspace/cases')
    await browser.get(`/workspace/cases/${delicate.id}`)
    const colleague = await userOf(tenant.id, 'COMPLIANCE_OFFICER')
    const ofStaff = await staffLink(tenant.id)
    const seen = async (path: string) => {
      const page = await (await stranger().get(path)).text()
      return [page.includes(delicate.id), page.includes(other.id)]
    }
    expect(await seen((await linkOf(admin)).path)).toEqual([false, true])
    expect(await seen((await linkOf(colleague)).path)).toEqual([true, true])
    expect(await seen(ofStaff.path)).toEqual([false, true])
  })

  it('that acts is no compliance officer’s to make, nor anybody’s to make by a link; fifty are enough', async () => {
    const { admin, tenant } = await visited()
    const officer = await userOf(tenant.id, 'COMPLIANCE_OFFICER')
    const body = { name: 'A name', days: 7, mayAct: true }
    expect((await officer.program.post('/api/v1/tenant/links', body)).status).toBe(403)
    await owner(
      `insert into app.customer_link (id, tenant_id, key_hash, name, created_by, expires_at)
       select 'lnk_' || lpad(n::text, 20, '0') || right($1, 6), $1, sha256(convert_to($1 || n, 'UTF8')), 'Many', 'ops_x', now() + interval '1 day' from generate_series(1, 50) n`,
      [tenant.id],
    )
    expect((await admin.program.post('/api/v1/tenant/links', body)).body.code).toBe('TOO_MANY_LINKS')
  })

  it('is revoked by its maker or an administrator of the same tenant, and by nobody else', async () => {
    const { admin, tenant } = await visited()
    const [officer, colleague] = [await userOf(tenant.id, 'COMPLIANCE_OFFICER'), await userOf(tenant.id, 'COMPLIANCE_OFFICER')]
    const elsewhere = await visited()
    const { id, path } = await linkOf(officer)
    const at = `/api/v1/tenant/links/${id}/revoke`
    expect([(await colleague.program.post(at)).status, (await elsewhere.admin.program.post(at)).status]).toEqual([403, 404])
    expect((await stranger().get(path)).status).toBe(200)
    expect([(await officer.program.post(at)).status, (await admin.program.post(at)).status]).toEqual([200, 200])
    expect((await stranger().get(path)).status).toBe(404)
  })

  it('is not asked for without end', async () => {
    const { admin } = await visited()
    const { path } = await linkOf(admin)
    const asked: string[] = []
    const mayVisit = async (who: string) => {
      asked.push(who)
      return !who.startsWith('address:')
    }
    const response = await stranger({ mayVisit }).get(path)
    expect([
      response.status,
      response.headers.get('Retry-After'),
      response.headers.get('Server-Timing')?.includes('0 round trips'),
    ]).toEqual([429, '60', true])
    expect(asked.join()).not.toContain(path.split('/').at(-1))
  })
})

const staffLink = async (tenantId: string) => {
  const { browser } = await portalAs('omar')
  const page = await (await browser.post(`/tenants/${tenantId}/links`, { name: 'Their auditor', days: '7' })).text()
  return { browser, path: /\/customer\/[\w-]{43}/.exec(page)?.[0] ?? '' }
}

describe('who looks after an account', () => {
  it('makes a link that only shows, is told it once, and revokes it', async () => {
    const tenant = await aTenant()
    const { browser, path } = await staffLink(tenant.id)
    expect((await stranger().get(path)).status).toBe(200)
    const list = await (await browser.get(`/tenants/${tenant.id}/links`)).text()
    expect(list).toContain('Their auditor')
    expect(list).not.toContain(path)
    const [row] = await owner<{ id: string; may_act: boolean }>('select id, may_act from app.customer_link where tenant_id = $1', [
      tenant.id,
    ])
    expect(row?.may_act).toBe(false)
    const revoked = await browser.post(`/tenants/${tenant.id}/links/${row?.id}/revoke`)
    expect(revoked.status).toBe(303)
    expect((await browser.post(`/tenants/${tenant.id}/links/${row?.id}/revoke`)).status).toBe(303)
    expect((await stranger().get(path)).status).toBe(404)
    expect((await trailOf(`tenant:${tenant.id}`)).map(({ act, outcome }) => `${act} ${outcome}`)).toEqual([
      'customer_link:add done',
      'customer:read read',
      'customer:read read',
      'customer_link:revoke done',
      'customer_link:revoke refused',
    ])
  })

  it('is told what is missing, and makes none for a tenant that is not there', async () => {
    const { browser } = await portalAs('omar')
    const tenant = await aTenant()
    const wrong = await browser.post(`/tenants/${tenant.id}/links`, { name: ' ', days: '400' })
    expect([wrong.status, (await wrong.text()).includes('Say for whom it is.')]).toEqual([422, true])
    expect((await browser.post(`/tenants/${newId('ten')}/links`, { name: 'A name', days: '7' })).status).toBe(404)
    const other = await aTenant()
    const { browser: owner_ } = await staffLink(other.id)
    expect((await owner_.post(`/tenants/${tenant.id}/links/${newId('lnk')}/revoke`)).status).toBe(404)
  })

  it('pressed twice, it is one link', async () => {
    const { browser } = await portalAs('omar')
    const tenant = await aTenant()
    const fields = { name: 'A name', days: '7', key: newId('key') }
    const pages = await Promise.all([1, 2].map(async () => (await browser.post(`/tenants/${tenant.id}/links`, fields)).text()))
    expect(new Set(pages.map((page) => /\/customer\/[\w-]{43}/.exec(page)?.[0])).size).toBe(1)
    expect(await owner('select id from app.customer_link where tenant_id = $1', [tenant.id])).toHaveLength(1)
  })

  it('needs the permission', async () => {
    const { browser } = await portalAs('imke')
    expect((await browser.get(`/tenants/${(await aTenant()).id}/links`)).status).toBe(403)
    expect(portal().routes.some(({ path }) => path === '/tenants/:tenantId/links')).toBe(true)
  })
})

import { describe, expect, it, vi } from 'vitest'
import { aCase, aReport, aTenant, aUser } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, inside, portalAs, signedIn, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { acted, plain } from './acts.ts'

const pageOf = (chain: string, seq: number | string) => `/audit/${encodeURIComponent(chain)}/${seq}`

describe('one act', () => {
  it('is told whole: sentence, facts, every record, session, request, seal', async () => {
    const { browser, tenant, sessionId } = await inside('vera')
    const file = await aCase(tenant.id)
    const reports = [await aReport(tenant.id, file.id), await aReport(tenant.id, file.id)]
    await browser.get(`/workspace/cases/${file.id}`)
    const row = (await trailOf(`tenant:${tenant.id}`)).at(-1)
    const page = await (await browser.get(pageOf(`tenant:${tenant.id}`, row?.seq ?? 0))).text()
    for (const words of [
      file.id,
      ...reports.map((each) => each.id),
      sessionId,
      tenant.name,
      'Support L1',
      '2 reports',
      'Test browser',
      'seal-holds',
    ])
      expect(page).toContain(words)
    expect(page).toContain(String(row?.request_id))
  })

  it('lays side by side what was written', async () => {
    const [hugo, tenant, id] = [await hire('hugo'), await aTenant(), newId('tic')]
    const facts = {
      before: { [id]: { status: 'OPEN', version: 1, same: 'x' } },
      after: { [id]: { status: 'CLOSED', version: 2, same: 'x' } },
    }
    await acted([{ operatorId: hugo.id, tenantId: tenant.id, outcome: 'done', facts, reason: 'The customer said so.' }])
    const page = await (await (await portalAs('ada')).browser.get(pageOf(`tenant:${tenant.id}`, 1))).text()
    expect(page.replaceAll(/\s+/g, ' ')).toMatch(/diff-before.*OPEN.*diff-after.*CLOSED/)
    expect(page).toContain('The customer said so.')
    expect(page).not.toContain('>Same<')
  })

  it('hides the address and the sealed text that holds it from its own author; auditors see both', async () => {
    const { browser, person } = await portalAs('vera')
    await browser.get('/audit')
    const path = pageOf(`operator:${person.id}`, 2)
    const own = await (await browser.get(path)).text()
    expect(own).not.toContain('203.0.113.7')
    expect(own).toContain('Hidden: personal data')
    const audited = await (await (await portalAs('lena')).browser.get(path)).text()
    expect(audited).toContain('The sealed text')
    expect(audited.match(/203\.0\.113\.7/g)).toHaveLength(2)
  })

  it('says when its columns were altered behind the portal’s back', async () => {
    const [hugo, tenant] = [await hire('hugo'), await aTenant()]
    await acted([
      { operatorId: hugo.id, tenantId: tenant.id },
      { operatorId: hugo.id, tenantId: tenant.id },
    ])
    const { browser } = await portalAs('ada')
    const chain = `tenant:${tenant.id}`
    const found = async (seq: number) =>
      (await (await browser.get(pageOf(chain, seq))).text()).match(/id="seal-(holds|hash|words|link)"/)?.[1]
    const tamper = (what: string) =>
      // Other tests meddle with the same table's rights at the same time; the catalogue then asks to try again.
      vi.waitFor(
        () =>
          owner(`do $do$ begin
            grant update on audit.trail to portal_archive;
            alter table audit.trail disable trigger append_only;
            update audit.trail set ${what} where chain = '${chain}' and seq = 1;
            alter table audit.trail enable always trigger append_only;
            revoke update on audit.trail from portal_archive;
          end $do$`),
        { timeout: 5_000 },
      )
    expect([await found(1), await found(2)]).toEqual(['holds', 'holds'])
    await tamper("sentence = 'Did nothing.'")
    expect([await found(1), await found(2)]).toEqual(['words', 'holds'])
    await tamper("hash = sha256('x')")
    expect([await found(1), await found(2)]).toEqual(['hash', 'link'])
  })

  it('leads to its neighbours in the chain, as far as the reader may know them', async () => {
    const [paul, hugo, tenant] = [await hire('paul'), await hire('hugo'), await aTenant()]
    const rows = [paul.id, paul.id, hugo.id].map((operatorId) => ({
      operatorId,
      tenantId: tenant.id,
      role: operatorId === paul.id ? 'IMPLEMENTATION' : 'SUPPORT_L2',
    }))
    await acted(rows)
    const chain = `tenant:${tenant.id}`
    const [lena, rosa] = [(await portalAs('lena')).browser, (await portalAs('rosa')).browser]
    const links = async (browser: typeof lena, seq: number) =>
      [...(await (await browser.get(pageOf(chain, seq))).text()).matchAll(/id="(act-(?:previous|next))"/g)].map(([, id]) => id)
    expect(await links(lena, 1)).toEqual(['act-next'])
    expect(await links(lena, 2)).toEqual(['act-previous', 'act-next'])
    expect(await links(rosa, 2)).toEqual(['act-previous'])
  })

  it('is not there for those who may not read it, as if it never had been; who tried is on the record', async () => {
    const [hugo, vera] = [await hire('hugo'), await hire('vera')]
    await acted([{ operatorId: hugo.id }])
    const browser = await signedIn(vera)
    const answers = await Promise.all(
      [
        pageOf(`operator:${hugo.id}`, 1),
        pageOf(`operator:${hugo.id}`, 999),
        pageOf(`operator:${newId('ops')}`, 1),
        '/audit/nothing/1',
        '/audit/operator%3Ax/0x1',
      ].map((path) => browser.get(path)),
    )
    expect(answers.map((each) => each.status)).toEqual([404, 404, 404, 404, 404])
    const pages = await Promise.all(answers.map(async (each) => plain(await each.text())))
    expect(new Set(pages).size).toBe(1)
    const rows = await trailOf(`operator:${vera.id}`)
    expect(rows.filter((row) => row.outcome === 'not_found').map((row) => row.entity_ids[0])).toContain(`operator:${hugo.id}/1`)
    // Addresses that cannot be a row's are not kept: anything might stand in them.
    expect(rows.map((row) => row.act)).toEqual(['sign_in:accept', 'trail:read', 'trail:read', 'trail:read'])
  })
})

describe('the history of a record', () => {
  it('is one step from the pages of cases, reports and users', async () => {
    const { browser, tenant } = await inside('vera')
    const file = await aCase(tenant.id)
    const [report, user] = [await aReport(tenant.id, file.id), await aUser(tenant.id)]
    for (const [path, id] of [
      [`cases/${file.id}`, file.id],
      [`reports/${report.id}`, report.id],
      [`users/${user.id}`, user.id],
    ]) {
      const page = await (await browser.get(`/workspace/${path}`)).text()
      expect(page).toContain(`hx-get="/audit/records/${id}?tenant=${tenant.id}"`)
      const history = await browser.get(`/audit/records/${id}?tenant=${tenant.id}`)
      expect(history.status).toBe(200)
      expect(await history.text()).toContain('Vera')
    }
  })

  it('tells each reader what they may know, of this tenant only, and the asking is recorded', async () => {
    const [hugo, vera, tenant, foreign] = [await hire('hugo'), await hire('vera'), await aTenant(), await aTenant()]
    const id = newId('case')
    await acted([
      { operatorId: hugo.id, tenantId: tenant.id, ids: [id], sentence: 'Read it as Hugo.' },
      { operatorId: vera.id, role: 'SUPPORT_L1', tenantId: tenant.id, ids: [newId('case'), id], sentence: 'Read it as Vera.' },
      { operatorId: hugo.id, tenantId: foreign.id, ids: [id], outcome: 'not_found', sentence: 'Tried it from elsewhere.' },
    ])
    const path = `/audit/records/${id}?tenant=${tenant.id}`
    const told = async (browser: Awaited<ReturnType<typeof signedIn>>, at = path) =>
      [...(await (await browser.get(at)).text()).matchAll(/(Read it as \w+|Tried it from elsewhere)/g)].map(([words]) => words)
    const [lena, asVera] = [await portalAs('lena'), await signedIn(vera)]
    expect(await told(lena.browser)).toEqual(['Read it as Vera', 'Read it as Hugo'])
    expect(await told(lena.browser, `/audit/records/${id}`)).toEqual(['Tried it from elsewhere', 'Read it as Vera', 'Read it as Hugo'])
    expect(await told(asVera)).toEqual(['Read it as Vera'])
    // Who knows no act of it knows of no such record.
    const omar = await portalAs('omar')
    const answers = [await omar.browser.get(path), await omar.browser.get(`/audit/records/${newId('case')}?tenant=${tenant.id}`)]
    expect(answers.map((each) => each.status)).toEqual([404, 404])
    expect(plain(await (answers[0] as Response).text())).toBe(plain(await (answers[1] as Response).text()))
    expect((await trailOf(`operator:${omar.person.id}`)).at(-2)).toMatchObject({
      act: 'trail:read',
      outcome: 'not_found',
      entity_ids: [id],
    })
    expect((await trailOf(`operator:${vera.id}`)).at(-1)).toMatchObject({
      act: 'trail:read',
      outcome: 'read',
      entity_ids: [id],
      facts: { acts: 1 },
    })
  })

  it('comes in pages, costs one statement, and answers htmx with a part', async () => {
    const [hugo, tenant, id] = [await hire('hugo'), await aTenant(), newId('case')]
    await acted(Array.from({ length: 70 }, () => ({ operatorId: hugo.id, tenantId: tenant.id, ids: [id] })))
    const { browser } = await portalAs('lena')
    const response = await browser.get(`/audit/records/${id}?tenant=${tenant.id}`)
    expect(response.headers.get('Server-Timing')).toContain('1 round trips, 1 statements')
    const page = await response.text()
    const rows = (text: string) => [...text.matchAll(/<li class="act /g)].length
    expect(rows(page)).toBe(50)
    const older = page.match(/href="(\/audit\/records\/[^"]*older=[^"]*)"/)?.[1]?.replaceAll('&amp;', '&')
    expect(rows(await (await browser.get(older ?? '')).text())).toBe(20)
    const part = await (await browser.swap(`/audit/records/${id}`)).text()
    expect(part).not.toContain('<html')
    expect(part).toContain('id="record-history"')
  })

  it('knows nothing of what is no key', async () => {
    const { browser } = await portalAs('lena')
    for (const path of ['Benedikt%20Canary', 'case_1', `${newId('case')}?tenant=x'`])
      expect((await browser.get(`/audit/records/${path}`)).status).toBe(404)
  })
})

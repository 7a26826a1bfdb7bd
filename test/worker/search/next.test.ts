import { describe, expect, it } from 'vitest'
import { aCase, aTenant, aTicket } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { portalAs, startFields } from '#test/world.ts'

const atTheDoor = async () => {
  const { browser, person } = await portalAs('hugo')
  const tenant = await aTenant()
  const [ticket, file] = [await aTicket(tenant.id, person.id), await aCase(tenant.id)]
  const enter = (next: string) => browser.get(`/tenants/${tenant.id}/enter?next=${encodeURIComponent(next)}`)
  const start = (more: Record<string, string>) => browser.post('/impersonations', startFields(tenant.id, ticket.id, more))
  const open = () => owner('select id from app.impersonation_session where operator_id = $1 and ended_at is null', [person.id])
  return { browser, tenant, file, enter, start, open }
}

describe('the record one was going to', () => {
  it('is kept by the way in, and Hugo lands on it', async () => {
    const { browser, file, enter, start } = await atTheDoor()
    const next = `/workspace/cases/${file.id}`
    const page = await (await enter(next)).text()
    expect(page).toContain(`<input type="hidden" name="next" value="${next}"/>`)
    // Choosing a person to look as does not lose it.
    expect(page).toContain(`&amp;next=${encodeURIComponent(next)}"`)

    const response = await start({ next })

    expect([response.status, response.headers.get('location')]).toEqual([303, next])
    const opened = await browser.get(next)
    expect(opened.status).toBe(200)
    expect(await opened.text()).toContain(`C-${file.number}`)
  })

  it('is kept when the form comes back with an error', async () => {
    const { file, start, open } = await atTheDoor()
    const next = `/workspace/cases/${file.id}`
    const response = await start({ next, reason: 'too short' })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(`name="next" value="${next}"`)
    expect(await open()).toEqual([])
  })

  it('is not needed', async () => {
    const { start } = await atTheDoor()
    expect((await start({})).headers.get('location')).toBe('/workspace/cases')
  })

  it.each([
    '//evil.example/workspace/cases/case_00000000000000000000',
    'https://evil.example/',
    '/workspace/../audit',
    '/workspace/cases/../../sign-out',
    '/workspace/cases/case_00000000000000000000/../../..',
    '/workspace/cases/case_00000000000000000000?x=1',
    '/workspace/cases/case_00000000000000000000\n',
    '/workspace/cases/riu_00000000000000000000',
    '/workspace/cases',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/audit',
  ])('is no other address: %j', async (next) => {
    const { enter, start, open } = await atTheDoor()
    const page = await (await enter(next)).text()
    expect(page).not.toContain('name="next"')
    expect(page).not.toContain('evil')

    const response = await start({ next })

    expect([response.status, response.headers.get('location')]).toEqual([422, null])
    expect(await response.text()).not.toContain('name="next"')
    expect(await open()).toEqual([])
  })
})

import { expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { actsOf, standingOf, WHY } from '#test/worker/people/facts.ts'
import { hire, portalAs } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { programOf } from './program.ts'

async function adaAndVera() {
  const { person: ada, browser } = await portalAs('ada')
  const vera = await hire('vera')
  return { ada, vera, program: await programOf(browser), role: `/api/v1/people/${vera.id}/role` }
}

it('asks a program too for a sign-in that is fresh, and changes nothing without one', async () => {
  const { ada, vera, program } = await adaAndVera()
  await owner("update app.login_session set proved_at = now() - interval '16 minutes' where operator_id = $1", [ada.id])
  const said = await program.post(`/api/v1/people/${vera.id}/hold`, { reason: WHY })
  expect([said.status, said.body.code]).toEqual([403, 'SIGN_IN_NOT_FRESH'])
  expect((await standingOf(vera.id))?.status).toBe('ACTIVE')
  expect(await actsOf(ada.id)).toEqual([])
})

it('tells who saw an older person how the person stands now', async () => {
  const { vera, program, role } = await adaAndVera()
  const version = (await standingOf(vera.id))?.version ?? 0
  const change = { role: 'SUPPORT_L2', lead: false, version, reason: WHY }
  expect((await program.post(role, change)).status).toBe(200)
  const said = await program.post(role, { ...change, role: 'SUPPORT_L3' })
  expect([said.status, said.body.code]).toEqual([409, 'VERSION_CONFLICT'])
  expect(said.body.current).toEqual({ role: 'SUPPORT_L2', lead: false, version: version + 1 })
  expect((await standingOf(vera.id))?.role).toBe('SUPPORT_L2')
})

it('answers the same key with the same answer, and holds once', async () => {
  const { ada, vera, program } = await adaAndVera()
  const key = { 'Idempotency-Key': newId('key') }
  const said = await Promise.all([1, 2].map(() => program.post(`/api/v1/people/${vera.id}/hold`, { reason: WHY }, key)))
  expect(said.map(({ status, body }) => [status, body])).toEqual(Array(2).fill([200, { id: vera.id, sessions: [] }]))
  expect(await actsOf(ada.id)).toHaveLength(1)
})

it('says by a code which rule was in the way', async () => {
  const { ada, vera, program, role } = await adaAndVera()
  const refused = async (path: string, body: object) => {
    const said = await program.post(path, body)
    return [said.status, said.body.code]
  }
  expect(await refused(`/api/v1/people/${ada.id}/hold`, { reason: WHY })).toEqual([409, 'YOURSELF'])
  expect(await refused(`/api/v1/people/${vera.id}/release`, { reason: WHY })).toEqual([409, 'NOT_HELD'])
  expect(await refused(`/api/v1/people/${newId('ops')}/hold`, { reason: WHY })).toEqual([404, 'NOT_FOUND'])
  expect(await refused(role, { role: 'ADMIN', lead: false, version: 1, reason: WHY })).toEqual([422, 'INVALID_INPUT'])
  const taken = {
    name: 'Nora Field',
    email: `${vera.id}@vendor.example`,
    directoryId: crypto.randomUUID(),
    role: 'SUPPORT_L1',
    zone: 'UTC',
  }
  const said = await program.post('/api/v1/people', taken)
  expect([said.status, said.body.errors]).toEqual([422, [expect.objectContaining({ field: 'email' })]])
})

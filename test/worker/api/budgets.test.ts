import { expect, it } from 'vitest'
import { hire, signedIn } from '#test/world.ts'
import { programOf } from './program.ts'

it('all programs of one person share one budget, however often the person signed in, and their pages keep theirs', async () => {
  const hugo = await hire('hugo')
  const [desk, laptop] = [await signedIn(hugo), await signedIn(hugo)]
  const programs = [await programOf(desk), await programOf(laptop)]
  for (let n = 0; n < 10; n++) expect((await programs[n % 2]?.get('/api/v1/search?q=fraud'))?.status).toBe(200)
  for (const program of programs) {
    const said = await program.get('/api/v1/search?q=fraud')
    expect([said.status, said.body.code]).toEqual([429, 'BUDGET_SEARCH'])
    expect(Number(said.headers.get('Retry-After'))).toBeGreaterThan(0)
  }
  expect((await desk.get('/search?q=fraud')).status).toBe(200)
})

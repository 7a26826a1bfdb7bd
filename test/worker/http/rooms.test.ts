import { describe, expect, it } from 'vitest'
import { navOf } from '#worker/http/rooms.ts'

const names = (person: Parameters<typeof navOf>[0]) =>
  navOf(person).map((entry) => ('rooms' in entry ? [entry.name, ...entry.rooms.map(({ name }) => name)] : entry.name))
const active = { lead: false, status: 'ACTIVE' } as const

describe('the rooms of the header', () => {
  it('stand side by side for Vera, who has four', () => {
    expect(names({ ...active, role: 'SUPPORT_L1' })).toEqual(['Home', 'Tenants', 'Sessions', 'Trail'])
  })

  it('are folded by their kind for Ada, who has them all', () => {
    expect(names({ ...active, role: 'ADMIN' })).toEqual([
      'Home',
      'Tenants',
      'Search',
      ['Access', 'Sessions', 'Approvals', 'Reviews', 'Trail'],
      ['Portal', 'People', 'Held', 'Webhooks', 'Portal jobs'],
    ])
  })

  it('leave a kind of one or two unfolded: Lena finds the held in the row', () => {
    expect(names({ ...active, role: 'SUPPORT_L1', lead: true })).toEqual([
      'Home',
      'Tenants',
      ['Access', 'Sessions', 'Reviews', 'Trail'],
      'Held',
    ])
  })

  it('are the own pages of somebody who is held, and no other', () => {
    expect(names({ role: 'ADMIN', lead: false, status: 'HELD' })).toEqual(['Home', 'Sessions', 'Trail'])
  })
})

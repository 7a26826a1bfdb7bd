import type { Role, StaffStatus } from '#worker/auth/rules/roles.ts'

/** The people of the tests and of the local sign-in. Their ids never change, whatever the seed.
 *  Keys are Crockford base 32, which has no I, L, O and U: read 1, 1, 0 and V. */
export const CAST = {
  vera: person('VERA', 1, 'Vera Castellan', 'SUPPORT_L1', 'Europe/Berlin'),
  hugo: person('HVG0', 2, 'Hugo Lindqvist', 'SUPPORT_L2', 'Europe/Stockholm'),
  imke: person('1MKE', 3, 'Imke Vandersloot', 'SUPPORT_L3', 'Europe/Amsterdam'),
  lena: lead('1ENA', 4, 'Lena Marchetti', 'SUPPORT_L2', 'Europe/Rome'),
  paul: person('PAV1', 5, 'Paul Okonkwo', 'IMPLEMENTATION', 'Europe/London'),
  rosa: lead('R0SA', 6, 'Rosa Delacroix', 'IMPLEMENTATION', 'America/New_York'),
  nils: person('N11S', 7, 'Nils Aaberg', 'HOTLINE_OPS', 'Europe/Oslo'),
  tara: lead('TARA', 8, 'Tara Whitfield', 'HOTLINE_OPS', 'America/Chicago'),
  omar: person('0MAR', 9, 'Omar Haddadin', 'CLIENT_SUCCESS', 'Asia/Dubai'),
  dana: lead('DANA', 10, 'Dana Petrosyan', 'CLIENT_SUCCESS', 'America/Los_Angeles'),
  ada: person('ADA0', 11, 'Ada Winterbourne', 'ADMIN', 'Europe/London'),
  ben: person('BEN0', 12, 'Ben Takahara', 'ADMIN', 'Asia/Tokyo'),
  kurt: { ...person('KVRT', 13, 'Kurt Eisenhart', 'SUPPORT_L2', 'Europe/Vienna'), status: 'HELD' },
  gita: { ...person('G1TA', 14, 'Gita Ramanathan', 'SUPPORT_L1', 'Asia/Kolkata'), status: 'DEACTIVATED' },
} as const satisfies Record<string, CastMember>

export type CastName = keyof typeof CAST

export type CastMember = {
  id: string
  directoryId: string
  email: string
  name: string
  role: Role
  lead: boolean
  status: StaffStatus
  zone: string
}

function person<R extends Role>(mark: string, place: number, name: string, role: R, zone: string) {
  return {
    id: `ops_${mark.padEnd(20, '0')}`,
    directoryId: `0d1ec700-ca57-4000-8000-${String(place).padStart(12, '0')}`,
    email: `${name.toLowerCase().replace(' ', '.')}@vendor.example`,
    name,
    role,
    lead: false,
    status: 'ACTIVE' as StaffStatus,
    zone,
  }
}

function lead<R extends Role>(mark: string, place: number, name: string, role: R, zone: string) {
  return { ...person(mark, place, name, role, zone), lead: true }
}

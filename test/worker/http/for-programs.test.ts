import { expect, it } from 'vitest'
import { asksApi } from '#worker/http/for-programs.ts'

it.each([
  ['/api', true],
  ['/api/v1/tenants?q=acme', true],
  ['/%61pi/v1/tenants', true],
  ['/', false],
  ['/apiary', false],
  ['/tenants?next=/api/v1/tenants', false],
  ['/tenants/api/', false],
])('whether a program asks is told by the address as the portal reads it: %s', (path, expected) => {
  expect(asksApi({ url: `https://portal.example${path}` })).toBe(expected)
})

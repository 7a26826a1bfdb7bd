import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createDatabase, databaseOf, dropDatabase } from '#dev/databases.ts'
import { checkout } from '#dev/paths.ts'
import { startSignInProvider, type SignInProvider } from '#dev/sign-in/provider.ts'
import { tokenFrom, wantedFrom } from '#dev/token.ts'

const { adminUrl, templateUrl } = inject('ground')
let ownerUrl: string
let provider: SignInProvider

beforeAll(async () => {
  ownerUrl = await createDatabase(adminUrl, `portal_token_${randomBytes(3).toString('hex')}`, databaseOf(templateUrl))
  provider = await startSignInProvider({ ownerUrl })
})
afterAll(async () => {
  await provider.close()
  await dropDatabase(adminUrl, databaseOf(ownerUrl))
})

describe('npm run token', () => {
  it('has the running local sign-in sign what the product would', async () => {
    const token = await tokenFrom(provider.issuer, { tenant: 'ten_1', user: 'usr_1', role: 'MANAGER' })
    const { issuer, keys } = provider.tenantTokens
    const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(new URL(keys)), { issuer, audience: 'portal-tenant' })
    expect(payload).toMatchObject({ sub: 'usr_1', tenantId: 'ten_1', role: 'MANAGER' })
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'portal-tenant+jwt' })
    expect(issuer).not.toBe(provider.issuer)
  })

  it.each([
    ['a role of the staff', { tenant: 'ten_1', user: 'usr_1', role: 'ADMIN' }, 'A role is one of'],
    ['a name in place of an id', { tenant: 'Acme Industrial', user: 'usr_1' }, 'named by their ids'],
  ])('says what is wrong with %s', async (_what, wanted, sentence) => {
    await expect(tokenFrom(provider.issuer, wanted)).rejects.toThrow(sentence)
  })

  it('says in one sentence that nothing runs, or what it needs', () => {
    const data = mkdtempSync(path.join(tmpdir(), 'portal-token-'))
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['dev/token.ts', ...args], {
        cwd: checkout,
        env: { ...process.env, PORTAL_DATA_DIR: data },
        encoding: 'utf8',
      })
    const nothing = run('--tenant', 'ten_1', '--user', 'usr_1')
    expect(nothing).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('Start it with npm start.') })
    expect(() => wantedFrom(['--tenant', 'ten_1'])).toThrow('npm run token -- --tenant')
    expect(run('--surprise')).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run token -- --tenant') })
    rmSync(data, { recursive: true })
  })
})

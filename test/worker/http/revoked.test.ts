import { describe, expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { inside } from '#test/world.ts'
import { CARD_KINDS } from '#worker/home/rules/words.ts'
import { newId } from '#worker/rules/ids.ts'
import { CONFIG_DOCUMENTS } from '#worker/support/rules/register-words.ts'
import { actorFor, Program } from '../api/program.ts'
import { everyDoor } from './walk.ts'

const theirs = everyDoor.filter(({ door, name }) => door.audience === 'staff' && name !== 'POST /api/v1/auth/tokens')
/** What leads on, or is a socket. */
const NO_PAGES = ['/workspace', '/live']
/** Words and numbers of an address; the rest are keys. */
const WORDS: Record<string, string> = {
  document: CONFIG_DOCUMENTS[0],
  kind: CARD_KINDS[0],
  chain: `tenant:${newId('ten')}`,
  seq: '1',
  number: '1',
}
const addressOf = (path: string, tenantId: string) =>
  path.replace(/:(\w+)/g, (_, name: string) => (name === 'tenantId' ? tenantId : (WORDS[name] ?? newId('req'))))

/** An administrator inside a tenant whose sign-in somebody ended elsewhere; the cookies and tokens do not know of it. */
async function revoked() {
  const somebody = await inside('ada')
  const program = new Program(await actorFor(somebody))
  const cookies = new Map(somebody.browser.cookies)
  await owner('update app.login_session set revoked_at = now() where operator_id = $1', [somebody.person.id])
  const knock = (method: string, path: string) => {
    const address = addressOf(path, somebody.tenant.id)
    somebody.browser.cookies.clear()
    for (const [name, value] of cookies) somebody.browser.cookies.set(name, value)
    if (path.startsWith('/api/')) return program.raw(method, address, method === 'GET' ? undefined : {})
    return method === 'GET' ? somebody.browser.get(address) : somebody.browser.post(address)
  }
  return { knock, tenant: somebody.tenant }
}

describe('whoever was signed out elsewhere', () => {
  it('finds no page, and a program no answer, at any door that shows something', async () => {
    const { knock, tenant } = await revoked()
    for (const { method, path, name } of theirs.filter((each) => each.method === 'GET' && !NO_PAGES.includes(each.path))) {
      const response = await knock(method, path)
      const isOut = response.status === 401 || (response.status === 303 && response.headers.get('Location')?.startsWith('/sign-in'))
      expect([name, isOut]).toEqual([name, true])
      expect(await response.text()).not.toContain(tenant.name)
    }
  })

  it('changes nothing, whatever they send', async () => {
    const { knock, tenant } = await revoked()
    const before = await owner('select count(*) from audit.trail where tenant_id = $1', [tenant.id])
    for (const { method, path, name } of theirs.filter((each) => each.method !== 'GET')) {
      const response = await knock(method, path)
      expect([name, response.status < 400 && !response.headers.get('Location')?.startsWith('/sign-in')]).toEqual([name, false])
    }
    expect(await owner('select count(*) from audit.trail where tenant_id = $1', [tenant.id])).toEqual(before)
  })
})

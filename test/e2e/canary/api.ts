import { CONFIG_DOCUMENTS } from '#worker/support/rules/register-words.ts'
import type { Visitor } from './visitor.ts'
import type { IsNew } from './walks.ts'

/** Keys by what they begin with. */
const PARAMETERS: Record<string, string> = {
  ...{ ten: 'tenantId', case: 'caseId', riu: 'riuId', usr: 'userId', tic: 'ticketId' },
  ...{ imp: 'sessionId', job: 'jobId', log: 'loginId', ops: 'personId' },
}

const DOCUMENT = '/api/v1/openapi.json'
/** What the document promises to tenants' own users: no role of the staff is asked there. */
const OF_TENANTS = '/api/v1/tenant/'

let promised: Promise<string[]> | undefined

/** The same for everybody: whoever comes first reads it for all. */
async function readDocument(visitor: Visitor): Promise<string[]> {
  const { paths } = JSON.parse((await visitor.ask(DOCUMENT)).body) as { paths: Record<string, { get?: unknown }> }
  return Object.entries(paths).flatMap(([path, { get }]) => (get === undefined || path === DOCUMENT ? [] : [path]))
}

/** Reads all that the API's document promises, with the keys that its own answers name: so many records of a kind, in a tenant and elsewhere. */
export async function crawlApi(
  visitor: Visitor,
  tenantId: string,
  most: { inside: number; elsewhere: number },
  isNew: IsNew,
): Promise<void> {
  const all = await (promised ??= readDocument(visitor))
  const paths = all.filter((path) => !path.startsWith(OF_TENANTS) || isNew(path, 'to anybody here'))
  const known: Record<string, Set<string>> = { tenantId: new Set([tenantId]), document: new Set(CONFIG_DOCUMENTS), entityId: new Set() }
  const acts: { chain: string; seq: string }[] = []
  const read = async (address: string) => {
    const { body, type, status } = await visitor.ask(address)
    if (status !== 200 || !type.includes('json')) return status
    for (const [, key = '', kind = ''] of body.matchAll(/"(([a-z]+)_[0-9A-Z]{20})"/g)) {
      const name = PARAMETERS[kind]
      if (name === undefined) continue
      known[name] = (known[name] ?? new Set()).add(key)
      known.entityId?.add(key)
    }
    for (const [, chain = '', seq = ''] of body.matchAll(/"chain":"([^"]+)","seq":"?(\d+)/g)) acts.push({ chain, seq })
    return status
  }
  // Lists first: they name what the others need.
  for (const path of paths.toSorted((a, b) => a.split('{').length - b.split('{').length)) {
    if (path.includes('{chain}')) {
      for (const { chain, seq } of acts.slice(0, most.elsewhere))
        await read(path.replace('{chain}', encodeURIComponent(chain)).replace('{seq}', seq))
      continue
    }
    for (let turn = 0; turn < (path.includes('/workspace/') ? most.inside : most.elsewhere); turn++) {
      const address = path.replace(/\{(\w+)\}/g, (_, name: string) => [...(known[name] ?? [])][turn] ?? '')
      if (address.includes('//') || address.endsWith('/')) break
      // The first tenant is an open one: who is refused there is refused everywhere.
      if ([401, 403].includes(await read(address)) || !path.includes('{')) break
    }
  }
}

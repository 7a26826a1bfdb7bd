import * as z from 'zod/mini'

/** The numbers behind a name, all of them; none for a name that is not there. Throws where nobody could be asked. */
export type Resolve = (name: string) => Promise<string[]>

const PATIENCE = 5_000
const MOST = 64_000
const [A, AAAA] = [1, 28]
/** The name is not there (RFC 1035). */
const NXDOMAIN = 3

const answer = z.object({
  Status: z.int(),
  Answer: z._default(z.array(z.object({ type: z.int(), data: z.string() })), []),
})

/** A Worker has no resolver of its own: one that speaks DNS over HTTPS in JSON is asked. */
export function overHttps(resolver: string): Resolve {
  return async (name) => (await Promise.all([A, AAAA].map((type) => asked(resolver, name, type)))).flat()
}

async function asked(resolver: string, name: string, type: number): Promise<string[]> {
  const url = new URL(resolver)
  url.searchParams.set('name', name)
  url.searchParams.set('type', String(type))
  const response = await fetch(url, {
    headers: { Accept: 'application/dns-json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
  })
  const text = await response.text()
  if (response.status !== 200 || text.length > MOST) throw new Error('no answer of the resolver')
  const { Status, Answer } = z.parse(answer, JSON.parse(text))
  if (Status !== 0 && Status !== NXDOMAIN) throw new Error('the resolver could not tell')
  return Answer.flatMap((each) => (each.type === type ? [each.data] : []))
}

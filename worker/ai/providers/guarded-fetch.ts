import { ModelFault } from '#worker/ai/rules/model.ts'

/** What a provider may send for one answer, and in one line of it, in bytes. Its words come in frames of some hundred bytes. */
const MOST = 8 * 1024 * 1024
const LONGEST_LINE = 256 * 1024
const NEW_LINE = 10

/** `fetch` for providers: a redirect is not followed, for it would take the key elsewhere, and a stream that does not end is cut. */
export async function guardedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' })
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel()
    throw new ModelFault('PROVIDER')
  }
  if (response.body === null) return response
  return new Response(response.body.pipeThrough(measured()), response)
}

function measured(): TransformStream<Uint8Array, Uint8Array> {
  let [whole, line] = [0, 0]
  return new TransformStream({
    transform(bytes, controller) {
      whole += bytes.length
      const end = bytes.lastIndexOf(NEW_LINE)
      line = end === -1 ? line + bytes.length : bytes.length - end - 1
      if (whole > MOST || line > LONGEST_LINE) throw new ModelFault('TOO_LONG')
      controller.enqueue(bytes)
    },
  })
}

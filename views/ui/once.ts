import type { Child } from 'hono/jsx'
import { raw } from 'hono/html'

export type Written = ReturnType<typeof raw>

/** A part that is the same for everybody is put together once in an isolate: the frame of a page alone is some three hundred elements, which are
 *  as much work as everything else about a small page. For what waits for nothing, and depends on nothing but what it is made of here. */
export function once(part: () => Child): () => Written {
  let written: Written | undefined
  return () => (written ??= raw(String(part())))
}

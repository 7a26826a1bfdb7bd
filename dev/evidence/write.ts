import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import path from 'node:path'

export type Written = { name: string; bytes: number; sha256: string; lines: number }

/** Writes a file line by line and knows what it wrote. A file that is there already is not written over. */
export async function writeLines(dir: string, name: string, lines: Iterable<string> | AsyncIterable<string>): Promise<Written> {
  const out = createWriteStream(path.join(dir, name), { flags: 'wx', mode: 0o600 })
  const hash = createHash('sha256')
  const written = { name, bytes: 0, sha256: '', lines: 0 }
  for await (const line of lines) {
    const text = `${line}\n`
    hash.update(text)
    written.bytes += Buffer.byteLength(text)
    written.lines += 1
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return { ...written, sha256: hash.digest('hex') }
}

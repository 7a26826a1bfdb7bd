import { createReadStream } from 'node:fs'

const CHUNK = 1 << 20
const NEWLINE = 10
/** No row is longer, in bytes; whatever is goes as one bad line, so that a file of one endless line takes no memory. */
const LONGEST = 16 << 20

/** The lines of a file as bytes, a bundle at a time. Split at the byte, because a row holds no newline of its own: JSON writes it as \n. */
export async function* linesOf(file: string): AsyncGenerator<Buffer[]> {
  let rest: Buffer[] = []
  let length = 0
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    const lines: Buffer[] = []
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      const line = chunk.subarray(from, at)
      lines.push(rest.length === 0 ? line : Buffer.concat([...rest, line]))
      rest = []
      length = 0
      from = at + 1
    }
    if (from < chunk.length && length < LONGEST) {
      rest.push(chunk.subarray(from))
      length += chunk.length - from
    }
    yield lines
  }
  if (rest.length > 0) yield [Buffer.concat(rest)]
}

/** The first line of a file, '' where it is empty: a whole one may be longer than a text can be. */
export async function firstLineOf(file: string): Promise<string> {
  for await (const [line] of linesOf(file)) if (line !== undefined) return line.toString('utf8')
  return ''
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildAll } from '#dev/build/all.ts'
import { bundleInto } from '#dev/build/bundle.ts'

/** `npm run where -- index.js:60:30685 …`: the places in the sources that a log of production names. It is the checkout of what runs there that
 *  knows them: the bundle is made again. */
const places = process.argv
  .slice(2)
  .flatMap((text) => [...text.matchAll(/(\d+):(\d+)/g)].map(([, line, column]) => [Number(line), Number(column)] as const))
if (places.length === 0) {
  console.error('Say which: npm run where -- index.js:60:30685')
  process.exit(2)
}
const out = mkdtempSync(path.join(tmpdir(), 'portal-where-'))
try {
  await buildAll()
  bundleInto(out)
  const map = new SourceMap(JSON.parse(readFileSync(path.join(out, 'index.js.map'), 'utf8')))
  for (const [line, column] of places) {
    const found = map.findEntry(line - 1, column - 1)
    if ('originalSource' in found)
      console.log(`${line}:${column}  ${fileOf(found.originalSource)}:${found.originalLine + 1}:${found.originalColumn + 1}`)
    else console.log(`${line}:${column}  nowhere in the sources`)
  }
} finally {
  rmSync(out, { recursive: true })
}

function fileOf(source: string): string {
  return path.relative(process.cwd(), path.resolve(out, source))
}

import { SourceMap } from 'node:module'
import path from 'node:path'
import { buildAll } from '#dev/build/all.ts'
import { BUILT, workerModules } from '#dev/build/worker.ts'

/** `npm run where -- index.js:60:30685 …`: the places in the sources that a log of production names. It is the checkout of what runs there that
 *  knows them: the bundle is made again. */
const NOWHERE = 'nowhere in the sources'
const places = process.argv
  .slice(2)
  .flatMap((text) =>
    [...text.matchAll(/([\w-]+\.js):(\d+):(\d+)/g)].map(([, name, line, column]) => [name, Number(line), Number(column)] as const),
  )
if (places.length === 0) {
  console.error('Say which: npm run where -- index.js:60:30685')
  process.exit(2)
}
await buildAll()
const modules = await workerModules()
for (const [name, line, column] of places) {
  const map = modules.find((module) => module.name === name)?.map
  console.log(`${name}:${line}:${column}  ${map === undefined ? NOWHERE : sourceOf(new SourceMap(JSON.parse(map)), line, column)}`)
}

function sourceOf(map: SourceMap, line: number, column: number): string {
  const found = map.findEntry(line - 1, column - 1)
  return 'originalSource' in found ? `${fileOf(found.originalSource)}:${found.originalLine + 1}:${found.originalColumn + 1}` : NOWHERE
}

function fileOf(source: string): string {
  return path.relative(process.cwd(), path.resolve(BUILT, source))
}

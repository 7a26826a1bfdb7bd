import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build, transform } from 'esbuild'
import { minify } from 'rolldown/experimental'
import { leanHtmx } from '#dev/build/htmx.ts'
import { leanSprite, leanStyle } from '#dev/build/lean.ts'
import { checkout } from '#dev/paths.ts'

/**
 * One stylesheet, one script, one sprite, each named after its content, so that browsers may keep it forever. The names go into a
 * small module for the layout. Deterministic: the same sources give the same names.
 */
export async function buildAssets(root = checkout) {
  const source = `${root}public`
  const target = `${source}/assets`
  const names = `${root}views/layout/assets.gen.ts`
  const css = filesIn(`${source}/css`, '.css').map((file) => readFileSync(file, 'utf8'))
  const ofHtmx = createRequire(import.meta.url).resolve
  const [htmx = '', sockets = ''] = ['htmx.js', 'ext/hx-ws.js'].map((file) => readFileSync(ofHtmx(`htmx.org/dist/${file}`), 'utf8'))
  const [style, app] = await Promise.all([
    transform(css.join('\n'), { loader: 'css', minify: true, target: ['es2022'] }),
    bundled(`${source}/app/index.js`),
  ])
  const built = {
    stylesheet: named('portal', 'css', leanStyle(style.code)),
    script: named('portal', 'js', await packedScript([leanHtmx(htmx), sockets, app].join('\n;'))),
    icons: named('icons', 'svg', leanSprite(read(`${source}/icons.svg`))),
  }
  mkdirSync(target, { recursive: true })
  for (const { file, content } of Object.values(built)) writeIfNew(path.join(target, file), content)
  const kept = new Set(Object.values(built).map(({ file }) => file))
  for (const name of readdirSync(target)) if (!kept.has(name)) rmSync(path.join(target, name), { recursive: true })

  const lines = Object.entries(built).map(([what, { file }]) => `export const ${what} = '/assets/${file}'\n`)
  mkdirSync(path.dirname(names), { recursive: true })
  writeIfNew(names, `// Written by dev/build/assets.ts.\n${lines.join('')}`)
}

/** By the minifier that comes with vitest: it packs to 450 bytes less than esbuild's. The name `htmx` stays, tests and extensions use it. */
async function packedScript(source: string): Promise<string> {
  const { code, errors } = await minify('portal.js', source, { module: false, compress: { target: 'es2022' }, mangle: { toplevel: false } })
  if (errors.length > 0) throw new Error(`The script could not be packed: ${errors.map(({ message }) => message).join(' ')}`)
  return code
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    target: ['es2022'],
  })
  return outputFiles[0]!.text
}

const named = (name: string, extension: string, content: string) => ({
  file: `${name}.${createHash('sha256').update(content).digest('hex').slice(0, 10)}.${extension}`,
  content,
})

const filesIn = (dir: string, extension: string) =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => name.endsWith(extension))
        .sort()
        .map((name) => path.join(dir, name))
    : []

const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/** An unchanged file keeps its time, so that nothing watching it wakes up. */
export function writeIfNew(file: string, content: string) {
  if (read(file) !== content) writeFileSync(file, content)
}

if (import.meta.main) await buildAssets()

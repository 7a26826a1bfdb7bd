import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { writeIfNew } from '#dev/build/assets.ts'
import { leanDriver } from '#dev/build/driver.ts'
import { checkout } from '#dev/paths.ts'

/** What nobody of ours asks for, and what stands in its place. A file that is worded differently after an update fails the build. */
const INSTEAD: [file: RegExp, was: RegExp, is: string][] = [
  // As a namespace that is imported as one, zod is left out but for what is used; as one that is handed on, it is taken whole.
  [/@ai-sdk\/(anthropic|openai-compatible)\/dist\/index\.js$/, /^import \{ z \} from "zod\/v4";$/m, 'import * as z from "zod/v4";'],
  // A model named by a mere text goes through the maker's own gateway. Ours are asked at their providers.
  [
    /@ai-sdk\/gateway\/dist\/index\.js$/,
    /^[\s\S]*$/,
    `export class GatewayError extends Error {}
     export class GatewayAuthenticationError extends GatewayError {
       static isInstance() { return false }
     }
     export const createGateway = () => { throw new Error('There is no gateway here: a model is asked at its provider.') }
     export const gateway = createGateway`,
  ],
]

const lean: Plugin = {
  name: 'lean',
  setup({ onLoad }) {
    for (const [file, was, is] of INSTEAD)
      onLoad({ filter: file }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        if (!was.test(source)) throw new Error(`${path} no longer says ${was}.`)
        return { contents: source.replace(was, is) }
      })
  },
}

/**
 * Packages of which we use a part, each in a module that is that part: those that speak with providers of models, and the driver of the
 * database. A Worker is read from end to end whenever it starts, so a hundred kB cost some 4 ms of every start, used or not. Deterministic.
 */
export async function buildPackages(root = checkout) {
  const providers = `${root}worker/ai/providers/packages`
  await Promise.all([
    write(`${providers}.gen.js`, { entryPoints: [`${providers}.ts`], plugins: [lean] }),
    write(`${root}worker/db/neon.gen.js`, { stdin: { contents: leanDriver(sourceOf('@neondatabase/serverless')) } }),
  ])
  writeIfNew(`${providers}.gen.d.ts`, `// Written by dev/build/packages.ts.\nexport * from './packages.ts'\n`)
}

async function write(file: string, from: BuildOptions) {
  const { outputFiles } = await build({
    ...from,
    bundle: true,
    write: false,
    format: 'esm',
    minify: true,
    target: ['es2024'],
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*'],
    logLevel: 'silent',
  })
  writeIfNew(file, outputFiles![0]!.text)
}

const sourceOf = (name: string) =>
  readFileSync(
    createRequire(import.meta.url)
      .resolve(name)
      .replace(/\.js$/, '.mjs'),
    'utf8',
  )

if (import.meta.main) await buildPackages()

import { readFileSync } from 'node:fs'
import { build, type Plugin } from 'esbuild'
import { writeIfNew } from '#dev/build/assets.ts'
import { checkout } from '#dev/paths.ts'

/** What nobody of ours asks for, and what stands in its place. A file that is worded differently after an update fails the build. */
type Instead = [file: RegExp, was: RegExp, is: string]
const INSTEAD: Instead[] = [
  // As a namespace that is imported as one, zod is left out but for what is used; as one that is handed on, it is taken whole.
  [/@ai-sdk\/(anthropic|openai-compatible)\/dist\/index\.js$/, /^import \{ z \} from "zod\/v4";$/m, 'import * as z from "zod/v4";'],
  // Of what a provider offers, the model that speaks: none that draws, embeds, listens or decides, no files, no batches, no tools of theirs.
  ...offered(/@ai-sdk\/anthropic\/dist\/index\.js$/, 'createBatch', 'decisionModel', 'tools'),
  ...offered(/@ai-sdk\/openai-compatible\/dist\/index\.js$/, 'createCompletionModel', 'completionModel', 'imageModel'),
  ...offered(/workers-ai-provider\/dist\/index\.mjs$/, 'createImageModel', 'embedding', 'rerankingModel'),
  // Who hands a model on to another maker's gateway needs a plugin for it, and ours is given none.
  [/workers-ai-provider\/dist\/index\.mjs$/, /^\t\tdelegate \?\? \(delegate = createGatewayDelegate\(\{[\s\S]*?^\t\t\}\)\);$/m, ''],
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
    onLoad({ filter: /node_modules/ }, ({ path }) => {
      const all = INSTEAD.filter(([file]) => file.test(path))
      return all.length === 0 ? undefined : { contents: all.reduce((source, each) => replaced(source, each), readFileSync(path, 'utf8')) }
    })
  },
}

/** Of what a provider offers, from how it is made to how it is named, both as they stand in the file. */
function offered(file: RegExp, firstMade: string, firstNamed: string, lastNamed: string): Instead[] {
  return [
    [file, new RegExp(`^\\tconst ${firstMade} = [\\s\\S]*?(?=^\\tconst provider = )`, 'm'), ''],
    [file, new RegExp(`^\\tprovider\\.${firstNamed} = [\\s\\S]*?^\\tprovider\\.${lastNamed} = \\w+;$`, 'm'), ''],
  ]
}

function replaced(source: string, [file, was, is]: Instead): string {
  if (!was.test(source)) throw new Error(`${file} no longer says ${was}.`)
  return source.replace(was, is)
}

/**
 * The packages that speak with providers of models, in one module that is the part of them that we use. A Worker is read from end to end
 * whenever it starts, so a hundred kB cost some 4 ms of every start, used or not. Deterministic.
 */
export async function buildPackages(root = checkout) {
  const providers = `${root}worker/ai/providers/packages`
  const { outputFiles } = await build({
    entryPoints: [`${providers}.ts`],
    plugins: [lean],
    bundle: true,
    write: false,
    format: 'esm',
    minify: true,
    target: ['es2024'],
    conditions: ['workerd', 'worker', 'browser'],
    // The portal has it, too: once is enough.
    external: ['node:*', 'zod', 'zod/*'],
    logLevel: 'silent',
  })
  writeIfNew(`${providers}.gen.js`, outputFiles[0]!.text)
  writeIfNew(`${providers}.gen.d.ts`, `// Written by dev/build/packages.ts.\nexport * from './packages.ts'\n`)
}

if (import.meta.main) await buildPackages()

import { buildAssets } from '#dev/build/assets.ts'
import { buildPackages } from '#dev/build/packages.ts'

/** What is written from the sources before anything runs: files for browsers, and packages in one module without what nobody uses. */
export async function buildAll() {
  await Promise.all([buildAssets(), buildPackages()])
}

if (import.meta.main) await buildAll()

import { icons, script, stylesheet } from '#views/layout/assets.gen.ts'

/** Where the built files are, under the names of their content. The module they come from is written by the build. */
export const assets = { css: stylesheet, js: script, icons }

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { buildAssets } from '#dev/build/assets.ts'
import { checkout } from '#dev/paths.ts'

/** A copy: the real ones may be served to another test at this moment. */
const root = `${mkdtempSync(path.join(tmpdir(), 'portal-assets-'))}/`
cpSync(`${checkout}public`, `${root}public`, { recursive: true, filter: (file) => !file.endsWith('assets') })
afterAll(() => rmSync(root, { recursive: true }))

const built = () => readdirSync(`${root}public/assets`).sort()

it('names the built files after their content, the same every time, and clears away older ones', async () => {
  await buildAssets(root)
  const first = built()
  writeFileSync(`${root}public/assets/portal.0000000000.css`, 'old')
  await buildAssets(root)
  expect(built()).toEqual(first)
  expect(first.map((name) => name.replace(/\.[0-9a-f]{10}\./, '.*.')).sort()).toEqual(['icons.*.svg', 'portal.*.css', 'portal.*.js'])
})

it('gives a changed source another name', async () => {
  await buildAssets(root)
  const before = built()
  writeFileSync(`${root}public/css/99-more.css`, 'p { color: red }')
  await buildAssets(root)
  expect(built().filter((name) => !before.includes(name))).toEqual([expect.stringMatching(/^portal\..*\.css$/)])
})

it('tells the layout the names of files that exist', async () => {
  await buildAssets(root)
  const names = [...readFileSync(`${root}views/layout/assets.gen.ts`, 'utf8').matchAll(/'(.*)'/g)].map(([, name]) => name)
  expect(names).toHaveLength(3)
  for (const name of names) expect(existsSync(`${root}public${name}`)).toBe(true)
})

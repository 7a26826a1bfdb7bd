import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { checkout } from '#dev/paths.ts'

const files = ['dev/audit-verify.ts', ...readdirSync(`${checkout}dev/audit-verify`).map((name) => `dev/audit-verify/${name}`)]
const importsOf = (file: string) =>
  [...readFileSync(`${checkout}${file}`, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name ?? '')

it('the verifier imports Node and itself, so that an outsider can read all of it and take it along', () => {
  expect(files.length).toBeGreaterThan(5)
  const foreign = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !name.startsWith('node:') && !files.includes(path.join(path.dirname(file), name)))
      .map((name) => `${file}: ${name}`),
  )
  expect(foreign).toEqual([])
})

it('the verifier asks nobody: neither the network nor another process', () => {
  const reaches = files
    .flatMap((file) => importsOf(file))
    .filter((name) => /^node:(net|http|https|http2|tls|dns|dgram|child_process|worker_threads|vm)/.test(name))
  expect(reaches).toEqual([])
  expect(files.filter((file) => /\bfetch\(/.test(readFileSync(`${checkout}${file}`, 'utf8')))).toEqual([])
})

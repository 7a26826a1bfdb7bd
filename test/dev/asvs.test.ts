import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultsOf, missingTests, PAGE, PROMISES, REQUIREMENTS } from '#dev/asvs.ts'

const page = readFileSync(PAGE, 'utf8')

describe('the page of security requirements', () => {
  it('answers each of them once, with tests that are there', () => {
    expect(faultsOf(page)).toEqual([])
  })

  it('would be found wanting: a requirement left out, twice, or unanswered; a test renamed or gone', () => {
    const [first = '', second = ''] = REQUIREMENTS
    const without = page.replace(`- **${first}**`, `- **${second}**`)
    expect(faultsOf(without)).toEqual([`${first} is missing`, `${second} is there twice`])
    expect(faultsOf(page.replace('Does not apply: there is one directory.', 'There is one directory.'))).toEqual([
      '10.2.2 names no test and says nothing instead',
    ])
    expect(faultsOf(page.replace('is never done by following a link', 'is never done by accident'))).toEqual([
      '3.5.3: test/worker/http/csrf.test.ts has no test “is never done by accident”',
    ])
    expect(faultsOf(page.replace('test/worker/http/unreachable.test.ts', 'test/gone.test.ts'))).toEqual([
      '16.5.2: there is no test/gone.test.ts',
    ])
    expect(faultsOf(page.replace('**16.5.3**', '**16.5.4**'))).toContain('16.5.4 is no requirement of these chapters and levels')
  })
})

describe('the page of promises', () => {
  const promises = readFileSync(PROMISES, 'utf8')

  it('names tests that are there', () => {
    expect(missingTests(promises)).toEqual([])
    expect(missingTests(promises.replace('“a verdict stands”', '“a verdict may fall”'))).toEqual([
      'test/drizzle/policies/reviews.ts has no test “a verdict may fall”',
    ])
  })

  it('names one for each promise', () => {
    const [kept = ''] = promises.split('## What is not promised')
    const bare = kept
      .split(/^- /m)
      .slice(1)
      .filter((promise) => !/`test\//.test(promise))
    expect(bare).toEqual([])
  })
})

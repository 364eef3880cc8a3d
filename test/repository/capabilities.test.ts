// Every row of what it can do names a test that exists, or says that it is not there yet.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const text = readFileSync(join(repository, 'docs/capabilities.md'), 'utf8')

const rows = [...text.matchAll(/^\| ([ABC]\d+) \| (.*) \|$/gm)].map(([, row, rest]) => {
  const [asked = '', , tests = ''] = rest!.split(/\s*\|\s*/)
  return { row: row!, asked, tests }
})

const numbered = (letter: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`)

test('every row is there once, in order', () => {
  expect(rows.map(({ row }) => row)).toEqual([
    ...numbered('A', 39),
    ...numbered('B', 16),
    ...numbered('C', 17),
  ])
  for (const { row, asked } of rows) expect(asked, row).toMatch(/\w/)
})

test.each(rows)('$row has tests that exist, or is not there yet', ({ tests }) => {
  const files = [...tests.matchAll(/`((?:test|examples)\/[^`]+)`/g)].map((match) => match[1]!)
  expect(files.filter((file) => !existsSync(join(repository, file)))).toEqual([])
  expect(files.length > 0 || tests === 'not yet', tests).toBe(true)
})

test('files named in the other tables exist', () => {
  const files = [...text.matchAll(/`((?:test|examples)\/[\w./-]+)`/g)].map((match) => match[1]!)
  expect(files.filter((file) => !existsSync(join(repository, file)))).toEqual([])
})

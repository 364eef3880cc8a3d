import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(join(repository, path), 'utf8')

/** The members of the union, as the source has them. */
function codes(): string[] {
  const [, union] = /export type ErrorCode =((?:\s*\|\s*'\w+')+)/.exec(read('src/errors.ts'))!
  return [...union!.matchAll(/'(\w+)'/g)].map((match) => match[1]!)
}

/** The sections of docs/errors.md about a code each. */
function sections(): Map<string, string> {
  const parts = read('docs/errors.md')
    .split(/^### `(\w+)`$/m)
    .slice(1)
  return new Map(
    Array.from({ length: parts.length / 2 }, (_, index) => [parts[2 * index]!, parts[2 * index + 1]!]),
  )
}

test('docs/errors.md explains every code once, and none that does not exist', () => {
  const headings = [...read('docs/errors.md').matchAll(/^### `(\w+)`$/gm)].map((match) => match[1])
  expect(headings.toSorted()).toEqual(codes().toSorted())
})

test.each([...sections()])('%s: meaning, facts and next step are told', (_, text) => {
  expect(text).toMatch(/^\s+[A-Z`]/)
  expect(text).toMatch(/^- Facts: \S/m)
  expect(text).toMatch(/^- Next: \S/m)
})

test('every code is in use', () => {
  const source = ['src', 'environment', 'fixtures', 'matchers']
    .flatMap((room) =>
      readdirSync(join(repository, room), { recursive: true }).map((name) => `${room}/${name}`),
    )
    .filter((file) => file.endsWith('.ts') && file !== 'src/errors.ts')
    .map(read)
    .join('\n')
  expect(codes().filter((code) => !source.includes(`'${code}'`))).toEqual([])
})

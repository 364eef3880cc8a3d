// Every block of TypeScript and JavaScript in the documentation compiles against the built package, with strict types.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Block, blocksOf, documents, fileOf, repository } from './code-blocks.js'

/** What a test of Vitest has, for pieces of one. */
const ofVitest = `import type { Cef, Mount, Page } from 'cefrig'
import type * as vitest from 'cefrig/vitest'
declare global {
  const page: Page
  const cef: Cef
  const mount: Mount
  const expect: typeof vitest.expect
}
`

/** Globals of Jest, as @types/jest has them; it is not among this repository's packages. */
const ofJest = `import type * as globals from '@jest/globals'
import type {} from 'cefrig/jest'
declare global {
  const expect: typeof globals.expect
  const jest: typeof globals.jest
  const test: typeof globals.test
}
`

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  jsx: 'react-jsx',
  strict: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node', 'vite/client'],
}

const compiled = documents.flatMap((document) => blocksOf(document)).filter((block) => !block.notCompiled)
/** In the repository, so that packages are found as from a project; ignored by Git. */
let directory: string
let said: string[]

beforeAll(async () => {
  mkdirSync(join(repository, 'test-results'), { recursive: true })
  directory = mkdtempSync(join(repository, 'test-results/code-'))
  const jest = compiled.filter((block) => block.kind === 'jest')
  const others = compiled.filter((block) => block.kind !== 'jest')
  const outputs = await Promise.all([compile('vitest', others, ofVitest), compile('jest', jest, ofJest)])
  said = outputs.flatMap((output) => output.split(/\n(?=\S)/)).filter((message) => message.trim() !== '')
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

test.each(compiled.map((block) => [`${block.document}:${block.line}`, block] as const))(
  '%s compiles',
  (_, block) => {
    const messages = said.filter((message) => message.includes(`/${fileOf(block)}(`))
    expect(messages.join('\n')).toBe('')
  },
)

test('the compiler has nothing else to say', () => {
  const known = compiled.map((block) => `/${fileOf(block)}(`)
  expect(said.filter((message) => !known.some((name) => message.includes(name)))).toEqual([])
})

test('a mistake is found, in its line of the document', async () => {
  const text = 'Text\n\n```ts\nawait page.goto("/")\nawait page.goTo("/")\n```\n'
  const output = await compile('wrong', blocksOf('docs/wrong.md', text), ofVitest)
  expect(output).toMatch(/wrong\/line-4\.test\.ts\(5,12\): error TS\d+: Property 'goTo' does not exist/)
})

/** Runs the compiler over the blocks and answers what it says. Lines are those of the documents. */
async function compile(name: string, blocks: readonly Block[], globals: string): Promise<string> {
  const root = join(directory, name)
  const write = (path: string, text: string) => {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  write('globals.d.ts', globals)
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['**/*'] }))
  for (const block of blocks) {
    // Scripts as Jest's configuration are no modules.
    const first = /\bmodule\.exports\b/.test(block.code)
      ? ''
      : `export {}; ${block.given.replaceAll('\n', '; ')}`
    write(fileOf(block), `${first}${'\n'.repeat(block.line - 1)}${block.code}`)
  }
  const tsc = join(repository, 'node_modules/typescript/lib/tsc.js')
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '--pretty', 'false', '-p', root], (_error, stdout) => resolve(stdout))
  })
}

test.each([
  ['<!-- not run -->', 'is none of "not run", "not compiled" and "given" with what it is about'],
  ['<!-- skip: today -->', 'is none of "not run", "not compiled" and "given" with what it is about'],
])('a block is not exempt by %s', (comment, sentence) => {
  expect(() => blocksOf('docs/a.md', `${comment}\n\`\`\`ts\n1\n\`\`\`\n`)).toThrow(
    `docs/a.md:3: ${comment} ${sentence}`,
  )
})

test.each(['  ```ts\n  1\n  ```\n', '- ```ts\n  1\n', '~~~ts\n1\n~~~\n', '```ts nocheck\n1\n```\n'])(
  'a block is not exempt by its form: %j',
  (text) => {
    expect(() => blocksOf('docs/a.md', text)).toThrow(
      'a block begins at the margin, with its language and nothing else',
    )
  },
)

test('what is given and why a block is exempt belong to the block right below', () => {
  const text =
    '<!-- given: let a = 1 -->\n<!-- given: a++ -->\n<!-- not run: so -->\n```ts\na\n```\n\n```js\nb\n```\n'
  expect(blocksOf('docs/a.md', text)).toEqual([
    {
      document: 'docs/a.md',
      line: 5,
      language: 'ts',
      code: 'a\n',
      kind: 'piece',
      given: 'let a = 1\na++',
      notRun: 'so',
    },
    { document: 'docs/a.md', line: 9, language: 'js', code: 'b\n', kind: 'piece', given: '' },
  ])
})

test('a block is not exempt by another name of its language', () => {
  expect(() => blocksOf('docs/a.md', '```typescript\n1\n```\n')).toThrow(
    'docs/a.md: typescript is none of ts, tsx',
  )
})

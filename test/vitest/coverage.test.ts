import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { afterEach, expect, test } from 'vitest'
import { Project } from './project.js'

let project: Project | undefined
afterEach(() => project?.remove())

const packages = ['react', 'react-dom', 'vite']

const config = (provider: string, isolation: string) => `
  import { cefrig } from 'cefrig/vitest/plugin'
  import { defineConfig } from 'vitest/config'
  export default defineConfig({
    plugins: [cefrig({ isolation: '${isolation}', root: 'public', serve: { 'https://other.test/': 'public' } })],
    test: {
      testTimeout: 60_000,
      maxWorkers: 1,
      coverage: { provider: '${provider}', reporter: ['json'], include: ['src/**', 'public/**/*.js'] },
    },
  })
`

const source = `
  export function made(n: number): string {
    if (n > 1) return 'many'
    return 'one'
  }
  made(1)
`
const made = transformSync(source, { loader: 'ts', sourcemap: true, sourcefile: '../src/made.ts' })

const files = {
  'src/word.ts': `
    export function word(n: number): string {
      if (n > 9) return 'many'
      return n === 1 ? 'one' : 'some'
    }
    export function inNode(): string {
      return 'node'
    }
  `,
  'src/Counter.tsx': `
    import { useState } from 'react'
    import { word } from './word'
    export function Counter({ from }: { from: number }) {
      const [count, setCount] = useState(from)
      const never = () => {
        throw new Error('never')
      }
      return <button onClick={() => setCount(count + 1)} onKeyDown={never}>{word(count)}</button>
    }
  `,
  'src/untested.ts': `export const nobody = () => 1\n`,
  'src/made.ts': source,
  'public/made.js': `${made.code}//# sourceMappingURL=made.js.map`,
  'public/made.js.map': made.map,
  'public/made.html':
    '<!doctype html><script type="module" src="made.js"></script><a href="https://other.test/other.html">on</a>',
  'public/other.html': '<!doctype html><title>other</title><script src="other.js"></script>',
  'public/other.js': 'function other() { return 1 }\nfunction never() { return 2 }\nother()\n',
  'counter.test.ts': `
    import { expect, test } from 'cefrig/vitest'
    import { inNode, word } from './src/word'
    test('in Node', () => expect([inNode(), word(1)]).toEqual(['node', 'one']))
    test('mounted, once and again', async ({ mount }) => {
      const counter = await mount('./src/Counter', 'Counter', { from: 1 })
      await expect(counter).toHaveText('one')
      await counter.click()
      await expect(counter).toHaveText('some')
    })
    test('mounted from there on', async ({ mount, page }) => {
      await expect(await mount('./src/Counter', 'Counter', { from: 10 })).toHaveText('many')
      await page.close()
    })
  `,
  'pages.test.ts': `
    import { expect, test } from 'cefrig/vitest'
    test('goes to another origin, as a link does', async ({ page }) => {
      await page.goto('/made.html')
      await page.getByRole('link').click()
      await page.waitForURL('https://other.test/other.html')
    })
    test('counts itself too', async ({ page }) => {
      await page.coverage.startJS()
      await page.goto('/other.html')
      const [script] = await page.coverage.stopJS()
      expect(script.functions.map(({ ranges }) => ranges[0].count)).toEqual([1, 1, 0])
      await page.goto('about:blank')
      await page.close()
    })
  `,
}

interface FileCoverage {
  statementMap: Record<string, { start: { line: number } }>
  fnMap: Record<string, { name: string; loc: { start: { line: number } } }>
  branchMap: Record<string, { type: string; locations: { start: { line: number } }[] }>
  s: Record<string, number>
  f: Record<string, number>
  b: Record<string, number[]>
}

/** Counts of a file: statements by their lines, functions by their names. */
function countsOf(report: Record<string, FileCoverage>, name: string) {
  const found = Object.entries(report).find(([path]) => path.endsWith(`/${name}`))
  if (!found) throw new Error(`${name} is not in the report: ${Object.keys(report)}`)
  const { statementMap, fnMap, branchMap, s, f, b } = found[1]
  const lines: Record<number, number[]> = {}
  for (const [id, { start }] of Object.entries(statementMap)) {
    lines[start.line] ??= []
    lines[start.line]!.push(s[id]!)
  }
  return {
    lines,
    functions: Object.fromEntries(Object.entries(fnMap).map(([id, { name }]) => [name, f[id]])),
    branches: Object.keys(branchMap).map((id) => b[id]),
  }
}

/** Each costs seconds: by itself `npm test` takes the first. */
const kinds = [
  ['v8', 'test'],
  ['istanbul', 'file'],
] as const

test.each(process.env.CEFRIG_TEST_RUNNERS === 'all' ? kinds : kinds.slice(0, 1))(
  'code of pages is in the report of coverage by %s, with that of Node (isolation: %s)',
  async (provider, isolation) => {
    project = new Project(5, { ...files, 'vitest.config.js': config(provider, isolation) }, packages)
    const run = await project.run(['--coverage'])
    expect(run).toMatchObject({ code: 0, messages: '' })
    const report = JSON.parse(project.read('coverage/coverage-final.json'))
    // In Node with 1; in pages with 1, 2 and 10.
    expect(countsOf(report, 'src/word.ts')).toEqual({
      lines: { 3: [4, 1], 4: [3], 7: [1] },
      functions: { word: 4, inNode: 1 },
      branches: [
        [1, 3],
        [2, 1],
      ],
    })
    expect(countsOf(report, 'src/Counter.tsx')).toMatchObject({
      lines: { 5: [3], 6: [3], 7: [0], 9: [3, 1] },
      functions: { Counter: 3 },
    })
    // It was left for another process, and has a source map.
    expect(countsOf(report, 'src/made.ts')).toMatchObject({ lines: { 3: [1, 0], 4: [1], 6: [1] } })
    // Once as the page's next document, once while the test counted too, before it went on and closed the page.
    expect(countsOf(report, 'public/other.js').functions).toEqual({ other: 2, never: 0 })
    expect(countsOf(report, 'src/untested.ts').lines).toMatchObject({ 1: expect.arrayContaining([0]) })
    expect(Object.keys(report)).toHaveLength(5)
    // Nor is anything left of what the pages counted.
    expect(readdirSync(join(project.directory, 'coverage'))).toEqual(['coverage-final.json'])
  },
)

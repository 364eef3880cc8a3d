// What runs in pages is in Jest's own report of coverage.
import { createRequire } from 'node:module'
import { afterEach, expect, test } from 'vitest'
import { JestProject } from './project.js'
import { config, tests } from './seeds.js'

// Of Jest, and of whatever else adds up its reports.
const { createCoverageMap } = createRequire(import.meta.url)('istanbul-lib-coverage')

let project: JestProject | undefined
afterEach(() => project?.remove())

const word = `
  function word(n) {
    if (n > 9) return 'many'
    return n === 1 ? 'one' : 'some'
  }
  const never = () => 'never'
  if (typeof module === 'object') module.exports = { never, word }
`

// It is one of those that Jest cannot instrument here: nothing compiles it.
const typed = `export function shown(n: number): string {
  if (n > 9) return 'many'
  return 'few'
}
`

test('what runs in pages is in the report of coverage, with what runs in Node; reports of shards add up', async () => {
  project = new JestProject(
    {
      'jest.config.json': config(
        { root: '.' },
        { collectCoverageFrom: ['src/**'], coverageReporters: ['json'] },
      ),
      'src/word.js': word,
      'src/typed.ts': typed,
      'src/Shown.ts': `
        import { shown } from './typed'
        export const Shown = ({ n }: { n: number }) => shown(n)
      `,
      'index.html': '<!doctype html><script src="src/word.js"></script>',
      'node.test.js': `test('in Node', () => expect(require('./src/word').word(1)).toBe('one'))`,
      'pages.test.js': tests(`
        test('in pages', async () => {
          await page.goto('/')
          expect(await page.evaluate('[word(2), word(10)]')).toEqual(['some', 'many'])
        })
        test('mounted', async () => {
          await expect(await mount('./src/Shown', 'Shown', { n: 2 })).toHaveText('few')
        })`),
    },
    ['vite'],
  )
  const whole = createCoverageMap({})
  for (const shard of ['1', '2']) {
    const run = await project.run(['-i', '--coverage', `--coverageDirectory=${shard}`, `--shard=${shard}/2`])
    expect(run.messages).toBe('')
    whole.merge(JSON.parse(project.read(`${shard}/coverage-final.json`)))
  }
  const report = whole.toJSON()
  const names = Object.keys(report).map((path) => path.slice(project!.directory.length + 1))
  expect(names.sort()).toEqual(['src/Shown.ts', 'src/typed.ts', 'src/word.js'])
  const of = (name: string) => report[`${project!.directory}/src/${name}`]
  // Each place once: in Node with 1, in the page with 2 and 10.
  const { s, f, b } = of('word.js')
  expect([Object.values(f), Object.values(b)]).toEqual([
    [3, 0],
    [
      [1, 2],
      [1, 1],
      [1, 1],
    ],
  ])
  expect(Object.values(s)).toEqual([3, 1, 2, 2, 0, 2, 1])
  expect(Object.values(of('typed.ts').f)).toEqual([1])
  expect(Object.values(of('typed.ts').s)).toEqual([1, 0, 1])
})

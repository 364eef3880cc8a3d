// The specification, run in every cell of the table that a package manager has.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { decodePng } from '../../src/golden/png-decode.js'
import { collect, ended, type Run, until } from '../runner-project.js'
import { CellProject } from './cell-project.js'
import {
  type Cell,
  cellsOf,
  impossible,
  isWhole,
  type Manager,
  nodes,
  type Runner,
  runners,
  tooOld,
} from './cells.js'
import { nodeProgram } from './install.js'
import { typesOf } from './types.js'

const lines: string[] = []

export function conformance(manager: Manager): void {
  const cells = cellsOf(manager)
  for (const runner of Object.keys(runners) as Runner[]) {
    const own = cells.filter((cell) => cell.runner === runner)
    if (own.length > 0) describe(`${runner} by ${manager}`, () => installation(manager, runner, own))
  }
  afterAll(() => console.log(lines.join('\n')))
}

/** One project, with its runner installed once, on each Node. */
function installation(manager: Manager, runner: Runner, cells: Cell[]): void {
  let project: CellProject
  beforeAll(async () => {
    project = new CellProject(runner)
    await project.install(manager, inject('tarball'))
  }, 600_000)
  afterAll(() => project?.remove())

  test.each(['bundler', 'nodenext'])('its types hold for a strict compiler with %s', async (resolution) => {
    expect(await typesOf(project, resolution)).toBe('')
  })

  for (const cell of cells) describe(`on Node ${cell.node}`, () => inCell(() => project, cell))

  const cannot = impossible.filter((one) => one.runner === runner && isWhole)
  test.each(cannot)('cannot be on Node $node, as the runner says itself: $engines', ({ node, engines }) => {
    const manifest = JSON.parse(project.read('node_modules/vitest/package.json'))
    expect(manifest.engines.node).toBe(engines)
    lines.push(`${runner}, Node ${node}, ${manager}: cannot be: the runner's engines are ${engines}`)
  })

  // Jest itself would run there.
  if (isWhole && runner === 'Jest 30') {
    test('cannot be on an older Node, as cefrig says', { timeout: 600_000 }, async () => {
      project.node = await nodeProgram(tooOld)
      project.reset()
      project.specify('isolation.spec.ts')
      const { output, code } = await project.run(['-i'])
      const said = `cefrig cannot run on Node ${tooOld}. Install Node 20.19, 22.12 or newer.`
      expect(output).toContain(said)
      expect(code).toBe(1)
      lines.push(`${runner}, Node ${tooOld}, ${manager}: cannot be: ${said}`)
    })
  }
}

function inCell(installed: () => CellProject, { manager, runner, node }: Cell): void {
  let project: CellProject
  let failed = 0
  let start = 0
  beforeAll(async () => {
    project = installed()
    const version = nodes[node]
    project.node = version === null ? process.execPath : await nodeProgram(version)
    start = performance.now()
    project.reset()
  }, 600_000)
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') failed++
  })
  afterAll(() => {
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    lines.push(`${runner}, Node ${node}, ${manager}: ${failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`)
  })

  test('the specification passes, in two workers; goldens are written', async () => {
    project.specify(
      ...[
        'page.spec.ts',
        'isolation.spec.ts',
        'file/isolation.spec.ts',
        'retries.spec.ts',
        'goldens.spec.ts',
        'content.spec.ts',
      ],
      ...['mount.spec.ts', 'counter.js'],
    )
    const run = await project.run(['--maxWorkers=2'])
    expect(run.failures).toEqual({})
    expect([...new Set(Object.values(run.tests))]).toEqual(['passed'])
    // Of which the file of pages alone has a dozen.
    expect(Object.keys(run.tests).length).toBeGreaterThan(22)
    expect(goldens(project)).toEqual(['page.png', 'so-is-an-element-1.png'])
    expect(run.code).toBe(0)
    expect(project.leftovers()).toEqual([])
  })

  // Once per installation: the tests do not run in Node.
  test.skipIf(runner === 'Jest 30')(
    'in Browser Mode the same holds of the page that tests run in',
    async () => {
      project.specifyInBrowser('content.spec.ts', 'goldens.spec.ts')
      const run = await project.runInBrowser()
      expect(run.failures).toEqual({})
      expect(Object.values(run.tests)).toEqual(Array(6).fill('passed'))
      // To the pixel what a page in Node looks like.
      const own = decodePng(golden(project, 'page.png', 'spec/browser'))
      expect([own.width, own.height]).toEqual([200, 120])
      expect(Buffer.from(own.data).equals(decodePng(golden(project, 'page.png')).data)).toBe(true)
      expect(project.leftovers()).toEqual([])

      project.specifyInBrowser('failing/content.spec.ts', 'goldens.spec.ts')
      const failed = await project.runInBrowser({ LOOK: '#0a0', CI: 'true' })
      expect(failuresAsTitled({ ...failed, failures: printed(failed) })).toBe(4)
      expect(failed.tests['a test after those passes']).toBe('passed')
      expect(printed(failed)['a page is compared with its golden']).toMatch(/of 24,000 pixels .+ differ/)
      expect(existsSync(join(project.directory, 'spec/browser/failing/__goldens__'))).toBe(false)
      expect(failed.code).toBe(1)
      expect(project.leftovers()).toEqual([])
    },
  )

  test('what is to fail fails, with its message, and CI writes no golden', async () => {
    project.specify('failing/troubles.spec.ts', 'failing/content.spec.ts', 'goldens.spec.ts')
    const run = await project.runInCi({ LOOK: '#0a0' })
    expect(failuresAsTitled(run)).toBe(10)
    expect(run.tests['a test after all that passes']).toBe('passed')
    const mismatch = run.failures['a page is compared with its golden']!
    expect(mismatch).toMatch(/of 24,000 pixels .+ differ/)
    // The message names the pictures, which are there.
    const pictures = [...mismatch.matchAll(/\S+\.png/g)].map(([path]) => path)
    expect(
      pictures.filter((path) => existsSync(join(project.directory, path))).length,
    ).toBeGreaterThanOrEqual(3)
    expect(existsSync(join(project.directory, 'spec/failing/__goldens__'))).toBe(false)
    expect(project.read('.cefrig/run.json')).toContain('what a page does in it fails')
    expect(run.code).toBe(1)
    expect(project.leftovers()).toEqual([])
  })

  test('-u updates goldens, which then match in CI; one whose test is gone is obsolete', async () => {
    // Each project has a file: one without would look as if it had been left out.
    project.specify('goldens.spec.ts', 'file/isolation.spec.ts')
    const before = golden(project, 'page.png')
    const updated = await project.run(['-u', '--maxWorkers=1'], { LOOK: '#0a0' })
    expect([updated.messages, updated.code]).toEqual(['', 0])
    expect(golden(project, 'page.png').equals(before)).toBe(false)
    const matched = await project.runInCi({ LOOK: '#0a0 few' })
    expect([matched.messages, matched.code]).toEqual(['', 0])
    expect(matched.output).toMatch(/obsolete[\s\S]*so-is-an-element-1\.png/)
    expect(project.leftovers()).toEqual([])
  })

  test('a watching runner runs a changed test again on the same Host', async () => {
    project.specify('watched.spec.ts')
    const watched = project.read('spec/watched.spec.js')
    const child = project.watch()
    const output = collect(child)
    await until(() => /Waiting for file changes|Ran all test suites/.test(output()))
    // The runner may not listen for changes yet: they are made until one is heard.
    let turn = 0
    await until(() => {
      if (project.notes().length > 1) return true
      if (++turn % 100 === 1) project.write('spec/watched.spec.js', `${watched}\n// ${turn}`)
      return false
    })
    child.kill(project.isJest ? 'SIGTERM' : 'SIGINT')
    await ended(child)
    const [first, second] = project.notes()
    expect(first).toHaveLength(1)
    expect(second).toEqual(first)
    await until(() => project.leftovers().length === 0)
  })
}

/** How many tests say in their title with which message they fail; each does. */
function failuresAsTitled({ tests, failures }: Run): number {
  const expected = Object.keys(tests).flatMap((title) => {
    const message = /"(.+)"$/.exec(title)?.[1]
    return message === undefined ? [] : [[title, message] as const]
  })
  for (const [title, message] of expected) expect.soft(failures[title], title).toContain(message)
  return expected.length
}

/** What was printed of each failed test: Vitest's record has no messages of commands in Browser Mode. */
function printed({ output, failures }: Run): Record<string, string> {
  const parts = output.split(/^ FAIL {2}/m)
  const part = (title: string) => parts.find((one) => one.split('\n', 1)[0]!.endsWith(`> ${title}`))
  return Object.fromEntries(Object.keys(failures).map((title) => [title, part(title) ?? '']))
}

const directory = (project: CellProject, place = 'spec') =>
  join(project.directory, place, '__goldens__/goldens.spec.js')
const goldens = (project: CellProject) => readdirSync(directory(project)).sort()
const golden = (project: CellProject, name: string, place?: string) =>
  readFileSync(join(directory(project, place), name))

// Hosts, workers and projects of one run.
import { afterEach, expect, test } from 'vitest'
import { collect, ended, JestProject, jestProgram, until } from './project.js'
import { config, tests } from './seeds.js'

let project: JestProject | undefined
afterEach(() => project?.remove())

const notes = tests(`
  test('notes', async () => {
    const host = ownHost()
    note({ slot: process.env.JEST_WORKER_ID, host, hosts: hostPids().length, worker: process.pid, product: (await page.evaluate(() => navigator.userAgent)).includes('Own') })
  })
`)
type Note = { slot: string; host: number; hosts: number; worker: number; product: boolean }

test('a worker that is replaced for its memory finds the Host of its slot; another environment is left alone', async () => {
  project = new JestProject({
    'jest.config.json': config({}, { workerIdleMemoryLimit: 2000 }),
    'a.test.js': notes,
    'b.test.js': notes,
    'c.test.js': notes,
    'd.test.js': `${['/** @jest', 'environment node */'].join('-')}
      test('has no page', () => { expect(typeof page).toBe('undefined') })`,
  })
  const run = await project.run(['-w', '2'])
  expect(run.messages).toBe('')
  const all = project.notes<Note>()
  const different = (...keys: (keyof Note)[]) =>
    new Set(all.map((one) => String(keys.map((key) => one[key])))).size
  expect(different('worker')).toBeGreaterThan(different('slot'))
  expect(different('host')).toBe(different('slot'))
  expect(different('host', 'slot')).toBe(different('slot'))
  expect(run.output).not.toContain('did not exit')
  expect(project.leftovers()).toEqual([])
})

test('projects with other boot options have Hosts of their own, in one worker too', async () => {
  const named = (displayName: string, options: object) =>
    JSON.parse(config(options, { displayName, testTimeout: undefined, testMatch: ['**/*.test.js'] }))
  project = new JestProject({
    'jest.config.json': JSON.stringify({
      testTimeout: 60_000,
      projects: [named('plain', {}), named('own', { userAgentProduct: 'Own/1' })],
    }),
    'a.test.js': notes,
    'b.test.js': notes,
  })
  const run = await project.run(['-i'])
  expect(run.messages).toBe('')
  const all = project.notes<Note>()
  expect(all.map(({ product }) => product).sort()).toEqual([false, false, true, true])
  expect(Math.max(...all.map(({ hosts }) => hosts))).toBe(2)
  expect(project.leftovers()).toEqual([])
})

test('Jest that another program has started with a channel to it owns its Host with -i, and ends it', async () => {
  project = new JestProject({
    'jest.config.json': config(),
    'a.test.js': tests(`test('notes', () => {
      note([process.pid, ...readdirSync(join(process.env.TMPDIR, 'cefrig-' + process.getuid()))])
    })`),
  })
  const child = project.startNode([
    '-e',
    `require('node:child_process').fork(${JSON.stringify(jestProgram)}, ['-i'])
      .on('exit', (code) => console.log('Jest has ended with', code))
    process.stdin.resume()`,
  ])
  const output = collect(child)
  await until(() => /Jest has ended with 0/.test(output()))
  const [[pid, ...owners]] = project.notes<[number, ...string[]]>() as [[number, ...string[]]]
  expect(owners).toEqual([expect.stringMatching(`^${pid}-`)])
  // The other program still runs.
  expect(project.leftovers()).toEqual([expect.stringContaining(`${child.pid} `)])
  child.kill()
  await ended(child)
})

test('while Jest watches, a rerun finds the Host of the run before; nothing is left when it is ended', async () => {
  project = new JestProject({ 'jest.config.json': config(), 'a.test.js': notes })
  const child = project.start(['--watchAll', '-i', '--watchman=false'])
  const output = collect(child)
  await until(() => /Ran all test suites/.test(output()))
  // Jest may not have begun to listen for changes: they are made until one is heard.
  let change = 0
  await until(() => {
    if (project!.notes().length > 1) return true
    if (++change % 100 === 1) project!.write('a.test.js', `${notes}\n// ${change}`)
    return false
  })
  child.kill('SIGTERM')
  await ended(child)
  const hosts = new Set(project.notes<Note>().map(({ host }) => host))
  expect(hosts.size).toBe(1)
  await until(() => project!.leftovers().length === 0)
})

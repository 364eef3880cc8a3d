// The recipes of docs/ci.md do what they say: their commands are run, as the file has them, for two shards and what merges them.
import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { readRun, runFile } from '../../src/report/run-file.js'
import { JestProject } from '../jest/project.js'
import * as jest from '../jest/seeds.js'
import type { RunnerProject } from '../runner-project.js'
import { collect, ended, Project } from '../vitest/project.js'
import { config, tests } from '../vitest/seeds.js'
import { repository } from './code-blocks.js'

interface Step {
  run?: string
  with?: { path?: string }
}

interface GitHub {
  jobs: Record<'test' | 'report', { steps: Step[]; strategy?: { matrix: { shard: number[] } } }>
}

interface GitLabJob {
  parallel?: number
  script: string[]
  after_script?: string[]
  artifacts: { paths: string[] }
}

type GitLab = Record<'test' | 'report', GitLabJob> & { variables: Record<string, string> }

/** The recipe for the file of that name. */
function recipe<T>(file: string): T {
  const text = readFileSync(join(repository, 'docs/ci.md'), 'utf8')
  const [, yaml] = text.split(`\`\`\`yaml\n# ${file}\n`)
  return parse(yaml!.slice(0, yaml!.indexOf('\n```')))
}

// Some ten commands each, most of which are whole runs.
vi.setConfig({ testTimeout: 300_000 })

let project: RunnerProject
afterEach(() => project.remove())

const look = (name: string, text = name) => `
  test('${name}', async ({ page }) => {
    await page.setContent('<p>${text}</p>')
    await expect(page).toMatchGolden('${name}')
  })`

const small = { viewport: { width: 60, height: 30 } }

const golden = (name: string) => `specs/__goldens__/${name}.png`

/** A project with goldens, one of which no test looks at any more, as a runner of CI has checked it out. */
async function seed(): Promise<void> {
  const seeded = new Project(5, {
    'vitest.config.js': config(small),
    'specs/a.test.js': tests(look('one') + look('old')),
    'specs/b.test.js': tests(look('two')),
  })
  project = seeded
  expect((await seeded.run([], { CI: '' })).code).toBe(0)
  project.write('specs/a.test.js', tests(look('one')))
  provide('vitest', '../vitest/vitest.mjs')
}

/** What a runner of CI has before the first command. */
function provide(runner: string, program: string): void {
  rmSync(join(project.directory, '.cefrig'), { recursive: true })
  const modules = join(project.directory, 'node_modules')
  mkdirSync(join(modules, '.bin'))
  symlinkSync(program, join(modules, '.bin', runner))
  const { bin } = JSON.parse(readFileSync(join(modules, 'cefrig/package.json'), 'utf8'))
  symlinkSync(join('../cefrig', bin.cefrig), join(modules, '.bin/cefrig'))
  // The packages are there; `npm ci` says that it was called. npx runs what is installed, as npm's own does in a second more.
  project.write('bin/npm', '#!/bin/sh\necho "npm $*"\n')
  project.write('bin/npx', '#!/bin/sh\nprogram=$1; shift; exec "$PWD/node_modules/.bin/$program" "$@"\n')
  // As npm leaves a package's programs.
  for (const program of ['bin/npm', 'bin/npx', join('node_modules/cefrig', bin.cefrig)]) {
    chmodSync(join(project.directory, program), 0o755)
  }
  // The cache is there as well.
  mkdirSync(join(project.directory, '.cache'))
  symlinkSync(
    process.env.CEFRIG_CACHE ?? join(homedir(), '.cache/cefrig'),
    join(project.directory, '.cache/cefrig'),
  )
}

/** Runs a command of a recipe in the project, as a runner of CI does. */
async function sh(
  command: string,
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const { PATH = '', HOME = '', CEFRIG_CEF_DIR, CEFRIG_CACHE } = process.env
  const programs = [join(project.directory, 'bin'), dirname(process.execPath), PATH]
  const child = spawn('sh', ['-e', '-c', command], {
    cwd: project.directory,
    env: {
      ...{ PATH: programs.join(delimiter), HOME, TMPDIR: project.temporary },
      ...{ CI: 'true', NO_COLOR: '1', ...(CEFRIG_CEF_DIR && { CEFRIG_CEF_DIR }) },
      ...{ ...(CEFRIG_CACHE && { CEFRIG_CACHE }), ...env },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = collect(child)
  const [code] = await ended(child)
  return { code, output: output() }
}

/** Takes paths away from the project, as the end of a job does, and keeps them below `artifacts`. */
function upload(name: string, paths: readonly string[]): void {
  for (const path of paths) {
    cpSync(join(project.directory, path), join(project.directory, 'artifacts', name, path), {
      recursive: true,
    })
    rmSync(join(project.directory, path), { recursive: true })
  }
}

/** Puts all that was kept into the project, one over the other. */
function downloadAll(names: readonly string[]): void {
  for (const name of names) {
    cpSync(join(project.directory, 'artifacts', name), project.directory, { recursive: true })
  }
}

const merged = () => readRun(runFile(project.directory))

test('GitHub Actions: shards of which one fails make one report, and are approved as they were downloaded', async () => {
  const { jobs } = recipe<GitHub>('.github/workflows/test.yml')
  await seed()
  project.write('specs/b.test.js', tests(look('two', 'changed')))
  const variables = join(project.directory, 'variables')
  writeFileSync(variables, '')
  const step = (command: string, shard = 0) =>
    sh(`set -a; . "$GITHUB_ENV"; set +a; ${command.replaceAll(/\$\{\{ matrix\.shard \}\}/g, `${shard}`)}`, {
      GITHUB_ENV: variables,
    })
  const commands = (job: 'test' | 'report') => jobs[job].steps.flatMap(({ run }) => run ?? [])
  const { shard: shards } = jobs.test.strategy!.matrix
  expect(shards).toEqual([1, 2])

  const kept = jobs.test.steps.at(-1)!.with!.path!.trim().split('\n')
  const failed: string[] = []
  for (const shard of shards) {
    const results = []
    for (const command of commands('test')) results.push(await step(command, shard))
    const [, npm, install, run] = results
    expect(npm!.output).toBe('npm ci\n')
    expect(install, install!.output).toMatchObject({ code: 0 })
    if (run!.code !== 0) failed.push(run!.output)
    expect(await step('npx cefrig prune')).toMatchObject({
      code: 1,
      output: expect.stringContaining('one shard of several'),
    })
    upload(`run-${shard}`, kept)
  }
  expect(failed).toHaveLength(1)

  downloadAll(shards.map((shard) => `run-${shard}`))
  const [, merge, prune, report] = await inTurn(commands('report'), step)
  expect(merge, merge!.output).toMatchObject({ code: 1, output: expect.stringContaining('1 passed') })
  expect(await merged()).toMatchObject({ shard: null, partial: ['failed'] })
  expect(prune).toMatchObject({ code: 1, output: expect.stringContaining('tests failed') })
  expect(report, report!.output).toMatchObject({ code: 0 })
  expect(existsSync(join(project.directory, 'visual-report/index.html'))).toBe(true)

  const before = readFileSync(join(project.directory, golden('b.test.js/two')))
  const review = await step('npx cefrig review artifacts --approve two')
  expect(review, review.output).toMatchObject({ code: 0 })
  expect(readFileSync(join(project.directory, golden('b.test.js/two'))).equals(before)).toBe(false)
})

test('GitLab: shards that pass make one run of the whole suite, by which obsolete goldens are pruned', async () => {
  const { test: job, report, variables } = recipe<GitLab>('.gitlab-ci.yml')
  await seed()
  const env = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value.replace('$CI_PROJECT_DIR', project.directory),
    ]),
  )
  const names = Array.from({ length: job.parallel! }, (_, index) => `test-${index + 1}`)
  for (const [index, name] of names.entries()) {
    const numbered = { ...env, CI_NODE_INDEX: `${index + 1}`, CI_NODE_TOTAL: `${job.parallel}` }
    const { code, output } = await sh(job.script.join('\n'), numbered)
    expect(code, output).toBe(0)
    expect(output).toContain('npm ci\n')
    upload(name, job.artifacts.paths)
  }

  downloadAll(names)
  const { code, output } = await sh(report.script.join('\n'), env)
  expect(code, output).toBe(0)
  expect(output).toContain(`${golden('a.test.js/old')}\n1 obsolete golden; nothing was deleted.`)
  expect(await merged()).toMatchObject({ shard: null, partial: [], obsolete: [golden('a.test.js/old')] })
  const after = await sh(report.after_script!.join('\n'), env)
  expect(after.code, after.output).toBe(0)
  for (const path of report.artifacts.paths) expect(existsSync(join(project.directory, path))).toBe(true)
  expect(await sh('npx cefrig prune', env)).toMatchObject({
    code: 0,
    output: `${golden('a.test.js/old')}\n1 obsolete golden deleted.\n`,
  })
})

// `test/jest` has shards of Jest, and `test/report` merged reports.
test.runIf(process.env.CEFRIG_TEST_RUNNERS === 'all')(
  'Jest: shards keep a folder each, of which report and review are made',
  async () => {
    const steps = recipe<Record<'test' | 'report', Step[]>>('steps for Jest')
    const ofJest = (name: string, text = name) => jest.tests(look(name, text).replace('({ page })', '()'))
    const seeded = new JestProject({
      'jest.config.json': jest.config(small),
      'specs/a.test.js': ofJest('one'),
      'specs/b.test.js': ofJest('two'),
    })
    project = seeded
    expect((await seeded.run(['-i'])).code).toBe(0)
    project.write('specs/b.test.js', ofJest('two', 'changed'))
    provide('jest', '../jest/bin/jest.js')

    const [run, upload] = steps.test
    const [codes, said]: [(number | null)[], string[]] = [[], []]
    for (const shard of [1, 2]) {
      const { code, output } = await sh(run!.run!.replace(/\$\{\{ matrix\.shard \}\}/, `${shard}`), {})
      codes.push(code)
      said.push(output)
      const [kept, folder] = [join(project.directory, upload!.with!.path!), `runs/run-${shard}`]
      cpSync(kept, join(project.directory, folder), { recursive: true })
      rmSync(kept, { recursive: true })
    }
    expect(codes.sort(), said.join('\n')).toEqual([0, 1])

    const report = await sh(steps.report.at(-1)!.run!, {})
    expect(report, report.output).toMatchObject({ code: 0 })
    expect(existsSync(join(project.directory, 'visual-report/index.html'))).toBe(true)
    const review = await sh('npx cefrig review runs --list --json', {})
    expect(JSON.parse(review.output).pictures).toMatchObject([{ name: 'two' }])
  },
)

async function inTurn<T>(commands: readonly string[], run: (command: string) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (const command of commands) results.push(await run(command))
  return results
}

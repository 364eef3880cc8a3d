// A project that was empty, with the packed cefrig and one runner installed, whose tests are the specification.
import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { type Run, RunnerProject, repository } from '../runner-project.js'
import { type Manager, type Runner, runners } from './cells.js'
import { install } from './install.js'

const spec = join(repository, 'test/conformance/spec')
const viewport = { width: 200, height: 120 }

/** Vitest's project or Jest's for the tests of each way of isolation. */
const vitestConfig = `
  import { cefrig } from 'cefrig/vitest/plugin'
  import { defineConfig } from 'vitest/config'
  const project = (name, include, options) => ({
    plugins: [cefrig({ viewport: ${JSON.stringify(viewport)}, ...options })],
    test: { name, include, testTimeout: 60_000, hookTimeout: 60_000 },
  })
  export default defineConfig({
    test: {
      projects: [
        project('test', ['spec/*.spec.js', 'spec/failing/*.spec.js']),
        project('file', ['spec/file/*.spec.js'], { isolation: 'file' }),
      ],
    },
  })
`
/** What the tests in the page are told is not in an environment of theirs. */
const browserConfig = `
  import { cefBrowser } from 'cefrig/vitest/browser'
  import { cefrig } from 'cefrig/vitest/plugin'
  import { defineConfig } from 'vitest/config'
  export default defineConfig({
    plugins: [cefrig()],
    define: { 'process.env.LOOK': JSON.stringify(process.env.LOOK ?? '') },
    test: {
      include: ['spec/browser/**/*.spec.js'],
      testTimeout: 60_000,
      browser: {
        enabled: true,
        provider: cefBrowser(),
        viewport: ${JSON.stringify(viewport)},
        instances: [{ browser: 'chrome' }],
        screenshotFailures: false,
      },
    },
  })
`
const inBrowser = ['--config', 'vitest.browser.config.js']
const jestProject = (displayName: string, testMatch: string[], options: object) => ({
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
  preset: 'cefrig',
  transform: {},
  testEnvironmentOptions: { viewport, ...options },
})
const jestConfig = JSON.stringify({
  // For all projects there is one list of reporters.
  preset: 'cefrig',
  testTimeout: 60_000,
  projects: [
    jestProject('test', ['spec/*.spec.js', 'spec/failing/*.spec.js'], {}),
    jestProject('file', ['spec/file/*.spec.js'], { isolation: 'file' }),
  ],
})

export class CellProject extends RunnerProject {
  readonly #runner: Runner

  constructor(runner: Runner) {
    super(null, {})
    this.#runner = runner
  }

  get isJest(): boolean {
    return this.#runner === 'Jest 30'
  }

  /** Installs the tarball and the runner. */
  async install(manager: Manager, tarball: string): Promise<void> {
    const devDependencies = {
      cefrig: `file:${tarball}`,
      ...runners[this.#runner].packages,
      '@types/node': '24.19.2',
    }
    this.write(
      'package.json',
      JSON.stringify({ name: 'empty', version: '1.0.0', private: true, type: 'module', devDependencies }),
    )
    await install(manager, this.directory)
  }

  /** Takes all out that an earlier cell wrote, and puts the configuration in. */
  reset(): void {
    const kept = ['node_modules', 'package.json', 'package-lock.json', 'pnpm-lock.yaml', 't']
    for (const name of readdirSync(this.directory))
      if (!kept.includes(name)) rmSync(join(this.directory, name), { recursive: true })
    this.write('index.html', readFileSync(join(spec, 'index.html')))
    if (this.isJest) this.write('jest.config.json', jestConfig)
    else {
      this.write('vitest.config.js', vitestConfig)
      this.write('vitest.browser.config.js', browserConfig)
    }
  }

  /** Puts test files of the specification in the place of those that were there; goldens stay. */
  specify(...paths: string[]): void {
    const own = join(this.directory, 'spec')
    if (existsSync(own))
      for (const path of readdirSync(own, { recursive: true }).map(String))
        if (path.endsWith('.js') && !path.includes('__goldens__')) rmSync(join(own, path))
    this.#copy(this.isJest ? 'surface-jest.ts' : 'surface.ts', 'surface.js')
    for (const path of paths) this.#copy(path, path.replace(/\.ts$/, '.js'))
  }

  /** The same for tests that run in the page. */
  specifyInBrowser(...paths: string[]): void {
    this.specify()
    this.#copy('surface-browser.ts', 'browser/surface.js')
    for (const path of paths) this.#copy(path, `browser/${path.replace(/\.ts$/, '.js')}`)
  }

  /** Runs the tests that are for the page, as in continuous integration when the environment says so. */
  runInBrowser(env: Record<string, string> = {}): Promise<Run> {
    return this.run(inBrowser, env)
  }

  /** Runs the runner with the arguments and waits for its end. */
  async run(args: string[] = [], env: Record<string, string> = {}): Promise<Run> {
    const report = join(this.directory, 'report.json')
    rmSync(report, { force: true })
    const reporters = this.isJest
      ? ['--json', `--outputFile=${report}`]
      : ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    return this.finish(this.start([...reporters, ...args], env), report)
  }

  start(args: string[], env: Record<string, string> = {}): ChildProcess {
    const program = join(this.directory, 'node_modules', runners[this.#runner].program)
    // As Jest's documentation asks for, where tests are ECMAScript modules.
    const options = this.isJest ? ['--experimental-vm-modules', '--no-warnings'] : []
    return this.startNode([...options, program, ...args], env)
  }

  /** The runner's words for what continuous integration asks for: nothing is written that was not there. */
  runInCi(env: Record<string, string> = {}): Promise<Run> {
    return this.isJest ? this.run(['--ci', '-i'], env) : this.run([], { ...env, CI: 'true' })
  }

  watch(): ChildProcess {
    return this.start(this.isJest ? ['--watchAll', '-i', '--watchman=false'] : ['--watch', '--maxWorkers=1'])
  }

  #copy(path: string, to: string): void {
    const text = readFileSync(join(spec, path), 'utf8')
    const code = path.endsWith('.ts') ? transformSync(text, { loader: 'ts', target: 'es2023' }).code : text
    this.write(join('spec', to), code)
  }
}

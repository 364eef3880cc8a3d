import { basename, resolve } from 'node:path'
import type {
  Reporter,
  SerializedError,
  TestCase,
  TestModule,
  TestProject,
  TestRunEndReason,
  TestSpecification,
  TestSuite,
  Vitest,
} from 'vitest/node'
import type { RunnerOptions } from '../../src/client/settings.js'
import { type EndedTest, errorRecord, makeRun, recordTests } from '../../src/report/assemble.js'
import { slashed } from '../../src/report/inside.js'
import { carriedNotes } from '../../src/report/notes.js'
import type { ObsoleteGolden } from '../../src/report/obsolete.js'
import type { PartialReason, Run } from '../../src/report/run.js'
import { fileKey, RunRecord } from '../run-record.js'
import { RunReports } from '../run-reports.js'
import { annotationsOf, attachPictures } from './attachments.js'
import { partialReasons } from './partial.js'
import { tellObsolete } from './tell-obsolete.js'

const reporters = new WeakMap<Vitest, RunReporter>()

/** Writes the record of each run below the runner's root. In watch mode reruns are merged into it. */
export class RunReporter implements Reporter {
  readonly #vitest: Vitest
  /** With the templates of their goldens. */
  readonly #projects = new Map<TestProject, string | undefined>()
  readonly #reports = new RunReports()
  readonly #record: RunRecord
  #started = Date.now()
  #isRerun = false
  /** The keys of all files, when reports are merged. */
  #expected: string[] = []
  #specifications: readonly TestSpecification[] = []

  /** The one of a Vitest instance, which all projects share. */
  static of(vitest: Vitest): RunReporter {
    const known = reporters.get(vitest)
    if (known) return known
    const reporter = new RunReporter(vitest)
    reporters.set(vitest, reporter)
    // Before the one that prints the summary.
    vitest.config.reporters.unshift(reporter as never)
    return reporter
  }

  private constructor(vitest: Vitest) {
    this.#vitest = vitest
    this.#record = new RunRecord(vitest.config.root)
  }

  /** Only what projects with the plugin do is recorded. */
  add(project: TestProject, { golden, report }: RunnerOptions): void {
    this.#projects.set(project, golden?.template)
    if (report) this.#reports.add(this.#vitest.config.root, report)
  }

  onWatcherRerun(): void {
    this.#isRerun = true
  }

  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    this.#started = Date.now()
    this.#specifications = specifications
    if (this.#vitest.config.mergeReports) this.#expected = await this.#allFiles()
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    const mine = modules.filter(({ project }) => this.#projects.has(project))
    // It would take the place of a run that there is something to say about.
    if (mine.length === 0) return
    for (const module of mine) this.#add(module)
    if (this.#isRerun) this.#record.forgetGone()
    const partial = this.#partial(modules, errors, reason)
    // Until the first `await` nobody has printed a summary.
    const obsolete = partial.length === 0 ? this.#obsolete(mine) : []
    const untold = tellObsolete(this.#vitest, obsolete)
    attachPictures(this.#vitest, mine)
    const run = this.#run(mine, partial, obsolete, errors)
    const unwritten = await this.#record.write(run)
    if (unwritten !== null) this.#vitest.logger.warn(unwritten)
    for (const line of await this.#reports.write(this.#vitest.config.root, run)) this.#vitest.logger.log(line)
    if (untold !== '') this.#vitest.logger.log(untold)
    for (const line of annotationsOf(this.#vitest, run)) this.#vitest.logger.log(line)
  }

  #partial(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): PartialReason[] {
    return partialReasons(this.#vitest, {
      specifications: this.#specifications,
      modules,
      isRerun: this.#isRerun,
      isInterrupted: reason === 'interrupted',
      hasErrors: errors.length > 0,
      isMissingFiles: this.#expected.some((key) => !this.#record.has(key)),
    })
  }

  #run(
    modules: readonly TestModule[],
    partial: PartialReason[],
    obsolete: readonly ObsoleteGolden[],
    errors: readonly SerializedError[],
  ): Run {
    const { config, version } = this.#vitest
    const outside = recordTests(errors.map((error) => endedOutside(error, config.root)))
    return makeRun({
      ...this.#times(modules),
      runner: { name: 'vitest', version },
      shard: config.shard ? { index: config.shard.index, count: config.shard.count } : null,
      partial,
      tests: [...outside, ...this.#record.tests],
      obsolete: obsolete.map(({ golden }) => slashed(config.root, golden)),
    })
  }

  /** Merged reports are of runs that were earlier. */
  #times(modules: readonly TestModule[]): { started: number; ended: number } {
    const now = { started: this.#started, ended: Date.now() }
    if (!this.#vitest.config.mergeReports) return now
    const times = modules.flatMap(({ children }) =>
      [...children.allTests()].flatMap((test) => test.diagnostic() ?? []),
    )
    return {
      started: times.reduce((first, { startTime }) => Math.min(first, startTime), now.started),
      ended:
        times.reduce((last, { startTime, duration }) => Math.max(last, startTime + duration), 0) || now.ended,
    }
  }

  #obsolete(modules: readonly TestModule[]): ObsoleteGolden[] {
    const spaces = [...this.#projects].map(([project, template]) => ({
      root: project.config.root,
      project: project.name,
      template,
      testFiles: modules.filter((module) => module.project === project).map(pathOf),
      isTestFile: (path: string) => project.matchesTestGlob(path, () => ''),
    }))
    const notes = modules.flatMap(({ children }) =>
      [...children.allTests()].flatMap((test) => carriedNotes(test.meta()) ?? []),
    )
    return this.#record.obsolete(spaces, notes)
  }

  #add(module: TestModule): void {
    const path = pathOf(module)
    this.#record.add(module.project.name, path, endedTests(module, path, this.#vitest.config.root))
  }

  async #allFiles(): Promise<string[]> {
    const keys = [...this.#projects.keys()].map(async (project) => {
      const { testFiles } = await project.globTestFiles()
      return testFiles.map((path) => fileKey(project.name, path))
    })
    return (await Promise.all(keys)).flat()
  }
}

/** Here, also when the report came from another machine. */
function pathOf({ project, relativeModuleId }: TestModule): string {
  return resolve(project.config.root, relativeModuleId)
}

/** The tests of a file; and what failed of it outside of tests, each as a test. */
function endedTests(module: TestModule, path: string, root: string): EndedTest[] {
  const common = { project: module.project.name, file: slashed(root, path) }
  const outside = [module, ...module.children.allSuites()].flatMap((part): EndedTest[] => {
    const errors = part.errors()
    if (errors.length === 0) return []
    const titles = part.type === 'module' ? [basename(path)] : titlesOf(part)
    return [
      {
        ...common,
        titles,
        state: 'failed',
        duration: 0,
        attempts: 1,
        errors: errors.map((error) => recordError(error, root)),
        notes: undefined,
      },
    ]
  })
  return [...outside, ...[...module.children.allTests()].map((test) => endedTest(test, common, root))]
}

/** What failed while no test ran, or took the worker with it, as a test: nothing else of a run may say that it failed. */
function endedOutside(error: SerializedError, root: string): EndedTest {
  const path: unknown = error.VITEST_TEST_PATH
  return {
    project: '',
    file: typeof path === 'string' ? slashed(root, resolve(root, path)) : 'vitest',
    titles: ['outside of tests'],
    state: 'failed',
    duration: 0,
    attempts: 1,
    errors: [recordError(error, root)],
    notes: undefined,
  }
}

function endedTest(test: TestCase, common: Pick<EndedTest, 'project' | 'file'>, root: string): EndedTest {
  const { state, errors } = test.result()
  const { duration = 0, retryCount = 0 } = test.diagnostic() ?? {}
  return {
    ...common,
    titles: titlesOf(test),
    state: state === 'pending' ? 'skipped' : state,
    duration,
    attempts: state === 'passed' || state === 'failed' ? retryCount + 1 : 0,
    errors: state === 'failed' ? (errors ?? []).map((error) => recordError(error, root)) : [],
    notes: carriedNotes(test.meta()),
  }
}

function titlesOf(test: TestCase | TestSuite): string[] {
  const titles = [test.name]
  for (let parent = test.parent; parent.type === 'suite'; parent = parent.parent) titles.unshift(parent.name)
  return titles
}

type TestError = NonNullable<ReturnType<TestCase['result']>['errors']>[number]

function recordError(error: TestError | SerializedError, root: string) {
  const { message, stack, stacks, diff } = error as TestError
  const frames = stacks?.map(({ method, file, line, column }) =>
    method ? `at ${method} (${file}:${line}:${column})` : `at ${file}:${line}:${column}`,
  )
  const text = diff ? `${message}\n\n${diff}` : message
  return errorRecord(text, frames ? frames.join('\n') : stack, root)
}

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { COVERAGE_VARIABLE } from '../../src/coverage/counted.js'
import { githubLines } from '../../src/report/annotations.js'
import { type EndedTest, errorRecord, makeRun } from '../../src/report/assemble.js'
import { slashed } from '../../src/report/inside.js'
import { namedObsolete } from '../../src/report/leftovers.js'
import type { GoldenSpace } from '../../src/report/obsolete.js'
import type { PartialReason, Run } from '../../src/report/run.js'
import { ignoreRunDirectory, runDirectory } from '../../src/report/run-file.js'
import { obsoleteWords, RunRecord } from '../run-record.js'
import { RunReports } from '../run-reports.js'
import { PageCoverage } from './coverage.js'
import { type FileNotes, NOTES_VARIABLE, notesName } from './file-notes.js'
import { fromJest } from './node-environment.js'
import {
  type AssertionResult,
  type FileResult,
  type GlobalConfig,
  partialReasons,
  type RunResults,
  type TestContext,
} from './results.js'

/** By roots: while Jest watches, each run has a reporter of its own. */
const records = new Map<string, RunRecord>()

/**
 * Jest reporter: writes the record of each run below the root, for `cefrig report`, `review` and `prune`. The preset names it; a
 * configuration with `reporters` of its own adds `cefrig/jest/reporter` to them.
 */
export default class CefrigReporter {
  readonly #config: GlobalConfig
  readonly #record: RunRecord
  readonly #isRerun: boolean
  /** What environments note of their files. */
  readonly #notes: string
  /** What their pages counted. */
  readonly #counts: string
  readonly #coverage: PageCoverage | null

  constructor(config: GlobalConfig) {
    const { rootDir } = config
    this.#config = config
    this.#isRerun = records.has(rootDir)
    this.#record = records.get(rootDir) ?? new RunRecord(rootDir)
    records.set(rootDir, this.#record)
    this.#notes = join(runDirectory(rootDir), 'notes', String(process.pid))
    this.#counts = join(this.#notes, 'counts')
    this.#coverage = PageCoverage.isWanted(config) ? new PageCoverage(config, this.#counts) : null
  }

  /** Before any worker starts: they are given this process's environment. */
  async onRunStart(): Promise<void> {
    try {
      removeNotes(join(this.#notes, '..'))
      mkdirSync(this.#notes, { recursive: true })
      await ignoreRunDirectory(this.#config.rootDir)
    } catch (error) {
      // The tests themselves may be well.
      process.stderr.write(`cefrig: the run is not recorded: ${(error as Error).message}\n`)
      return
    }
    process.env[NOTES_VARIABLE] = this.#notes
    if (this.#coverage) process.env[COVERAGE_VARIABLE] = this.#counts
  }

  /** Jest's own reporter of coverage comes after this one. */
  async onTestResult({ context }: { context: TestContext }, result: FileResult): Promise<void> {
    await this.#coverage?.add(context, result)
  }

  async onRunComplete(contexts: ReadonlySet<TestContext>, results: RunResults): Promise<void> {
    delete process.env[NOTES_VARIABLE]
    delete process.env[COVERAGE_VARIABLE]
    const files = results.testResults.flatMap((result) => this.#withNotes(result))
    removeNotes(join(this.#notes, '..'))
    // It would take the place of a run that there is something to say about.
    if (files.length === 0) return
    for (const { result, notes } of files) this.#add(result, notes)
    if (this.#isRerun) this.#record.forgetGone()
    const projects = contexts.size
    const partial = partialReasons(this.#config, results, { isRerun: this.#isRerun, projects })
    const obsolete = partial.length === 0 ? this.#obsolete(contexts, files) : []
    const run = this.#run(results, partial, obsolete)
    const reports = new RunReports()
    for (const { report } of files.map(({ notes }) => notes))
      if (report) reports.add(this.#config.rootDir, report)
    const unwritten = await this.#record.write(run)
    const lines = [
      ...(this.#config.collectCoverage && !this.#coverage ? [v8Words] : []),
      ...(unwritten === null ? [] : [unwritten]),
      ...(await reports.write(this.#config.rootDir, run)),
      ...(obsolete.length === 0 ? [] : [obsoleteWords(obsolete.length, obsolete.map(namedObsolete))]),
      ...githubLines(run, this.#config.rootDir, { withErrors: !this.#has('github-actions') }),
    ]
    // Jest's own reporters write there too.
    for (const line of lines) process.stderr.write(`${line}\n`)
  }

  #withNotes(result: FileResult): { result: FileResult; notes: FileNotes }[] {
    const name = notesName(result.displayName?.name ?? '', result.testFilePath)
    try {
      return [{ result, notes: JSON.parse(readFileSync(join(this.#notes, name), 'utf8')) as FileNotes }]
    } catch {
      // Of another environment.
      return []
    }
  }

  #add(result: FileResult, { project, path, tests }: FileNotes): void {
    const file = slashed(this.#config.rootDir, path)
    const common = { project, file }
    const { rootDir } = this.#config
    const ended = result.testResults.map((test, index): EndedTest => {
      return { ...common, ...endedTest(test, rootDir), notes: tests[index] }
    })
    const isHeard = ended.some(({ state }) => state === 'failed') || !result.failureMessage
    this.#record.add(project, path, isHeard ? ended : [outside(result, common, rootDir), ...ended])
  }

  #run(results: RunResults, partial: PartialReason[], obsolete: string[]): Run {
    const { shard } = this.#config
    return makeRun({
      started: results.startTime,
      runner: { name: 'jest', version: fromJest<JestCore>('@jest/core').getVersion() },
      shard: shard ? { index: shard.shardIndex, count: shard.shardCount } : null,
      partial,
      tests: this.#record.tests,
      obsolete,
    })
  }

  #obsolete(
    contexts: ReadonlySet<TestContext>,
    files: readonly { result: FileResult; notes: FileNotes }[],
  ): string[] {
    const { SearchSource } = fromJest<JestCore>('@jest/core')
    const spaces = [...contexts].flatMap((context): GoldenSpace[] => {
      const { rootDir: root, displayName } = context.config
      const project = displayName?.name ?? ''
      const own = files.filter(({ notes }) => notes.project === project && notes.root === root)
      if (own.length === 0) return []
      const search = new SearchSource(context)
      return [...new Set(own.map(({ notes }) => notes.template ?? undefined))].map((template) => ({
        root,
        project,
        template,
        testFiles: own.map(({ notes }) => notes.path),
        isTestFile: (path) => search.isTestFilePath(path),
      }))
    })
    const notes = files.flatMap((file) => file.notes.tests)
    const { rootDir } = this.#config
    return this.#record.obsolete(spaces, notes).map(({ golden }) => slashed(rootDir, golden))
  }

  #has(reporter: string): boolean {
    return (this.#config.reporters ?? []).some(([name]) => name === reporter)
  }
}

const v8Words =
  "cefrig: what ran in pages is not in the report of coverage: coverageProvider 'v8' takes nothing but what Node counts. Use 'babel'."

interface JestCore {
  getVersion(): string
  SearchSource: new (context: TestContext) => { isTestFilePath(path: string): boolean }
}

/** Of this process, and of those that were killed. */
function removeNotes(directory: string): void {
  let names: string[] = []
  try {
    names = readdirSync(directory)
  } catch {
    // There is none yet.
  }
  const mine = String(process.pid)
  for (const name of names.filter((one) => one === mine || !isRunning(Number(one))))
    rmSync(join(directory, name), { recursive: true, force: true })
  if (names.every((name) => name === mine || !isRunning(Number(name))))
    rmSync(directory, { recursive: true, force: true })
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const states: Partial<Record<AssertionResult['status'], EndedTest['state']>> = {
  passed: 'passed',
  failed: 'failed',
}

function endedTest(
  { ancestorTitles, title, status, duration, failureMessages, invocations = 1 }: AssertionResult,
  root: string,
): Pick<EndedTest, 'titles' | 'state' | 'duration' | 'attempts' | 'errors'> {
  const state = states[status] ?? 'skipped'
  return {
    titles: [...ancestorTitles, title],
    state,
    duration: duration ?? 0,
    attempts: state === 'skipped' ? 0 : invocations,
    errors: state === 'failed' ? failureMessages.map((text) => splitError(text, root)) : [],
  }
}

/** What failed of a file outside of its tests, as one. */
function outside(
  { testFilePath, testExecError, failureMessage }: FileResult,
  common: Pick<EndedTest, 'project' | 'file'>,
  root: string,
): EndedTest {
  const text = testExecError?.stack || testExecError?.message || failureMessage || ''
  return {
    ...common,
    titles: [basename(testFilePath)],
    ...{ state: 'failed', duration: 0, attempts: 1, notes: undefined },
    errors: [splitError(text, root)],
  }
}

/** Jest has both in one text. */
function splitError(text: string, root: string) {
  const at = text.search(/\n\s+at /)
  return at < 0
    ? errorRecord(text, undefined, root)
    : errorRecord(text.slice(0, at), text.slice(at + 1).replaceAll(/^\s+/gm, ''), root)
}

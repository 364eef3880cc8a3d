// What is used of what Jest tells its reporters, so that the declarations of this package do not need Jest's.
import type { PartialReason } from '../../src/report/run.js'

/** One test, as Jest tells of it. */
export interface AssertionResult {
  ancestorTitles: string[]
  title: string
  status: 'passed' | 'failed' | 'pending' | 'skipped' | 'disabled' | 'todo' | 'focused'
  /** Milliseconds. */
  duration?: number | null
  /** Each with its stack. */
  failureMessages: string[]
  /** Attempts. */
  invocations?: number
}

/** One test file. */
export interface FileResult {
  testFilePath: string
  displayName?: { name: string }
  failureMessage?: string | null
  /** By paths, as instrumented modules count. */
  coverage?: unknown
  testExecError?: { message: string; stack?: string }
  /** In the file's order. */
  testResults: AssertionResult[]
}

/** A whole run. */
export interface RunResults {
  startTime: number
  numFailedTestSuites: number
  numTotalTestSuites: number
  runExecError?: unknown
  wasInterrupted: boolean
  testResults: FileResult[]
}

/** Of the configuration of a run. */
export interface GlobalConfig {
  rootDir: string
  projects: string[]
  collectCoverage: boolean
  collectCoverageFrom: string[]
  coverageProvider: 'babel' | 'v8'
  shard?: { shardIndex: number; shardCount: number }
  reporters?: [string, unknown][]
  testNamePattern?: string
  /** In Jest 30 an object. */
  testPathPatterns?: { patterns?: string[] }
  onlyChanged: boolean
  onlyFailures: boolean
  findRelatedTests: boolean
  runTestsByPath: boolean
  changedSince?: string
  lastCommit: boolean
  filter?: string
  skipFilter: boolean
}

/** A project with its files. */
export interface TestContext {
  config: { rootDir: string; extensionsToTreatAsEsm: string[]; displayName?: { name: string } }
}

/** Why goldens that a run did not look at may be in use all the same. */
export function partialReasons(
  config: GlobalConfig,
  results: RunResults,
  { isRerun, projects }: { isRerun: boolean; projects: number },
): PartialReason[] {
  const tests = results.testResults.flatMap(({ testResults }) => testResults)
  const holds: Record<PartialReason, boolean> = {
    // A project without a test file is taken for one that was not selected: nothing tells.
    filter: isFiltered(config) || projects < config.projects.length,
    watch: isRerun,
    shard: config.shard !== undefined,
    failed: results.numFailedTestSuites > 0 || results.runExecError !== undefined,
    skipped: tests.some(({ status }) => !['passed', 'failed', 'todo'].includes(status)),
    interrupted: results.wasInterrupted || results.testResults.length < results.numTotalTestSuites,
  }
  return (Object.keys(holds) as PartialReason[]).filter((reason) => holds[reason])
}

function isFiltered(config: GlobalConfig): boolean {
  return Boolean(
    config.testNamePattern ||
      config.testPathPatterns?.patterns?.length ||
      config.onlyChanged ||
      config.onlyFailures ||
      config.findRelatedTests ||
      config.runTestsByPath ||
      config.changedSince ||
      config.lastCommit ||
      (config.filter && !config.skipFilter),
  )
}

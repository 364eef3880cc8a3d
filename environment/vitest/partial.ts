import type { TestModule, TestSpecification, Vitest } from 'vitest/node'
import type { PartialReason } from '../../src/report/run.js'

/** What is known of a run at its end. */
export interface RunEnd {
  specifications: readonly TestSpecification[]
  modules: readonly TestModule[]
  isRerun: boolean
  isInterrupted: boolean
  /** Outside of tests. */
  hasErrors: boolean
  /** Whether the reports that were merged lack some of the test files. */
  isMissingFiles: boolean
}

/** What Vitest knows and does not promise to tell. */
interface Untold {
  /** Parts of paths that were asked for. */
  filenamePattern?: string[]
  /** In Vitest 4. */
  _cliOptions?: Record<string, unknown>
}

/** Options that leave test files or tests out, where Vitest keeps what was given last. */
const narrowing = ['project', 'changed', 'related', 'tagsFilter'] as const
/** The same, where only the command line narrows and the configuration says what there is. */
const narrowingByCommand = ['exclude', 'dir', 'lastFailed'] as const

/** Why goldens that a run did not look at may be in use all the same. */
export function partialReasons(vitest: Vitest, run: RunEnd): PartialReason[] {
  const tests = run.modules.flatMap((module) => [...module.children.allTests()])
  const state = (test: (typeof tests)[number]) => test.result().state
  const isUnfinished = run.modules.some((module) => ['pending', 'queued'].includes(module.state()))
  const holds: Record<PartialReason, boolean> = {
    filter: isFiltered(vitest, run.specifications),
    watch: run.isRerun,
    shard: Boolean(vitest.config.shard) || run.isMissingFiles,
    failed: run.hasErrors || run.modules.some((module) => !module.ok()),
    skipped: tests.some((test) => state(test) === 'skipped' && test.options.mode !== 'todo'),
    interrupted: run.isInterrupted || isUnfinished || tests.some((test) => state(test) === 'pending'),
  }
  return (Object.keys(holds) as PartialReason[]).filter((reason) => holds[reason])
}

function isFiltered(vitest: Vitest, specifications: readonly TestSpecification[]): boolean {
  const { filenamePattern, _cliOptions } = vitest as unknown as Untold
  const config = vitest.config as unknown as Record<string, unknown>
  const command = (config.cliOptions ?? _cliOptions ?? {}) as Record<string, unknown>
  return (
    isGiven(filenamePattern) ||
    isGiven(vitest.getGlobalTestNamePattern()) ||
    narrowing.some((name) => isGiven(config[name]) || isGiven(command[name])) ||
    narrowingByCommand.some((name) => isGiven(command[name])) ||
    specifications.some((specification) => selecting.some((name) => isGiven(specification[name as never])))
  )
}

/** Properties of a specification that name some of a file's tests; Vitest 4 does not have them all. */
const selecting = ['testLines', 'testIds', 'testNames', 'testNamePattern', 'testTagsFilter'] as const

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

// What is used of the interface of jest-circus, Jest's test runner.
import type { MatcherResult } from '../../matchers/report.js'

/** A test, and what became of its attempts. */
export interface CircusTest {
  type: 'test'
  name: string
  parent: CircusBlock
  fn?: TestFunction
  concurrent: boolean
  failing: boolean
  /** Attempts so far, this one included once it has started. */
  invocations: number
  /** What was thrown; or a pair of it and of an error that says where the test is. */
  errors: unknown[]
}

/** A `describe` block; the outermost one has no parent. */
export interface CircusBlock {
  type: 'describeBlock'
  name: string
  parent?: CircusBlock
  children: (CircusBlock | CircusTest)[]
}

export type TestFunction = (...args: unknown[]) => unknown

/** What is counted of snapshots; Jest's summary shows it. */
export interface SnapshotCounts {
  added: number
  matched: number
  updated: number
  unmatched: number
}

/** Jest's `expect`. */
export interface JestExpect {
  extend(matchers: Record<string, (this: never, ...args: never[]) => Promise<MatcherResult>>): void
  getState(): { snapshotState?: SnapshotCounts }
}

/** The events that are listened to. */
export type CircusEvent =
  | { name: 'setup'; runtimeGlobals: { expect: JestExpect } }
  | { name: 'run_start' }
  | { name: 'test_started' | 'test_retry' | 'test_done'; test: CircusTest }
  | { name: 'describe_retry'; describeBlock: CircusBlock }
  | { name: 'run_finish' }

export interface CircusState {
  rootDescribeBlock: CircusBlock
  /** Default limit of a test in milliseconds. */
  testTimeout: number
}

/** All tests in a block. */
export function testsIn(block: CircusBlock): CircusTest[] {
  return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsIn(child)))
}

/** Titles, from the outermost `describe` to the test. */
export function titlesOf(test: CircusTest): string[] {
  const titles = [test.name]
  for (let block = test.parent; block.parent; block = block.parent) titles.unshift(block.name)
  return titles
}

/** What was thrown, without where. */
export function thrownIn(test: CircusTest): unknown[] {
  return test.errors.map((error) => (Array.isArray(error) ? error[0] : error))
}

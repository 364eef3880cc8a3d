import '../../src/supported-node.js'

import { basename } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import type {} from 'expect'
import type { CefrigMatchers } from '../../matchers/index.js'
import type { Cef } from '../../src/client/cef.js'
import type { Mount } from '../../src/client/mount/mount.js'
import { formatOwner, OWNER_VARIABLE } from '../../src/client/owner.js'
import type { Page } from '../../src/client/page.js'
import { identify } from '../../src/client/process-identity.js'
import { makeSettings, type RunnerOptions, type Settings } from '../../src/client/settings.js'
import { workerConnection } from '../../src/client/worker.js'
import { recordSteps } from '../../src/report/step-methods.js'
import type { CircusEvent, CircusState } from './circus.js'
import { NoteBook } from './file-notes.js'
import { FileRun } from './file-run.js'
import { type EnvironmentConfig, type EnvironmentContext, nodeEnvironment } from './node-environment.js'
import { enterRealm } from './realm.js'

export type { RunnerOptions } from '../../src/client/settings.js'

const JestNodeEnvironment = nodeEnvironment()

/** Options that are for Jest's own environment. */
const jestOptions = ['customExportConditions', 'globalsCleanup']

/**
 * Jest environment: Node with the globals `page`, `cef` and `mount` for each test, and with cefrig's matchers in `expect`. Its options are
 * `testEnvironmentOptions` and the docblock's `@jest-environment-options`; {@link RunnerOptions} lists them.
 * @throws UNKNOWN_OPTION with the nearest right name, BAD_ARGUMENT.
 * @example
 * // jest.config.js
 * export default { testEnvironment: 'cefrig/jest', testEnvironmentOptions: { viewport: { width: 800, height: 600 } } }
 */
export default class CefrigEnvironment extends JestNodeEnvironment {
  readonly #run: FileRun
  readonly #leaveRealm: () => void
  readonly #settings: Settings

  constructor(config: EnvironmentConfig, context: EnvironmentContext) {
    const { globalConfig, projectConfig } = config
    const { forJest, own } = sorted(projectConfig.testEnvironmentOptions)
    const root = projectConfig.rootDir
    const runRoot = globalConfig.rootDir
    const project = projectConfig.displayName?.name
    NoteBook.begin({ path: context.testPath, project: project ?? '', root })
    const settings = makeSettings({
      where: 'testEnvironmentOptions of cefrig/jest',
      options: own,
      root,
      runRoot,
    })
    // Jest's environment makes globals of all options that it gets.
    super({ ...config, projectConfig: { ...projectConfig, testEnvironmentOptions: forJest } }, context)
    this.#run = new FileRun({
      path: context.testPath,
      settings,
      updateMode: globalConfig.updateSnapshot,
      project,
      mount: own.mount ?? {},
      report: own.report ?? false,
      hasTestTimeout: globalConfig.testTimeout !== undefined && globalConfig.testTimeout !== null,
    })
    this.#leaveRealm = enterRealm(this.global, this.context!)
    this.#settings = settings
    for (const name of ['page', 'cef', 'mount'] as const) {
      const get = () => this.#handOut(name, get)
      Object.defineProperty(this.global, name, { configurable: true, get })
    }
  }

  /** Connects the worker to the Host of its slot, outside the time limits of tests. */
  override async setup(): Promise<void> {
    await super.setup()
    ownHosts()
    if (NoteBook.isWanted) recordSteps()
    // An error here would name no test: those that need a page meet the same one.
    await Promise.all([workerConnection(this.#settings).catch(() => {}), this.#run.prepare()])
  }

  /** The package's files for Jest are found by one more condition. */
  override exportConditions(): string[] {
    return [...super.exportConditions(), 'cefrig-jest']
  }

  /** Called by jest-circus. */
  handleTestEvent(event: CircusEvent, state: CircusState): Promise<void> | void {
    return this.#run.handle(event, state)
  }

  override async teardown(): Promise<void> {
    this.#leaveRealm()
    await this.#run.end()
    await super.teardown()
  }

  #handOut<Name extends 'page' | 'cef' | 'mount'>(name: Name, getter: () => unknown): FileRun[Name] {
    try {
      return this.#run[name]
    } catch (error) {
      // The stack of the test that asked.
      if (error instanceof Error) Error.captureStackTrace(error, getter)
      throw error
    }
  }
}

/** With `-i` the Hosts belong to this very process, also where it is a child of another that listens to it, as tools have it. */
function ownHosts(): void {
  const isWorker = basename(process.argv[1] ?? '').startsWith('processChild')
  const self = isMainThread && !isWorker ? identify(process.pid) : null
  if (self) process.env[OWNER_VARIABLE] = formatOwner(self)
}

function sorted(options: Record<string, unknown>): { forJest: Record<string, unknown>; own: RunnerOptions } {
  const entries = Object.entries(options)
  const isForJest = ([name]: [string, unknown]) => jestOptions.includes(name)
  return {
    forJest: Object.fromEntries(entries.filter(isForJest)),
    own: Object.fromEntries(entries.filter((entry) => !isForJest(entry))),
  }
}

declare global {
  /** A blank page for this test, by default in a context of its own; closed after the test. */
  var page: Page
  /** CEF as this worker's Host runs it. Pages made with it belong to the test: they are closed with it, and their errors fail it. */
  var cef: Cef
  /** Mounts components of the project in the test's page. */
  var mount: Mount

  // For the global `expect` as @types/jest declares it.
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: as @types/jest has it
    interface Matchers<R, T = {}> extends CefrigMatchers {}
  }
}

// For `expect` of @jest/globals.
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends CefrigMatchers {}
}

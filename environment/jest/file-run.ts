import { AsyncLocalStorage } from 'node:async_hooks'
import { readFile } from 'node:fs/promises'
import type { FilePages } from '../../fixtures/file-pages.js'
import { matchers } from '../../fixtures/recorded-matchers.js'
import type { Cef } from '../../src/client/cef.js'
import type { Mount } from '../../src/client/mount/mount.js'
import type { MountDefaults } from '../../src/client/mount/options.js'
import type { Page } from '../../src/client/page.js'
import type { RunReportOptions, Settings } from '../../src/client/settings.js'
import { CefrigError } from '../../src/errors.js'
import type { TestIdentity, UpdateMode } from '../../src/golden/test-identity.js'
import { slashed } from '../../src/report/inside.js'
import { noteLook, notePicture } from '../../src/report/notes.js'
import { pictureOf } from '../../src/report/picture-record.js'
import { mountedIn } from '../mount/mounted-in.js'
import { Attempt } from './attempt.js'
import {
  type CircusEvent,
  type CircusState,
  type CircusTest,
  type JestExpect,
  testsIn,
  thrownIn,
  titlesOf,
} from './circus.js'
import { NoteBook } from './file-notes.js'
import { keepFilePages, takeFilePages } from './kept-pages.js'
import { Mounts } from './mounts.js'
import { SnapshotCounter } from './snapshot-counter.js'

/** Jest's own limit of a test in milliseconds. */
const usualTestTimeout = 5_000
/** A page's own limit of whatever waits, in milliseconds. */
const usualPageTimeout = 10_000

/** What is known of a test file before it runs. */
export interface TestFile {
  /** Absolute path. */
  path: string
  settings: Settings
  updateMode: UpdateMode
  /** Name of the project, where it has one. */
  project: string | undefined
  /** How its project mounts components. */
  mount: MountDefaults
  /** Whether its project asks for a report. */
  report: boolean | RunReportOptions
  /** Whether the configuration says how long a test may take. */
  hasTestTimeout: boolean
}

/** One run of one test file: gives its tests pages, and fails those whose pages fail. */
export class FileRun {
  readonly #file: TestFile
  readonly #filePages: FilePages
  /** Tells this run from others of the file. */
  readonly #run = {}
  readonly #ids = new Map<CircusTest, string>()
  readonly #attempts = new Map<CircusTest, Attempt>()
  readonly #counter = new SnapshotCounter()
  readonly #notes = NoteBook.isWanted ? new NoteBook() : null
  #tests: CircusTest[] = []
  /** Of a concurrent test, in all that it calls; null: it has none. */
  readonly #concurrent = new AsyncLocalStorage<Attempt | null>()
  #current: Attempt | undefined
  #isTouched = false
  #mounts: Mounts | undefined

  constructor(file: TestFile) {
    this.#file = file
    this.#filePages = takeFilePages(file.settings)
  }

  get page(): Page {
    return this.#attempt('page').page
  }

  get cef(): Cef {
    return this.#attempt('cef').cef
  }

  get mount(): Mount {
    const attempt = this.#attempt('mount')
    this.#beginMounts()
    return attempt.mount
  }

  /** What can be done before the tests, outside of their time limits: what Vite does the first time takes long. */
  async prepare(): Promise<void> {
    const { path } = this.#file
    const wanted = mountedIn(await readFile(path, 'utf8').catch(() => ''))
    if (wanted.length > 0) await this.#beginMounts().prepare(path, wanted)
  }

  #beginMounts(): Mounts {
    if (!this.#mounts) {
      const { project = '', settings, mount } = this.#file
      this.#mounts = Mounts.of(settings.root, project, mount)
      this.#mounts.begin()
    }
    return this.#mounts
  }

  /** Jest waits for what is answered. */
  handle(event: CircusEvent, state: CircusState): Promise<void> | void {
    switch (event.name) {
      case 'setup':
        return this.#setUp(event.runtimeGlobals.expect, state)
      case 'run_start':
        for (const test of testsIn(state.rootDescribeBlock)) if (test.concurrent) this.#wrap(test)
        return
      case 'run_finish':
        // `--randomize` has changed their order, in which Jest tells of them.
        this.#tests = testsIn(state.rootDescribeBlock)
        return
      case 'test_started':
        return this.#start(event.test)
      case 'test_retry':
        return this.#counter.undo(this.#idOf(event.test))
      case 'describe_retry':
        for (const test of testsIn(event.describeBlock)) this.#counter.undo(this.#idOf(test))
        return
      case 'test_done':
        return this.#done(event.test)
    }
  }

  /** Ends the file. */
  async end(): Promise<void> {
    this.#counter.forget()
    const { path, project = '', settings, report } = this.#file
    const { root, golden } = settings
    const known = { path, project, root, template: golden.template ?? null, report }
    await this.#notes?.write(known, this.#tests).catch(({ message }: Error) => {
      process.stderr.write(`cefrig: the tests of ${path} are not in the record of the run: ${message}\n`)
    })
    await keepFilePages(this.#file.settings, this.#filePages, this.#isTouched)
  }

  #setUp(expect: JestExpect, state: CircusState): void {
    expect.extend(matchers as unknown as Parameters<JestExpect['extend']>[0])
    this.#counter.countIn(expect)
    // A method of a page that gives up says what it waited for, and a test that is cut off does not: the test's limit is the longer one.
    if (!this.#file.hasTestTimeout && state.testTimeout === usualTestTimeout)
      state.testTimeout += this.#file.settings.page.timeout ?? usualPageTimeout
  }

  async #start(test: CircusTest): Promise<void> {
    if (test.concurrent) return
    this.#current = await this.#begin(test)
  }

  /** Concurrent tests have no hooks, and are told apart by what their functions call. */
  #wrap(test: CircusTest): void {
    const { fn } = test
    if (!fn) return
    const storage = this.#concurrent
    const begin = (one: CircusTest) => this.#begin(one)
    if (fn.length > 0) {
      // One that takes `done` may go on after it has returned: it has no page.
      test.fn = function (this: unknown, done) {
        return storage.run(null, () => fn.call(this, done))
      }
      return
    }
    test.fn = async function (this: unknown) {
      const attempt = await begin(test)
      const thrown: unknown[] = []
      try {
        return await storage.run(attempt, () => fn.call(this))
      } catch (error) {
        thrown.push(error)
        throw error
      } finally {
        await attempt.end(thrown)
      }
    }
  }

  async #begin(test: CircusTest): Promise<Attempt> {
    const attempt = new Attempt(this.#identityOf(test), test.concurrent)
    this.#attempts.set(test, attempt)
    await attempt.start(this.#filePages)
    return attempt
  }

  async #done(test: CircusTest): Promise<void> {
    const attempt = this.#attempts.get(test)
    this.#attempts.delete(test)
    if (attempt === this.#current) this.#current = undefined
    const failure = await attempt?.end(thrownIn(test))
    if (attempt?.isTouched) this.#isTouched = true
    if (attempt && (failure || test.errors.length > 0))
      Object.assign(this.#notes?.of(test) ?? {}, attempt.story)
    if (!failure) return
    if (test.failing) expected(test)
    else test.errors.push(failure)
  }

  #attempt(name: string): Attempt {
    const own = this.#concurrent.getStore()
    const attempt = own === undefined ? this.#current : own
    if (attempt) return attempt
    const why =
      own === null
        ? 'a test.concurrent() that takes done may go on after it has returned. Make it an async function.'
        : 'no test is running, and it belongs to one. Use it in a test, in beforeEach() or in afterEach().'
    throw new CefrigError('BAD_ARGUMENT', `The global ${name} failed: ${why}`)
  }

  #identityOf(test: CircusTest): TestIdentity {
    const { path, project, settings, updateMode } = this.#file
    const id = this.#idOf(test)
    const counter = this.#counter
    const retry = Math.max(0, test.invocations - 1)
    return {
      id,
      run: this.#run,
      file: path,
      ...(project === undefined ? {} : { project }),
      names: titlesOf(test),
      root: settings.root,
      retry,
      repeat: 0,
      updateMode,
      defaults: settings.golden,
      count: (what) => counter.add(id, what),
      // Jest's reports know no pictures: the message names them.
      attach: () => {},
      ...this.#recording(test, retry),
    }
  }

  /** For the record of the run. */
  #recording(test: CircusTest, attempt: number): Pick<TestIdentity, 'look' | 'record'> {
    if (!this.#notes) return {}
    const notes = this.#notes.of(test)
    const root = this.#file.settings.runRoot
    return {
      look: (file) => noteLook(notes, slashed(root, file)),
      record: async (result, environment) =>
        notePicture(notes, await pictureOf(result, environment, { root, attempt })),
    }
  }

  #idOf(test: CircusTest): string {
    const id = this.#ids.get(test) ?? String(this.#ids.size + 1)
    this.#ids.set(test, id)
    return id
  }
}

/** A `test.failing()` may fail by its page as well as by itself. */
function expected(test: CircusTest): void {
  const passed = /^Failing test passed even though it was supposed to fail/
  test.errors = test.errors.filter((error) => {
    const [thrown] = Array.isArray(error) ? error : [error]
    return !passed.test((thrown as { message?: string } | null)?.message ?? '')
  })
}

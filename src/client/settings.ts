import { resolve } from 'node:path'
import { CefrigError } from '../errors.js'
import { checkGoldenDefaults } from '../golden/option-rules.js'
import type { GoldenDefaults } from '../golden/options.js'
import type { BootOptions, FailOn, PageOptions } from '../protocol/options.js'
import { type MountDefaults, mountDefaultsSchema } from './mount/options.js'
import {
  bootSchema,
  checkOptions,
  failOnSchema,
  flag,
  type OptionSchema,
  oneOf,
  pageSchema,
  path,
} from './options.js'

/** What a runner's plugin or environment takes: everything that is the same for all tests of a project. */
export interface RunnerOptions extends BootOptions, PageOptions {
  /**
   * `test` (default): each test has a context, a page and a renderer process of its own. `file`: the tests of a file share
   * them, each starting on `about:blank`: faster, but cookies and storage survive from test to test.
   */
  isolation?: 'test' | 'file'
  /** What kinds of page trouble fail a test. Default: all. */
  failOn?: FailOn | boolean
  /** Defaults of `toMatchGolden()`. */
  golden?: GoldenDefaults
  /** How `mount()` mounts components. */
  mount?: MountDefaults
  /** Whether each run ends in a report, as `cefrig report` writes it, and where. Default: false. */
  report?: boolean | RunReportOptions
}

/** How a run ends in a report. */
export interface RunReportOptions {
  /** Its folder, relative to the runner's root. Default: `.cefrig/report`. */
  outDir?: string
  /** Whether goldens that matched are shown too. Default: false. */
  passed?: boolean
}

/** The options in the form in which a worker uses them. */
export interface Settings {
  boot: BootOptions
  page: PageOptions
  isolation: 'test' | 'file'
  failOn: Required<FailOn>
  golden: GoldenDefaults
  /** Absolute path of the project's root. */
  root: string
  /** Absolute path of the root that the runner's projects share: the run is recorded below it. */
  runRoot: string
}

/** The options as given, and what makes them readable elsewhere. */
export interface GivenOptions {
  /** Starts the message of an error, as `cefrig()`. */
  where: string
  options: RunnerOptions
  /** Absolute path of the project's root. */
  root: string
  /** See {@link Settings.runRoot}. Default: the project's root. */
  runRoot?: string
  /** Whether the runner's report shows pictures, so that it wants those of goldens that matched too. Default false. */
  allPictures?: boolean
}

/** Environment variable that carries the given options to the workers, as JSON. */
export const OPTIONS_VARIABLE = 'CEFRIG_OPTIONS'

const runnerSchema: OptionSchema<RunnerOptions> = {
  ...bootSchema,
  ...pageSchema,
  isolation: oneOf('test', 'file'),
  failOn: {
    give: 'true, false, or { pageError, consoleError, crash, unhandled, contract } with booleans',
    accepts: (value) => flag.accepts(value) || (typeof value === 'object' && value !== null),
  },
  golden: {
    give: 'an object with the options of toMatchGolden()',
    accepts: (value) => typeof value === 'object' && value !== null,
  },
  mount: {
    give: 'an object: { adapter, setup, strict }',
    accepts: (value) => typeof value === 'object' && value !== null,
  },
  report: {
    give: 'true, false, or { outDir, passed }',
    accepts: (value) => flag.accepts(value) || (typeof value === 'object' && value !== null),
  },
}

const reportSchema: OptionSchema<RunReportOptions> = { outDir: path, passed: flag }

/**
 * Checks the options and sorts them.
 * @throws UNKNOWN_OPTION, BAD_ARGUMENT.
 */
export function makeSettings({ where, options, root, runRoot = root }: GivenOptions): Settings {
  checkOptions(where, runnerSchema, options)
  const { isolation = 'test', failOn = true, golden = {}, mount = {}, report, ...rest } = options
  checkGoldenDefaults(where, golden)
  checkOptions(where, mountDefaultsSchema, mount, 'mount')
  if (typeof golden.comparator === 'function') throw comparatorCannotTravel(where, 'golden.comparator')
  if (typeof golden.strict?.comparator === 'function')
    throw comparatorCannotTravel(where, 'golden.strict.comparator')
  if (typeof failOn === 'object') checkOptions(where, failOnSchema, failOn, 'failOn')
  if (typeof report === 'object') checkOptions(where, reportSchema, report, 'report')
  const [boot, page] = [pick(rest, bootSchema), pick(rest, pageSchema)]
  return { boot, page: located(page, root), isolation, failOn: allOf(failOn), golden, root, runRoot }
}

/** What this worker was given; nothing where there is neither plugin nor environment. */
export function readOptions(): GivenOptions {
  const text = process.env[OPTIONS_VARIABLE]
  if (text) return JSON.parse(text) as GivenOptions
  return { where: 'cefrig', options: {}, root: process.cwd() }
}

/** Tests run in processes of their own. */
function comparatorCannotTravel(where: string, option: string): CefrigError {
  const message = `${where} failed: option "${option}" is a function, which cannot be handed to the workers. Give the path of a module that exports it, or give it to toMatchGolden() itself.`
  return new CefrigError('BAD_ARGUMENT', message, { facts: { option } })
}

function allOf(failOn: FailOn | boolean): Required<FailOn> {
  const byDefault = failOn !== false
  const {
    pageError = byDefault,
    consoleError = byDefault,
    crash = byDefault,
    unhandled = byDefault,
    contract = byDefault,
  } = typeof failOn === 'object' ? failOn : {}
  return { pageError, consoleError, crash, unhandled, contract }
}

/** Directories count from the project's root, whatever the worker's working directory is. */
function located(page: PageOptions, root: string): PageOptions {
  const { serve } = page
  const served = serve && {
    serve: Object.fromEntries(
      Object.entries(serve).map(([prefix, directory]) => [prefix, resolve(root, directory)]),
    ),
  }
  return { ...page, root: resolve(root, page.root ?? '.'), ...served }
}

function pick<Options extends object>(options: Options, schema: object): Partial<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => Object.hasOwn(schema, name) && value !== undefined),
  ) as Partial<Options>
}

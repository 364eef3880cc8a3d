import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { CefrigError } from '../errors.js'
import { nearest } from '../option-names.js'
import type { GoldenEnvironment } from './environment.js'
import { fileName, nameSegments, ownFileName } from './name.js'
import type { GoldenOptions } from './options.js'
import type { TestIdentity } from './test-identity.js'

/** Where a golden lies, and where the pictures of its failure go. */
export interface GoldenPlace {
  /** As given, or made from the test's titles and a number. */
  name: string
  /** Absolute path of the golden. */
  file: string
  /**
   * Absolute paths of the directory for all attempts of this test (null in a script) and for this attempt's pictures, and how
   * the pictures' file names start.
   */
  results: { test: string | null; directory: string; prefix: string }
  /** Directory that messages name paths relative to. */
  root: string
}

export const defaultTemplate = '{dir}/__goldens__/{file}/{name}.png'
const defaultOutputDir = '.cefrig/results'

const tokens = ['dir', 'file', 'test', 'name', 'counter', 'project', 'platform', 'arch', 'cef'] as const

/** What a golden's place is made from. */
export interface PlaceRequest {
  name: string | undefined
  /** What is put behind the name, of one of several goldens of an assertion. Default: nothing. */
  suffix?: string
  options: Pick<GoldenOptions, 'directory'>
  /** Null in a plain script. */
  test: TestIdentity | null
  /** How many goldens of this name, or without one, the test's attempt has asked for, this one included. */
  counter: number
  /** Which of the file's tests with this {@link resultsName} this is, from 1. */
  ordinal: number
  environment: Pick<GoldenEnvironment, 'platform' | 'arch' | 'cef'>
}

/** Errors: BAD_ARGUMENT for names and templates that cannot be, and for a script that gives no name or no directory. */
export function goldenPlace(request: PlaceRequest): GoldenPlace {
  const { test, options } = request
  const root = test?.root ?? process.cwd()
  const { suffix = '' } = request
  const named = request.name ?? unnamed(request)
  const name = suffix === '' ? named : `${named.replace(/\.png$/i, '')}${suffix}`
  const segments = nameSegments(name)
  if (test === null && options.directory === undefined) {
    throw new CefrigError(
      'BAD_ARGUMENT',
      'toMatchGolden() failed: the page belongs to no test, so there is no place for the golden. Give the option directory.',
    )
  }
  const file =
    options.directory !== undefined || test === null
      ? join(resolve(root, options.directory ?? '.'), `${segments.join('/')}.png`)
      : resolve(root, fill(test.defaults?.template ?? defaultTemplate, request, test, segments))
  return { name, file, results: resultsOf(root, request, segments), root }
}

/** A path for people: relative to the root when that is shorter. */
export function shownPath(root: string, file: string): string {
  const path = relative(root, file)
  return path.startsWith('..') || isAbsolute(path) ? file : path
}

function unnamed({ test, counter }: PlaceRequest): string {
  if (test !== null) return `${fileName(test.names.join(' '))}-${counter}`
  throw new CefrigError(
    'BAD_ARGUMENT',
    'toMatchGolden() failed: the page belongs to no test that could name the golden. Give a name: toMatchGolden("name", { directory }).',
  )
}

function fill(template: string, request: PlaceRequest, test: TestIdentity, segments: string[]): string {
  const values: Record<(typeof tokens)[number], string> = {
    dir: dirname(test.file),
    file: fileName(basename(test.file)),
    test: fileName(test.names.join(' ')),
    name: segments.join('/'),
    counter: String(request.counter),
    project: fileName(test.project || 'default'),
    platform: request.environment.platform,
    arch: request.environment.arch,
    cef: request.environment.cef,
  }
  const path = template.replace(/\{([^{}]*)\}/g, (_, token: string) => {
    if (Object.hasOwn(values, token)) return values[token as keyof typeof values]
    throw badTemplate(template, `knows no {${token}}`, `Did you mean {${nearest(token, tokens)}}?`)
  })
  if (!/\{name\}|\{test\}/.test(template))
    throw badTemplate(template, 'gives every golden one path', 'Add {name}.')
  if (!path.endsWith('.png')) throw badTemplate(template, 'does not end in .png', 'End it in .png.')
  return path
}

function badTemplate(template: string, fact: string, next: string): CefrigError {
  return new CefrigError(
    'BAD_ARGUMENT',
    `toMatchGolden() failed: the template ${JSON.stringify(template)} ${fact}. ${next}`,
    {
      facts: { template },
    },
  )
}

function resultsOf(root: string, request: PlaceRequest, segments: string[]): GoldenPlace['results'] {
  const { test } = request
  const outputDir = resolve(root, test?.defaults?.outputDir ?? defaultOutputDir)
  // A folder and a name may become what another name is already.
  const prefix = ownFileName(segments.join('/'))
  if (test === null) return { test: null, directory: join(outputDir, 'script'), prefix }
  const file = relative(root, test.file).split(/[\\/]/).map(ownFileName).join('/')
  const project = test.project ? ownFileName(test.project) : ''
  const ofTest = join(outputDir, project, file, resultsName(test, request.ordinal))
  const attempt = [
    test.repeat > 0 ? `repeat${test.repeat}` : '',
    test.retry > 0 ? `retry${test.retry}` : '',
  ].filter(Boolean)
  return { test: ofTest, directory: join(ofTest, attempt.join('-')), prefix }
}

/** The folder of a test's pictures, in that of its file. */
export function resultsName({ names }: Pick<TestIdentity, 'names'>, ordinal: number): string {
  return `${ownFileName(names.join(' '))}${ordinal > 1 ? `-${ordinal}` : ''}`
}

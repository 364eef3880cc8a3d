// The test suites of this repository and how one is run.
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { newNode, root } from './setup.mjs'

/** The runners: how one is known by a suite's configuration, and what its program is given to run all, with results as JSON. */
const runners = [
  {
    config: 'vitest.config.ts',
    program: (results) => [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}`,
    ],
    takes: () => true,
  },
  {
    config: 'jest.config.mjs',
    program: (results) => [
      // As Jest's documentation asks for, where tests are ECMAScript modules.
      '--experimental-vm-modules',
      '--no-warnings',
      join(root, 'node_modules/jest/bin/jest.js'),
      '--json',
      `--outputFile=${results}`,
    ],
    // Its reporters are others.
    takes: (argument) => !argument.startsWith('--reporter'),
  },
]

const runnerOf = (directory) => runners.find(({ config }) => existsSync(join(directory, config)))

/** The directories of the examples, each a project with a configuration of its own. */
export function exampleSuites() {
  return readdirSync(join(root, 'examples'))
    .map((name) => ({ name: `examples/${name}`, directory: join(root, 'examples', name) }))
    .filter(({ directory }) => runnerOf(directory))
}

/** The specification and unit tests. */
export const mainSuite = { name: 'test', directory: root }

/** What `npm pack` makes, and a user's runners with it. */
const conformanceSuite = { name: 'test/conformance', directory: join(root, 'test/conformance') }

/** The suites that filters as `test/page` or `examples/visual` are about; without such a filter: all. */
export function suitesFor(filters) {
  const suites = [mainSuite, conformanceSuite, ...exampleSuites()]
  const named = suites.filter(({ name }) => filters.some((filter) => `${filter}/`.startsWith(`${name}/`)))
  return named.length > 0 ? named : suites
}

/** Runs suites and answers their results, in order: those that have workers of their own one by one, examples two at a time. */
export async function runSuites(suites, args) {
  const isLarge = (suite) => suite === mainSuite || suite === conformanceSuite
  const results = new Map()
  for (const suite of suites.filter(isLarge)) results.set(suite, await runSuite(suite, args))
  const small = suites.filter((suite) => !isLarge(suite))
  const lanes = Math.min(Number(process.env.CEFRIG_TEST_WORKERS) || 2, small.length)
  const waiting = small.values()
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const suite of waiting) results.set(suite, await runSuite(suite, args, lanes > 1))
    }),
  )
  return suites.map((suite) => results.get(suite))
}

/**
 * Runs one suite with its output shown, as a whole when it is over or as it comes, and answers its counts and what failed. A file that
 * does not load or whose hooks fail, and an error outside of any test, count as one failure each.
 */
export async function runSuite({ name, directory }, args = [], isShownAtEnd = false) {
  const notes = mkdtempSync(join(tmpdir(), 'cefrig-suite-'))
  const results = join(notes, 'results.json')
  const { program, takes } = runnerOf(directory)
  const heading = `\n── ${name} ──`
  if (!isShownAtEnd) console.log(heading)
  const start = performance.now()
  try {
    const ownArgs = [...program(results), ...ownFilters(name, directory, args).filter(takes)]
    const output = isShownAtEnd ? join(notes, 'output') : undefined
    const code = await runNode(directory, ownArgs, output)
    if (output) process.stdout.write(`${heading}\n${readFileSync(output, 'utf8')}`)
    const counts = countResults(directory, results)
    if (code !== 0 && counts.failed === 0) {
      counts.failed = 1
      counts.failures.push({ test: 'an error outside of any test', message: '' })
    }
    return { name, ...counts, seconds: (performance.now() - start) / 1000 }
  } finally {
    rmSync(notes, { recursive: true, force: true })
  }
}

/** A runner knows paths from its own directory on, and no other suite's; the name of its suite means all of it. */
function ownFilters(name, directory, args) {
  if (directory === root) return args
  const isOf = (argument, suite) => `${argument}/`.startsWith(`${suite}/`)
  const others = [mainSuite, conformanceSuite, ...exampleSuites()].filter((suite) => suite.name !== name)
  return args
    .filter((argument) => argument !== name && argument !== `${name}/`)
    .filter((argument) => isOf(argument, name) || !others.some((other) => isOf(argument, other.name)))
    .map((argument) => (isOf(argument, name) ? argument.slice(name.length + 1) : argument))
}

/** `3 passed, 0 failed`, summed. */
export function summary(results) {
  const sum = (what) => results.reduce((total, result) => total + result[what], 0)
  return `${sum('passed')} passed, ${sum('failed')} failed`
}

/** What failed in all suites, once more: of a long run only the end of the output may be kept. */
export function failures(results) {
  return results.flatMap(({ name, failures: failed }) =>
    failed.map(({ test, message }) => `\nFAILED ${name}: ${test}\n${beginning(message)}`),
  )
}

/** The first lines of a message, with its colours taken out. */
const beginning = (message) =>
  stripVTControlCharacters(message || 'see the output of the suite')
    .split('\n')
    .slice(0, 30)
    .join('\n')

/** Runs Node to its end, with its output in a file where one is given. */
function runNode(directory, args, output) {
  const file = output === undefined ? 'inherit' : openSync(output, 'a')
  // A runner that writes into a file does not know that this is for a terminal.
  const colours = output !== undefined && process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  const env = { ...colours, ...process.env }
  return new Promise((resolve, reject) => {
    const child = spawn(newNode, args, { cwd: directory, env, stdio: ['ignore', file, file] })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  }).finally(() => {
    if (file !== 'inherit') closeSync(file)
  })
}

function countResults(directory, path) {
  if (!existsSync(path)) return { passed: 0, failed: 0, failures: [] }
  const { numPassedTests, testResults } = JSON.parse(readFileSync(path, 'utf8'))
  const failed = testResults.flatMap((file) => {
    const where = relative(directory, file.name)
    const tests = file.assertionResults.filter(({ status }) => status === 'failed')
    // It does not load, or a hook for all of its tests failed.
    if (file.status === 'failed' && tests.length === 0) return [{ test: where, message: file.message }]
    return tests.map(({ fullName, failureMessages }) => ({
      test: `${where} > ${fullName}`,
      message: failureMessages.join('\n'),
    }))
  })
  return { passed: numPassedTests, failed: failed.length, failures: failed }
}

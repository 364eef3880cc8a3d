// The test suites of this repository and how one is run.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

/** The suites that filters as `test/page` or `examples/visual` are about; without such a filter: all. */
export function suitesFor(filters) {
  const suites = [mainSuite, ...exampleSuites()]
  const named = suites.filter(({ name }) => filters.some((filter) => `${filter}/`.startsWith(`${name}/`)))
  return named.length > 0 ? named : suites
}

/**
 * Runs one suite with its output shown and answers its counts. A file that does not load and an error outside of any test
 * count as one failure each.
 */
export async function runSuite({ name, directory }, args = []) {
  const notes = mkdtempSync(join(tmpdir(), 'cefrig-suite-'))
  const results = join(notes, 'results.json')
  const { program, takes } = runnerOf(directory)
  console.log(`\n── ${name} ──`)
  const start = performance.now()
  try {
    const code = await runNode(directory, [...program(results), ...args.filter(takes)])
    const counts = countResults(results)
    if (code !== 0 && counts.failed === 0) counts.failed = 1
    return { name, ...counts, seconds: (performance.now() - start) / 1000 }
  } finally {
    rmSync(notes, { recursive: true, force: true })
  }
}

/** `3 passed, 0 failed`, summed. */
export function summary(results) {
  const sum = (what) => results.reduce((total, result) => total + result[what], 0)
  return `${sum('passed')} passed, ${sum('failed')} failed`
}

function runNode(directory, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(newNode, args, {
      cwd: directory,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

function countResults(path) {
  if (!existsSync(path)) return { passed: 0, failed: 0 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(path, 'utf8'))
  const unloaded = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length }
}

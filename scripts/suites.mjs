// The test suites of this repository and how one is run.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newNode, root } from './setup.mjs'

const vitest = join(root, 'node_modules/vitest/vitest.mjs')

/** The directories of the examples, each a project with a Vitest config of its own. */
export function exampleSuites() {
  return readdirSync(join(root, 'examples'))
    .map((name) => ({ name: `examples/${name}`, directory: join(root, 'examples', name) }))
    .filter(({ directory }) => existsSync(join(directory, 'vitest.config.ts')))
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
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  console.log(`\n── ${name} ──`)
  const start = performance.now()
  try {
    const code = await runVitest(directory, ['run', ...reporters, ...args])
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

function runVitest(directory, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(newNode, [vitest, ...args], {
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

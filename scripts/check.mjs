// What must hold before a commit, in under a minute: format and lint, types, rooms, the lockfile, unit tests. Nothing of it needs CEF.
// `--fix` lets the formatter write. All parts run, and the parts that failed are named at the end.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkRooms, describe } from './check-rooms.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = join(root, 'node_modules/node/bin/node')
const bin = (name) => join(root, 'node_modules/.bin', name)

/** Tests of pure code, by the beginnings of their paths. The others boot CEF or run a whole Vitest. */
const unitTests = [
  'test/protocol/',
  'test/native/',
  'test/repository/capabilities',
  'test/repository/code-types',
  'test/repository/rooms',
  'test/repository/lockfile',
  'test/repository/errors',
  'test/repository/examples',
  'test/repository/order',
  'test/repository/public',
  'test/golden/bad-input',
  'test/golden/cases',
  'test/golden/git',
  'test/golden/check',
  'test/golden/comparison',
  'test/golden/environment',
  'test/golden/golden-file',
  'test/golden/options',
  'test/golden/place',
  'test/golden/png',
  'test/golden/regions',
  'test/golden/scale',
  'test/golden/twin',
  'test/host/fonts',
  'test/coverage/',
  'test/report/annotations',
  'test/report/obsolete',
  'test/report/run-file',
  'test/report/steps',
  'test/install/find',
  'test/review/access',
  'test/review/approval',
  'test/review/hostile',
  'test/review/server',
  'test/review/twins',
  'test/contract/',
  'test/cli/contract',
  'test/cli/usage',
  'test/cli/report',
  'test/report/make',
  'test/report/merge',
]

const parts = [
  { name: 'format and lint', run: () => biome(process.argv.includes('--fix')) },
  { name: 'rooms', run: rooms },
  { name: 'lockfile', run: lockfile },
  { name: 'types of the package', run: () => program(bin('tsc'), ['--noEmit', '-p', '.']) },
  { name: 'types of page scripts', run: () => program(bin('tsc'), ['-p', 'src/injected']) },
  { name: 'types of adapters', run: () => program(bin('tsc'), ['--noEmit', '-p', 'src/adapters']) },
  { name: "types of the report's page", run: () => program(bin('tsc'), ['-p', 'src/report/page']) },
  // Tests and examples see the package as users do, by its declarations.
  { name: 'build', run: () => program(process.execPath, ['scripts/build.mjs']) },
  { name: 'types of tests', run: () => program(bin('tsc'), ['-p', 'test']) },
  { name: 'types of examples', run: () => program(bin('tsc'), ['-p', 'examples']) },
  // As projects whose modules Vite resolves.
  {
    name: 'types of components in examples',
    run: () => program(bin('tsc'), ['-p', 'examples/tsconfig.components.json']),
  },
  { name: 'types of benchmarks', run: () => program(bin('tsc'), ['-p', 'bench']) },
  { name: 'unit tests', run: vitest },
]

function biome(fix) {
  return program(bin('biome'), ['check', '--error-on-warnings', ...(fix ? ['--write'] : [])])
}

function vitest() {
  return program(node, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', ...unitTests])
}

async function rooms() {
  return checkRooms(root).map(describe).join('\n')
}

/** Addresses of registries differ between those who install: none is written down. */
export function registryAddresses(text) {
  const packages = JSON.parse(text).packages ?? {}
  return Object.entries(packages)
    .filter(([, { resolved }]) => /^(https?|git\+|ssh):/.test(resolved ?? ''))
    .map(([path]) => path)
}

async function lockfile() {
  const locks = ['', 'site/'].flatMap((directory) =>
    readdirSync(join(root, directory))
      .filter((name) => /^(package-lock|npm-shrinkwrap)\.json$/.test(name))
      .map((name) => `${directory}${name}`),
  )
  return locks
    .flatMap((name) =>
      registryAddresses(readFileSync(join(root, name), 'utf8')).map(
        (path) => `${name}: ${path} names its registry. Keep omit-lockfile-registry-resolved in .npmrc.`,
      ),
    )
    .join('\n')
}

/** Runs a program; answers what it said when it failed, else nothing. */
function program(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said += text
      })
    }
    child.once('error', (error) => resolve(`${command} cannot be run: ${error.message}`))
    child.once('close', (code) =>
      resolve(code === 0 ? '' : said || `${command} ended with exit code ${code}`),
    )
  })
}

async function check() {
  const started = performance.now()
  const failed = []
  for (const { name, run } of parts) {
    const start = performance.now()
    const problem = await run()
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    console.log(`${problem ? 'FAILED' : 'ok    '}  ${name} (${seconds} s)`)
    if (!problem) continue
    failed.push(name)
    console.log(`${problem.trimEnd()}\n`)
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (failed.length === 0) return console.log(`\nAll well, in ${seconds} s.`)
  console.log(`\nFailed: ${failed.join(', ')} (${seconds} s).`)
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await check()

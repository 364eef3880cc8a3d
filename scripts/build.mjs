// Builds what is out of date: TypeScript to dist/, the scripts that run in pages, the native addon and helper; and lets examples find it.
// `--force` builds all. Says nothing when there is nothing to do.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const force = process.argv.includes('--force')
const bin = (name) => join(root, 'node_modules/.bin', name)

const stages = [
  {
    name: 'TypeScript',
    inputs: ['src', 'environment', 'fixtures', 'matchers', 'tsconfig.json'],
    outputs: ['dist/src/index.js', 'dist/src/cli/main.js'],
    stamp: 'dist/.typescript',
    run() {
      execFileSync(bin('tsc'), ['-p', root], { cwd: root, stdio: 'inherit' })
    },
  },
  {
    name: 'page scripts',
    inputs: [
      'src/injected',
      'src/adapters',
      'scripts/injected.mjs',
      'src/protocol/value.ts',
      'src/protocol/mount.ts',
    ],
    outputs: [
      'dist/src/injected/main.bundle.js',
      'dist/src/injected/codec.bundle.js',
      'dist/src/injected/clock.bundle.js',
      'dist/src/injected/bindings.bundle.js',
      'dist/src/injected/aria.bundle.js',
      'dist/src/adapters/page-side.js',
    ],
    stamp: 'dist/.injected',
    async run() {
      const { buildInjected } = await import('./injected.mjs')
      await buildInjected()
      execFileSync(bin('tsc'), ['-p', 'src/adapters'], { cwd: root, stdio: 'inherit' })
    },
  },
  {
    name: "report's page",
    inputs: ['src/report/page', 'src/report/data.ts', 'scripts/report-page.mjs', 'package-lock.json'],
    outputs: ['dist/src/report/page/report.js', 'dist/src/report/page/report.css'],
    stamp: 'dist/.report-page',
    async run() {
      const { buildReportPage } = await import('./report-page.mjs')
      await buildReportPage()
    },
  },
  {
    name: 'native addon',
    inputs: ['native/CMakeLists.txt', 'native/package.json', 'native/cef', 'native/addon', 'native/helper'],
    outputs: ['native/build/Release/cefrig.node', 'native/build/Release/cefrig-helper'],
    stamp: 'native/build/.stamp',
    run() {
      const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' }
      try {
        execFileSync(
          bin('cmake-js'),
          ['compile', '-d', 'native', '-O', 'native/build', '-l', 'error'],
          options,
        )
      } catch (error) {
        process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? ''}`)
        throw new Error(
          'The native build failed. It needs cmake, make or ninja, and a compiler for C++20 (Debian: build-essential cmake).',
        )
      }
    },
  },
]

/** One build at a time; the lock of a process that is gone is taken over. */
async function lock() {
  const file = join(root, 'node_modules/.cefrig-build')
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      process.on('exit', () => rmSync(file, { force: true }))
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = readLockHolder(file)
    if (holder !== undefined && !existsSync(`/proc/${holder}`)) rmSync(file, { force: true })
    else await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function readLockHolder(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

/** Names, sizes and times of all inputs: enough to see a change, cheap enough to look every time. */
function fingerprint(inputs) {
  const hash = createHash('sha256')
  const add = (path) => {
    const stat = statSync(path)
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name))
    else hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
  }
  for (const input of inputs) if (existsSync(join(root, input))) add(join(root, input))
  return hash.digest('hex')
}

/** An example is a package of its own, and finds cefrig as its users do: as a package above it. */
function linkPackage() {
  const place = join(root, 'node_modules/cefrig')
  if (existsSync(place)) return
  // A link that leads nowhere is in the way, too.
  rmSync(place, { force: true })
  symlinkSync('..', place, 'junction')
}

await lock()
linkPackage()
for (const { name, inputs, outputs, stamp, run } of stages) {
  const stampFile = join(root, stamp)
  const now = fingerprint(inputs)
  const before = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
  const whole = outputs.every((output) => existsSync(join(root, output)))
  if (!force && whole && before === now) continue
  const started = performance.now()
  process.stdout.write(`Building ${name} … `)
  rmSync(stampFile, { force: true })
  try {
    await run()
  } catch (error) {
    process.stdout.write('failed\n')
    if (error.status === undefined) console.error(error.message)
    process.exit(1)
  }
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, now)
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`)
}

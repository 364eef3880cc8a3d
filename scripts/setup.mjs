// Makes a fresh clone ready to run: packages, compiler, build, CEF, its system libraries and the fonts. Uses Node's own modules only,
// because nothing is installed yet; when all is there it takes some tenths of a second.
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Node 24 out of the development dependencies: Vitest 5 needs it, and the system's may be 20. */
export const newNode = join(root, 'node_modules/node/bin/node')

/** Something that a person must do; printed without a stack. */
class SetupError extends Error {}

/** Does what is missing and says how long it took. */
export async function setup() {
  const start = performance.now()
  checkNode()
  if (!packagesAreInstalled(root) || !existsSync(newNode)) await installPackages(root)
  if (!existsSync(join(root, 'native/build/Release/cefrig.node'))) await provideTools()
  await runProgram(process.execPath, ['scripts/build.mjs'])
  if (!(await cefIsReady()) || !(await fontsAreReady())) {
    await step('Installing CEF and the fonts', () =>
      runProgram(process.execPath, ['dist/src/cli/main.js', 'install', '--with-deps']),
    )
  }
  console.log(`[setup] All is there (${((performance.now() - start) / 1000).toFixed(1)} s).`)
}

/** Runs a program to its end with its output shown. Rejects when it fails. */
export function runProgram(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options })
    child.once('error', (error) => reject(new SetupError(`${command} cannot be run: ${error.message}`)))
    child.once('exit', (code, signal) => {
      if (code === 0) resolve()
      else
        reject(
          new SetupError(
            `\`${command} ${args.join(' ')}\` ended with ${signal ?? `exit code ${code}`}; see above.`,
          ),
        )
    })
  })
}

/** Runs a script's main function: what a person must do is told in one line, and any error ends with exit code 1. */
export async function main(run) {
  try {
    await run()
  } catch (error) {
    const isPlain = error instanceof SetupError || error.name === 'CefrigError'
    console.error(isPlain ? error.message : error)
    process.exitCode = 1
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return
  throw new SetupError(`Node ${process.versions.node} is too old. Install Node 20.19, 22.12 or newer.`)
}

/** Installs what the lockfile in the directory names. */
export async function installPackages(directory) {
  const place = directory === root ? '' : ` in ${relative(root, directory)}`
  await step(`Installing packages with npm ci${place}`, () => runProgram('npm', ['ci'], { cwd: directory }))
}

/** Compares the lockfile in the directory with npm's own note of what it has installed there. */
export function packagesAreInstalled(directory) {
  const note = join(directory, 'node_modules/.package-lock.json')
  if (!existsSync(note)) return false
  const wanted = readPackages(join(directory, 'package-lock.json'))
  const installed = readPackages(note)
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link || !path.includes('node_modules/')) return true
    return installed[path] ? installed[path].version === version : optional === true
  })
}

function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages
}

/** What the native build needs from the system. */
async function provideTools() {
  const missing = []
  if (!isOnPath('cmake')) missing.push('cmake')
  if (!isOnPath('make') && !isOnPath('ninja')) missing.push('make')
  if (!isOnPath('c++')) missing.push('g++')
  if (missing.length === 0) return
  const command = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    throw new SetupError(`The native build needs ${missing.join(', ')}. Run as root: ${command}`)
  }
  await step(`Installing ${missing.join(', ')} with apt`, () => runProgram('sh', ['-c', command]))
}

/** What single tests need, as program, Debian's package, and what is skipped without. */
const extras = [
  ['Xvfb', 'xvfb', 'the test of windows'],
  ['chromium', 'chromium', "the test of the report's page in another browser"],
]

/** An X server without a screen, and a second browser. */
export async function provideExtras() {
  const missing = extras.filter(([program]) => !isOnPath(program))
  if (missing.length === 0) return
  const packages = missing.map(([, name]) => name).join(' ')
  const command = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages}`
  const isRoot = process.getuid?.() === 0 && isOnPath('apt-get')
  const install = () => step(`Installing ${packages} with apt`, () => runProgram('sh', ['-c', command]))
  const isThere =
    isRoot &&
    (await install().then(
      () => true,
      () => false,
    ))
  if (isThere) return
  for (const [program, , test] of missing)
    console.warn(`[setup] ${program} is not there: ${test} is skipped.`)
  console.warn(`[setup] Run as root: ${command}`)
}

function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

async function cefIsReady() {
  const built = (path) => import(pathToFileURL(join(root, 'dist/src/install', path)).href)
  const [{ findCef }, { checkLibraries }] = await Promise.all([built('find.js'), built('libraries.js')])
  try {
    const { directory } = await findCef()
    const { missing, tooOld } = await checkLibraries(directory)
    return missing.length === 0 && tooOld.length === 0
  } catch (error) {
    if (error.code === 'NOT_INSTALLED') return false
    throw error
  }
}

async function fontsAreReady() {
  const built = pathToFileURL(join(root, 'dist/src/install/font-store.js')).href
  const { fontStore, isComplete } = await import(built)
  return isComplete(fontStore())
}

async function step(what, run) {
  console.log(`[setup] ${what} …`)
  const start = performance.now()
  await run()
  console.log(`[setup] ${what}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(setup)

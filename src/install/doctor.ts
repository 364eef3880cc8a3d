import { readdir, readFile, statfs } from 'node:fs/promises'
import { homedir } from 'node:os'
import { findNativeFiles } from '../host/addon.js'
import { unsupportedNode } from '../node-version.js'
import { type FoundCef, findCef } from './find.js'
import { filesOf, requireFonts } from './font-store.js'
import { checkLibraries, glibcVersion, libraryRemedy } from './libraries.js'
import { currentPlatform } from './platform.js'
import { findProgram } from './process.js'
import { sealedFonts } from './sealed-fonts.js'
import { megabytes } from './space.js'
import { requireBzip2 } from './unpack.js'
import { shortVersion } from './version.js'

/** One thing that was looked at. */
export interface Check {
  name: string
  /** `problem`: a Host does not start without it. `warning`: something is slower or not possible. */
  state: 'ok' | 'warning' | 'problem'
  /** What was found, with numbers and paths. */
  fact: string
  /** What to do about it; absent when there is nothing to do. */
  remedy?: string
}

type Finding = Omit<Check, 'name'>

const smallestSharedMemory = 64 * 1024 * 1024

/** Looks at everything that a Host needs on this machine. Never throws; takes some tens of milliseconds. */
export async function examine(env: NodeJS.ProcessEnv = process.env): Promise<Check[]> {
  const cef = await findCef(undefined, env).catch((error: Error) => error)
  const directory = cef instanceof Error ? undefined : cef.directory
  const looks: Record<string, () => Finding | Promise<Finding>> = {
    platform: checkPlatform,
    node: checkNode,
    cef: () => checkCef(cef),
    native: checkNative,
    libraries: () => checkSystemLibraries(directory),
    'shared memory': checkSharedMemory,
    sandbox: checkSandbox,
    fonts: () => checkFonts(env),
    bzip2: () => checkBzip2(directory !== undefined),
    maven: () => checkMaven(env, directory !== undefined),
  }
  const names = Object.keys(looks)
  return Promise.all(names.map(async (name) => ({ name, ...(await looked(looks[name]!)) })))
}

/** An error is a finding too: most of them name their own remedy. */
async function looked(look: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await look()
  } catch (error) {
    return { state: 'problem', ...splitRemedy((error as Error).message) }
  }
}

function checkPlatform(): Finding {
  const { name } = currentPlatform()
  const glibc = glibcVersion()
  if (glibc) return { state: 'ok', fact: `${name}, GNU C library ${glibc}` }
  return {
    state: 'problem',
    fact: `${name} without the GNU C library`,
    remedy:
      "CEF's builds need it: use Debian, Ubuntu or another distribution with it, for example the image node:22",
  }
}

function checkNode(): Finding {
  const { node } = process.versions
  if (unsupportedNode(node) === undefined) return { state: 'ok', fact: `Node ${node}` }
  return { state: 'problem', fact: `Node ${node}`, remedy: 'Install Node 20.19, 22.12 or newer' }
}

function checkCef(cef: FoundCef | Error): Finding {
  if (cef instanceof Error) throw cef
  return { state: 'ok', fact: `CEF ${shortVersion(cef.version)}, complete, in ${cef.directory}` }
}

function checkNative(): Finding {
  const { addon, helper } = findNativeFiles()
  return { state: 'ok', fact: `${addon} and ${helper}` }
}

async function checkSystemLibraries(directory: string | undefined): Promise<Finding> {
  if (!directory) return { state: 'warning', fact: 'not looked at, because CEF is not there to ask' }
  const report = await checkLibraries(directory)
  const lacking = [...report.missing, ...report.tooOld]
  if (lacking.length === 0) return { state: 'ok', fact: 'all that CEF is linked to are there' }
  return { state: 'problem', fact: `missing ${lacking.join(', ')}`, remedy: await libraryRemedy(report) }
}

async function checkSharedMemory(): Promise<Finding> {
  const found = await statfs('/dev/shm').catch(() => undefined)
  if (!found) {
    return {
      state: 'warning',
      fact: '/dev/shm is not there; pictures go through the temp directory, which is slower',
      remedy: 'Mount it: mount -t tmpfs tmpfs /dev/shm',
    }
  }
  const size = found.blocks * found.bsize
  const free = found.bavail * found.bsize
  const fact = `/dev/shm has ${megabytes(size)}, ${megabytes(free)} free`
  if (free >= smallestSharedMemory / 2) return { state: 'ok', fact }
  return {
    state: 'warning',
    fact,
    remedy: 'Make it larger (Docker: --shm-size=256m) or remove what is left there',
  }
}

/** CEF runs without Chromium's sandbox, so that it needs neither user namespaces nor a set-uid helper. */
async function checkSandbox(): Promise<Finding> {
  const who = process.getuid?.() === 0 ? 'root' : 'not root'
  const settings = ['/proc/sys/user/max_user_namespaces', '/proc/sys/kernel/unprivileged_userns_clone']
  const values = await Promise.all(settings.map((path) => readFile(path, 'utf8').catch(() => '1')))
  const namespaces = values.some((value) => value.trim() === '0') ? 'forbids' : 'has'
  return { state: 'ok', fact: `not used; this is ${who}, and the kernel ${namespaces} user namespaces` }
}

async function checkFonts(env: NodeJS.ProcessEnv): Promise<Finding> {
  const store = requireFonts(env)
  const places = [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    `${homedir()}/.fonts`,
    `${homedir()}/.local/share/fonts`,
  ]
  const files = await Promise.all(places.map((place) => readdir(place, { recursive: true }).catch(() => [])))
  const count = files.flat().filter((name) => /\.(ttf|otf|ttc|pfb)$/i.test(name)).length
  return {
    state: 'ok',
    fact: `${filesOf(sealedFonts).length} sealed ones in ${store}; the machine has ${count}, used only with \`fonts: 'system'\``,
  }
}

async function checkBzip2(isInstalled: boolean): Promise<Finding> {
  const program = await requireBzip2().catch(() => undefined)
  if (program) return { state: 'ok', fact: program }
  return {
    state: isInstalled ? 'ok' : 'warning',
    fact: "not there; `cefrig install` needs it for the official site's archives",
    ...(!isInstalled && { remedy: 'Run as root: apt-get install -y bzip2' }),
  }
}

async function checkMaven(env: NodeJS.ProcessEnv, isInstalled: boolean): Promise<Finding> {
  const program = await findProgram('mvn', env)
  if (program) return { state: 'ok', fact: program }
  return {
    state: isInstalled ? 'ok' : 'warning',
    fact: 'mvn is not there; `cefrig install` uses it where only package registries can be reached',
    ...(!isInstalled && { remedy: 'Run as root: apt-get install -y maven' }),
  }
}

/** The last sentence of an error's message says what to do. */
function splitRemedy(message: string): Pick<Check, 'fact' | 'remedy'> {
  const sentences = message.replace(/\.$/, '').split(/\. (?=[A-Z])/)
  const remedy = sentences.length > 1 ? sentences.pop() : undefined
  return { fact: sentences.join('. '), ...(remedy && { remedy }) }
}

import { type ChildProcess, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'

// Each test runs a whole runner, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

/** Root of this repository. */
export const repository = fileURLToPath(new URL('../', import.meta.url))

/** What one run of a runner came to. */
export interface Run {
  code: number | null
  signal: NodeJS.Signals | null
  /** What it printed, on stdout and stderr, without colours. */
  output: string
  /** Of each test by its full name: `passed`, `failed`, `skipped`, or `pending`. */
  tests: Record<string, string>
  /** Of each failed test its messages. */
  failures: Record<string, string>
  /** All messages of failed tests, and of files that failed as a whole. */
  messages: string
}

/** A project as a user has it, in a directory of its own below the temporary directory, with cefrig installed as a package. */
export abstract class RunnerProject {
  readonly directory: string
  /** The temporary directory of what runs in the project: what is left in it was left by cefrig. */
  readonly temporary: string
  /** The Node that runs the runner. */
  node = process.execPath
  #running = new Set<ChildProcess>()

  /** `packages`: the runner's packages, by name, and the directories that they are in; null: the project installs its own. */
  constructor(packages: Record<string, string> | null, files: Record<string, string>) {
    // Short, for the sake of the sockets' paths.
    this.directory = mkdtempSync('/tmp/cfv-')
    this.temporary = join(this.directory, 't')
    mkdirSync(this.temporary)
    if (packages) installPackage(join(this.directory, 'node_modules'), packages)
    this.write('package.json', JSON.stringify({ name: 'project', private: true, type: 'module' }))
    for (const [path, text] of Object.entries(files)) this.write(path, text)
  }

  write(path: string, text: string | Uint8Array): void {
    const file = join(this.directory, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  read(path: string): string {
    return readFileSync(join(this.directory, path), 'utf8')
  }

  unlink(path: string): void {
    rmSync(join(this.directory, path))
  }

  /** What the project's tests wrote with `note()`, in order; a line that is still being written is not there yet. */
  notes<T = string[]>(): T[] {
    if (!existsSync(join(this.directory, 'notes'))) return []
    return this.read('notes')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as T)
  }

  /** Starts Node with the arguments. */
  startNode(args: string[], env: Record<string, string> = {}): ChildProcess {
    return this.startProgram(this.node, args, this.directory, env)
  }

  protected startProgram(
    command: string,
    args: string[],
    cwd: string,
    env: Record<string, string>,
  ): ChildProcess {
    const child = spawn(command, args, {
      cwd,
      env: { ...cleanEnvironment(), TMPDIR: this.temporary, NO_COLOR: '1', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#running.add(child)
    child.once('exit', () => this.#running.delete(child))
    return child
  }

  /** Runs a runner to its end, which writes its results to `report` as JSON. */
  protected async finish(child: ChildProcess, report: string): Promise<Run> {
    const output = collect(child)
    const [code, signal] = await ended(child)
    return { code, signal, output: plain(output()), ...readReport(report) }
  }

  /** Processes that still run for this project, and files that cefrig and CEF left in the temporary directory. */
  leftovers(): string[] {
    // Vitest 4.1 leaves a directory of its own when it is killed.
    const files = readdirSync(this.temporary).filter((name) => /cefrig|chromium/i.test(name))
    return [...processesOf(this.directory), ...files]
  }

  remove(): void {
    for (const child of this.#running) child.kill('SIGKILL')
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** As npm lays it out: real files, so that the package finds the project's runner and not the repository's. */
function installPackage(modules: string, packages: Record<string, string>): void {
  mkdirSync(join(modules, 'cefrig'), { recursive: true })
  const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(repository, 'node_modules', name), join(modules, name))
  }
  for (const [name, directory] of Object.entries(packages)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(directory, join(modules, name))
  }
  symlinkSync(join(repository, 'native'), join(modules, 'cefrig/native'))
  cpSync(join(repository, 'package.json'), join(modules, 'cefrig/package.json'))
  cpSync(join(repository, 'dist'), join(modules, 'cefrig/dist'), { recursive: true })
}

/** Without what the Vitest that runs these tests says to its own workers, and npm to the scripts of this repository. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own =
    /^(VITEST|CEFRIG_(?!CEF_DIR|CACHE)|TEST$|NODE_ENV$|NODE_OPTIONS$|CI$|TINYPOOL|JEST_|npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix)|INIT_CWD$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
}

export function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  return () => text
}

export function ended(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve([code, signal])))
}

/** Resolves when the condition holds; the test's own deadline ends the waiting. */
export async function until<T>(condition: () => T | undefined | false | null): Promise<T> {
  for (;;) {
    const value = condition()
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Command lines of the processes whose environment or arguments name the directory. */
function processesOf(directory: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
        return command !== '' && `${command}${environment}`.includes(directory)
          ? [`${pid} ${command.slice(0, 90)}`]
          : []
      } catch {
        return []
      }
    })
}

interface JsonReport {
  testResults: {
    message?: string
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[]
  }[]
}

function readReport(file: string): Pick<Run, 'tests' | 'failures' | 'messages'> {
  if (!existsSync(file)) return { tests: {}, failures: {}, messages: '' }
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as JsonReport
  const tests = testResults.flatMap((result) => result.assertionResults)
  const messages = [
    ...testResults.map((result) => result.message ?? ''),
    ...tests.flatMap((test) => test.failureMessages ?? []),
  ]
  return {
    tests: Object.fromEntries(tests.map((test) => [test.fullName.trim(), test.status])),
    failures: Object.fromEntries(
      tests
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages }) => [fullName.trim(), plain((failureMessages ?? []).join('\n'))]),
    ),
    messages: plain(messages.filter((message) => message !== '').join('\n')),
  }
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with a control character
  return text.replaceAll(/\u001b\[[0-9;]*m/g, '')
}

import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Duplex, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** How a program ended. */
export interface Ending {
  code: number | null
  /** What it wrote to stdout and stderr; of long output the last 64 KiB. */
  output: string
}

/** What a program is run with. */
export interface RunOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Streams, each piped into the next and the last into its stdin; default: an empty stdin. */
  input?: readonly (Readable | Duplex)[]
  onOutput?: (text: string) => void
}

/** Runs a program without a shell to its end. Rejects only when it cannot be started or its input fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ending> {
  const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-64 * 1024)
      options.onOutput?.(text)
    })
  }
  const fed = options.input
    ? pipeline([...options.input, child.stdin])
    : Promise.resolve(void child.stdin.end())
  const problem = await fed.then(
    () => undefined,
    (error: NodeJS.ErrnoException) => (isClosedPipe(error) ? undefined : error),
  )
  const code = await ended
  if (problem) throw problem
  return { code, output }
}

/** A program may end before it has read everything; its exit code and its words say why, or that it needed no more. */
function isClosedPipe({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}

/** The full path of a program on PATH; undefined when there is none. */
export async function findProgram(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  for (const directory of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(directory, name)
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return undefined
}

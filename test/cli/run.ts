import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The command's script, as `npm` links it. */
export const cefrigMain = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

/** How a command ended. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** A command that runs. */
export interface Running {
  child: ChildProcess
  ended: Promise<Ended>
}

/** Starts `cefrig` with exactly this environment; `cwd`: default the caller's. */
export function startCefrig(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  nodeArgs: readonly string[] = [],
  cwd?: string,
): Running {
  const child = spawn(process.execPath, [...nodeArgs, cefrigMain, ...args], {
    env,
    ...(cwd !== undefined && { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...said }))
  })
  return { child, ended }
}

/** Runs `cefrig` to its end. */
export function cefrig(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  nodeArgs: readonly string[] = [],
  cwd?: string,
): Promise<Ended> {
  return startCefrig(args, env, nodeArgs, cwd).ended
}

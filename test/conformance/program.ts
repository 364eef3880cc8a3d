// Programs as a user runs them.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Root of this repository. */
export const repository = fileURLToPath(new URL('../../', import.meta.url))

/** Runs a program to its end. Rejects, with what it printed, when it fails. */
export function program(
  command: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ stdout: string; stderr: string }> {
  return run(command, args, { cwd, env: { ...environment(), ...env }, maxBuffer: 1 << 26 })
}

/** Without what npm and Vitest tell their own children. */
function environment(): NodeJS.ProcessEnv {
  const own =
    /^(npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix)|INIT_CWD$|VITEST|TEST$|NODE_ENV$|CI$|CEFRIG_(OWNER|OPTIONS))/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
}

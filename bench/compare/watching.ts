import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))

/** A Vitest that runs a suite, and what it has said. */
export interface Started {
  child: ChildProcess
  said: () => string
}

export function start(cwd: string, args: string[]): Started {
  const child = spawn(process.execPath, [vitest, ...args], {
    cwd,
    env: { ...process.env, CI: '', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text
    })
  return { child, said: () => said }
}

/** Has Vitest watch a suite. `work` gets what resolves when it has come to rest so often, from the start. */
export async function watching<T>(
  cwd: string,
  work: (reached: (count: number) => Promise<void>, said: () => string) => Promise<T>,
): Promise<T> {
  const { child, said } = start(cwd, ['--watch'])
  const ended = new Promise((resolve) => child.once('close', resolve))
  const waits = () => said().split('Waiting for file changes').length - 1
  const reached = async (count: number) => {
    while (waits() < count) {
      if (child.exitCode !== null || said().includes('Watching for file changes'))
        throw new Error(`watching ended, or a test failed\n${said().slice(-3000)}`)
      await Promise.race([ended, new Promise((resolve) => child.stdout!.once('data', resolve))])
    }
  }
  try {
    return await work(reached, said)
  } finally {
    child.kill('SIGINT')
    await ended
  }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Ends by itself when whoever started it is gone. */
const busy = `
const owner = process.ppid
for (;;) {
  const until = Date.now() + 200
  while (Date.now() < until) for (let turn = 0; turn < 1e5; turn++) Math.sqrt(turn)
  if (process.ppid !== owner) process.exit()
}`

/** Keeps `count` cores busy. Returns how to stop. */
export function startLoad(count: number): () => Promise<void> {
  const children = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', busy], { stdio: 'ignore' }),
  )
  return async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
}

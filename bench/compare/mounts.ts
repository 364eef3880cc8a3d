import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, timed } from './measure.ts'
import type { Row } from './types.ts'

const suites = fileURLToPath(new URL('../suites/mounts/', import.meta.url))
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))

interface Command {
  suite: string
  args: string[]
  env?: Record<string, string>
}

/** 50 tests that mount a component of React, click in it and look at it: whole commands, one worker, by turns. */
export async function measureMounts(shell: string, rounds: number): Promise<Row[]> {
  installPlaywright()
  const run = [vitest, 'run']
  const playwright = [
    'node_modules/@playwright/experimental-ct-react/cli.js',
    'test',
    '-c',
    'playwright.config.ts',
  ]
  const commands: Record<string, Command> = {
    mount: { suite: 'node', args: run },
    'mount, file': { suite: 'node', args: run, env: { BENCH_ISOLATION: 'file' } },
    provider: { suite: 'browser', args: run },
    'browser mode': { suite: 'browser', args: run, env: { BENCH_BROWSER: shell } },
    playwright: { suite: 'playwright', args: playwright, env: { BENCH_BROWSER: shell } },
  }
  const times = new Map<string, number[]>()
  // The first run of each makes what later ones find: packages prepared by Vite, a bundle.
  for (let round = -1; round < rounds; round++) {
    for (const [name, command] of Object.entries(commands)) {
      const time = (await timed(() => toItsEnd(command))) / 1000
      if (round < 0) continue
      times.set(name, [...(times.get(name) ?? []), time])
      console.error(`mounts, ${name}: ${time.toFixed(2)} s`)
    }
  }
  const of = (name: string) => median(times.get(name)!)
  const what = '50 mounts of React with a click and an assertion, one worker, whole command'
  return [
    {
      name: `${what}: unmodified tests of Browser Mode, by cefBrowser() and by Playwright`,
      unit: 's',
      values: { cefrig: of('provider'), 'browser mode': of('browser mode') },
      goal: { of: { subject: 'browser mode', ratio: 1 } },
    },
    {
      name: `${what}: mount(), a context per test`,
      unit: 's',
      values: { cefrig: of('mount'), playwright: of('playwright') },
      goal: { of: { subject: 'playwright', ratio: 1 / 2 } },
    },
    {
      name: `${what}: mount(), one context for the file`,
      unit: 's',
      values: { cefrig: of('mount, file'), playwright: of('playwright') },
      goal: { of: { subject: 'playwright', ratio: 1 / 2 } },
    },
  ]
}

/** It has a React and a Playwright of its own, of versions that fit. */
function installPlaywright(): void {
  const cwd = join(suites, 'playwright')
  if (existsSync(join(cwd, 'node_modules'))) return
  execFileSync('npm', ['ci'], { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
}

function toItsEnd({ suite, args, env }: Command): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: join(suites, suite),
      env: { ...process.env, ...env, CI: '', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        said += text
      })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`mounts, ${suite}: exit code ${code}\n${said.slice(-3000)}`))
    })
  })
}

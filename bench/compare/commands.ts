import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, timed } from './measure.ts'
import type { Row } from './types.ts'

const suites = fileURLToPath(new URL('../suites/', import.meta.url))
const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url))

export interface Browsers {
  /** Debian's chromium-headless-shell: what Playwright runs by default. */
  shell: string
  /** The whole browser, when it is installed. */
  full?: string
}

interface Command {
  suite: string
  args: (file: string, update: boolean) => string[]
  env: Record<string, string>
}

function commandsOf({ shell, full }: Browsers): Record<string, Command> {
  const vitest = (file: string, update: boolean) => [
    join(modules, 'vitest/vitest.mjs'),
    'run',
    `${file}.test.ts`,
    ...(update ? ['-u'] : []),
  ]
  const playwright = (file: string, update: boolean) => [
    join(modules, '@playwright/test/cli.js'),
    'test',
    '-c',
    'playwright.config.ts',
    ...(update ? ['--update-snapshots=all'] : []),
    `${file}.test.ts`,
  ]
  return {
    cefrig: { suite: 'cefrig', args: vitest, env: {} },
    playwright: { suite: 'playwright', args: playwright, env: { BENCH_BROWSER: shell } },
    ...(full
      ? { 'playwright, full': { suite: 'playwright', args: playwright, env: { BENCH_BROWSER: full } } }
      : {}),
    'cefrig, file': { suite: 'cefrig', args: vitest, env: { BENCH_ISOLATION: 'file' } },
    'browser mode': { suite: 'browser-mode', args: vitest, env: { BENCH_BROWSER: shell } },
  }
}

/** Runs a command to its end. Rejects with what it said when it fails. */
function run(
  { suite, args, env }: Command,
  file: string,
  update = false,
  extra: Record<string, string> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args(file, update), {
      cwd: join(suites, suite),
      env: { ...process.env, ...env, ...extra, CI: '', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (said += text))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${suite}, ${file}: exit code ${code}\n${said.slice(-3000)}`))
    })
  })
}

/** Wall times of whole commands, by turns. */
export async function compareCommands(browsers: Browsers, rounds: number): Promise<Row[]> {
  const commands = commandsOf(browsers)
  const goals: Record<string, Row['goal'][]> = {
    visual: [
      { of: { subject: 'playwright', ratio: 1 / 3 } },
      { of: { subject: 'browser mode', ratio: 1 / 2 } },
    ],
    empty: [{ of: { subject: 'playwright', ratio: 1 / 2 } }, { of: { subject: 'browser mode', ratio: 1 } }],
  }
  const rows: Row[] = []
  for (const file of ['empty', 'visual']) {
    const times = new Map<string, number[]>()
    if (file === 'visual') for (const command of Object.values(commands)) await run(command, file, true)
    for (let round = 0; round < rounds; round++) {
      for (const [name, command] of Object.entries(commands)) {
        const time = (await timed(() => run(command, file))) / 1000
        times.set(name, [...(times.get(name) ?? []), time])
        console.error(`${file}, ${name}: ${time.toFixed(2)} s`)
      }
    }
    const values = Object.fromEntries([...times].map(([name, all]) => [name, median(all)]))
    const { 'cefrig, file': perFile, 'browser mode': browserMode, ...isolated } = values
    const [goal, fileGoal] = goals[file]!
    rows.push(
      {
        name: `100 isolated ${file} tests, one worker, whole command`,
        unit: 's',
        values: isolated,
        ...(goal ? { goal } : {}),
      },
      {
        name: `100 ${file} tests, one context for the file, one worker, whole command`,
        unit: 's',
        values: { cefrig: perFile!, 'browser mode': browserMode! },
        ...(fileGoal ? { goal: fileGoal } : {}),
      },
    )
  }
  return rows
}

/** What `toMatchGolden()` costs: passing, beyond the capture in it, and when one pixel differs. */
export async function measureGolden(): Promise<Row[]> {
  const passing = await figures<'capture' | 'golden'>('golden')
  const differing = await figures<'first' | 'failed' | 'tolerated'>('difference')
  const row = (name: string, cefrig: number, limit: number): Row => ({
    name,
    unit: 'ms',
    values: { cefrig },
    goal: { limit },
  })
  return [
    row('a passing toMatchGolden beyond the capture', passing.golden - passing.capture, 2),
    row('verdict of a failing toMatchGolden, one pixel of 1280×800 differs', differing.failed, 120),
    row('the same, the first of its process', differing.first, 120),
    row('verdict within tolerance, one pixel of 1280×800 differs', differing.tolerated, 120),
  ]
}

/** What a suite of cefrig writes of itself, once its goldens are there. */
async function figures<Name extends string>(file: string): Promise<Record<Name, number>> {
  const directory = mkdtempSync(join(tmpdir(), 'cefrig-bench-'))
  try {
    const command = commandsOf({ shell: '' }).cefrig!
    const output = join(directory, 'figures.json')
    await run(command, file, true)
    await run(command, file, false, { BENCH_OUTPUT: output })
    return JSON.parse(readFileSync(output, 'utf8')) as Record<Name, number>
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

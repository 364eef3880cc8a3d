import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, timed } from './measure.ts'
import type { Row } from './types.ts'
import { start, watching } from './watching.ts'

const suite = fileURLToPath(new URL('../suites/goldens/', import.meta.url))
const made = join(suite, 'made')

/** A test file per component, as teams have them. */
const goldensPerFile = 50

/** A suite of goldens that all match: the whole command, and one changed test file in watch mode. The goals are for 2,000. */
export async function measureSuite(rounds: number, goldens: number): Promise<Row[]> {
  const files = Math.ceil(goldens / goldensPerFile)
  rmSync(made, { recursive: true, force: true })
  mkdirSync(made)
  for (let file = 0; file < files; file++) writeTest(file, 0)
  try {
    await run(files)
    const whole: number[] = []
    for (let round = 0; round < rounds; round++) {
      whole.push((await timed(() => run(files))) / 1000)
      console.error(`suite: ${whole.at(-1)?.toFixed(2)} s`)
    }
    const count = (files * goldensPerFile).toLocaleString('en-US')
    return [
      {
        name: `${count} goldens in ${files} files, all passing, two workers, one context per file, whole command`,
        unit: 's',
        values: { cefrig: median(whole) },
        goal: { limit: 60 },
      },
      {
        name: `one changed file of them in watch mode, ${goldensPerFile} goldens, from the change to the summary`,
        unit: 's',
        values: { cefrig: median(await changes(Math.max(3, rounds))) },
        goal: { limit: 2 },
      },
    ]
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

function writeTest(file: number, version: number): void {
  const text = `import { goldens } from '../goldens.ts'\n// ${version}\ngoldens(${file * goldensPerFile}, ${goldensPerFile})\n`
  writeFileSync(join(made, `${String(file).padStart(2, '0')}.test.ts`), text)
}

/** Runs the command to its end; every golden must have matched or been written. */
async function run(files: number): Promise<void> {
  const { child, said } = start(suite, ['run'])
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`suite: exit code ${code}\n${said().slice(-3000)}`)
  const { tests } = JSON.parse(readFileSync(join(suite, '.cefrig/run.json'), 'utf8')) as { tests: object[] }
  if (tests.length !== files * goldensPerFile) throw new Error(`suite: ${tests.length} tests ran`)
}

/** Seconds from a change of a test file to the end of its rerun, some times. */
function changes(rounds: number): Promise<number[]> {
  return watching(suite, async (reached) => {
    await reached(1)
    const times: number[] = []
    for (let round = 1; round <= rounds; round++) {
      times.push(
        (await timed(() => {
          writeTest(0, round)
          return reached(round + 1)
        })) / 1000,
      )
      console.error(`suite, a changed file: ${times.at(-1)?.toFixed(2)} s`)
    }
    return times
  })
}

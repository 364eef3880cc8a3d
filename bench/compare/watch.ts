import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, timed } from './measure.ts'
import type { Row } from './types.ts'
import { watching } from './watching.ts'

const suite = fileURLToPath(new URL('../suites/mounts/watch/', import.meta.url))
const made = join(suite, 'made')

/** A component of React that is changed while Vitest watches: five tests mount it, and run again on the same Host. */
export async function measureWatch(rounds: number): Promise<Row[]> {
  rmSync(made, { recursive: true, force: true })
  mkdirSync(made)
  write(0)
  try {
    return [
      {
        name: 'a changed component in watch mode, its 5 tests on the same Host, from the change to the summary',
        unit: 's',
        values: { cefrig: median(await changes(Math.max(5, rounds))) },
        goal: { limit: 1 },
      },
    ]
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

function write(version: number): void {
  const text = `import { Counter } from '../../Counter'\nexport const Changed = () => <div>Version ${version}<Counter label="Count" from={${version}} /></div>\n`
  writeFileSync(join(made, 'Changed.tsx'), text)
}

/** Seconds of each; every test must have shown the new component, on the Host of before. */
function changes(rounds: number): Promise<number[]> {
  return watching(suite, async (reached, said) => {
    await reached(1)
    const times: number[] = []
    for (let version = 1; version <= rounds; version++) {
      const time = await timed(() => {
        write(version)
        return reached(version + 1)
      })
      const shown = readFileSync(join(made, 'shown'), 'utf8').trim().split('\n')
      const latest = shown.slice(-5).map((line) => line.split(' ', 1)[0])
      const hosts = new Set(shown.map((line) => line.split(' ')[1]))
      if (shown.length !== 5 * (version + 1) || latest.some((one) => one !== String(version)))
        throw new Error(
          `watch: version ${version} was not shown\n${shown.join('\n')}\n${said().slice(-3000)}`,
        )
      if (hosts.size !== 1) throw new Error(`watch: ${hosts.size} Hosts\n${shown.join('\n')}`)
      times.push(time / 1000)
      console.error(`watch, a changed component: ${times.at(-1)!.toFixed(2)} s`)
    }
    return times
  })
}

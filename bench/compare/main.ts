// `npm run bench`: cefrig beside Playwright Test and Vitest Browser Mode on the same pages, in one run.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compareBindings } from './bindings.ts'
import { type Browsers, compareCommands, measureGolden } from './commands.ts'
import { measureGrowth } from './growth.ts'
import { compareLatency } from './latency.ts'
import { measureMounts } from './mounts.ts'
import { measureReport } from './report.ts'
import { measureSuite } from './suite.ts'
import type { Row } from './types.ts'
import { measureWatch } from './watch.ts'

const { values } = parseArgs({
  options: {
    shell: { type: 'string' },
    full: { type: 'string' },
    /** Of whole commands, and of single calls. */
    rounds: { type: 'string', default: '3' },
    samples: { type: 'string', default: '40' },
    /** Of the suite. */
    goldens: { type: 'string', default: '2000' },
    only: { type: 'string', default: 'latency,bindings,growth,golden,report,suite,commands,mounts,watch' },
  },
})

function verdict({ goal, values }: Row): string {
  const own = values.cefrig
  if (!goal || own === undefined) return ''
  const misses: string[] = []
  if (goal.limit !== undefined && own > goal.limit) misses.push(`over ${goal.limit}`)
  const other = goal.of && values[goal.of.subject]
  if (goal.of && other !== undefined && own > other * goal.of.ratio)
    misses.push(`over ${goal.of.ratio.toFixed(3)} of ${goal.of.subject}`)
  return misses.length === 0 ? 'reached' : `missed: ${misses.join(', ')}`
}

function table(rows: Row[]): string {
  return rows
    .map((row) => {
      const { name, unit, values } = row
      const digits = unit === 'MB' ? 0 : unit === 's' || values.cefrig! < 1 ? 2 : 1
      const others = Object.entries(values)
        .filter(([subject]) => subject !== 'cefrig')
        .map(
          ([subject, value]) =>
            `${subject} ${value.toFixed(digits)} (${(value / values.cefrig!).toFixed(1)}×)`,
        )
      const own = `cefrig ${values.cefrig!.toFixed(digits)} ${unit}`
      return `${name}\n    ${[own, ...others].join('   ')}   ${verdict(row)}`.trimEnd()
    })
    .join('\n')
}

const browsers: Browsers = { shell: values.shell!, ...(values.full ? { full: values.full } : {}) }
const parts: Record<string, () => Promise<Row[]>> = {
  latency: () => compareLatency(browsers.shell, Number(values.samples)),
  bindings: async () => [await compareBindings(browsers.shell)],
  growth: async () => [await measureGrowth()],
  golden: measureGolden,
  suite: () => measureSuite(Number(values.rounds), Number(values.goldens)),
  report: () => measureReport(browsers.full),
  commands: () => compareCommands(browsers, Number(values.rounds)),
  mounts: () => measureMounts(browsers.shell, Number(values.rounds)),
  watch: () => measureWatch(Number(values.rounds)),
}
const rows: Row[] = []
for (const name of values.only.split(',')) rows.push(...(await parts[name]!()))
const [cpu] = cpus()
const machine = { cpu: cpu?.model, cores: cpus().length, node: process.version }
console.log(`${table(rows)}\nOn ${machine.cores} × ${machine.cpu}, Node ${machine.node}`)
const results = rows.map((row) => ({ ...row, verdict: verdict(row) }))
const path = fileURLToPath(new URL('../results.json', import.meta.url))
// Rows that were not measured this time stay.
const before: Row[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).results : []
const others = before.filter(({ name }) => rows.every((row) => row.name !== name))
writeFileSync(
  path,
  `${JSON.stringify({ machine, date: new Date().toISOString().slice(0, 10), results: [...others, ...results] }, null, 2)}\n`,
)

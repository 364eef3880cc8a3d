// `npm run stress`: captures of pages that change at random, each compared with what must be there; or bindings.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { stressBindings } from './bindings/main.ts'
import { kinds } from './kinds/all.ts'
import { runStress, type StressResult } from './run.ts'

const usage = `npm run stress -- [options]
  --captures N   captures over all kinds (default 5000)
  --kind A,B     only these kinds: ${[...kinds.keys()].join(', ')}
  --load N       busy processes meanwhile (default 2)
  --lanes N      pages at one time (default 1, of bindings 4)
  --oracle N     compare each Nth capture with Page.captureScreenshot (default 100)
  --seconds N    begin no new page after this time
  --seed N       repeat a run; with --page N and one kind, one page of it
  --json         print the result as JSON
  --bindings     values, memory and a storm of calls through page.bind() instead:
  --calls N      calls whose memory is looked at, and promises of the storm (default 100000)
  --values N     values sent both ways (default 10000)`

const { values } = parseArgs({
  options: {
    captures: { type: 'string', default: '5000' },
    kind: { type: 'string' },
    load: { type: 'string', default: '2' },
    lanes: { type: 'string' },
    oracle: { type: 'string', default: '100' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    page: { type: 'string' },
    bindings: { type: 'boolean', default: false },
    calls: { type: 'string', default: '100000' },
    values: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

function whole(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new Error(`--${name} ${text} is no whole number.\n${usage}`)
}

function chosen(names: string | undefined) {
  if (names === undefined) return [...kinds.values()]
  return names.split(',').map((name) => {
    const kind = kinds.get(name)
    if (!kind) throw new Error(`--kind ${name}: there is no such kind.\n${usage}`)
    return kind
  })
}

function table({ kinds, captures, wrong, errors, seconds, seed, examples }: StressResult): string {
  const rows = [
    ['kind', 'captures', 'wrong', 'errors', 'oracle', 'pages', 'median ms', 'slowest ms'],
    ...kinds.map(({ kind, captures, wrong, errors, oracle, pages, median, slowest }) =>
      [kind, captures, wrong, errors, oracle, pages, median.toFixed(1), slowest.toFixed(0)].map(String),
    ),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  '),
  )
  const wrongOnes = examples.map(
    ({ kind, page, capture, verdict, stale, story, files }) =>
      `\n${kind}, page ${page}, capture ${capture}: ${verdict}${stale ? `; it is the picture of ${stale} captures ago` : ''}\n  ${story.join('\n  ')}\n  ${files.join('\n  ')}`,
  )
  return `${lines.join('\n')}\n${wrongOnes.join('\n')}
${captures} captures, ${wrong} wrong, ${errors} errors; ${seconds.toFixed(1)} s, ${(captures / seconds).toFixed(0)} per second; seed ${seed}`
}

const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : whole('seed', values.seed)
if (values.help) console.log(usage)
else if (values.bindings) {
  const isWell = await stressBindings({
    calls: whole('calls', values.calls),
    values: whole('values', values.values),
    seed,
    lanes: Math.max(1, whole('lanes', values.lanes ?? '4')),
    json: values.json,
  })
  process.exitCode = isWell ? 0 : 1
} else {
  if (!values.json) console.log(`Seed ${seed}`)
  const result = await runStress({
    captures: whole('captures', values.captures),
    kinds: chosen(values.kind),
    seed,
    ...(values.page === undefined ? {} : { page: whole('page', values.page) }),
    load: whole('load', values.load),
    lanes: Math.max(1, whole('lanes', values.lanes ?? '1')),
    oracleEvery: Math.max(1, whole('oracle', values.oracle)),
    ...(values.seconds === undefined ? {} : { budget: whole('seconds', values.seconds) * 1000 }),
    directory: join(tmpdir(), `cefrig-stress-${seed}`),
    onWrong({ kind, page, capture, verdict, story }) {
      console.error(`Wrong: ${kind}, page ${page}, capture ${capture}: ${verdict}; ${story.join(' · ')}`)
    },
    onProgress({ captures, wrong, seconds }) {
      console.error(`${captures} captures, ${wrong} wrong, ${seconds.toFixed(0)} s`)
    },
  })
  console.log(values.json ? JSON.stringify(result, null, 2) : table(result))
  process.exitCode = result.wrong + result.errors > 0 ? 1 : 0
}

import { launch } from 'cefrig'
import { type MemoryResult, measureMemory } from './memory.ts'
import { type RoundTripResult, roundTrips } from './round-trip.ts'
import { runStorm, type StormResult } from './storm.ts'

export interface BindingStressOptions {
  /** Promises of the storm, and calls whose memory is looked at. */
  calls: number
  values: number
  seed: number
  /** Pages at one time. */
  lanes: number
  json: boolean
}

const warmUp = 5000
/** Of pages, in milliseconds: the machine may be busy. */
const timeout = 60_000
/** What heaps may have grown by. */
const growth = 1.1

/** Values, memory, and a storm of calls. Answers whether all was well. */
export async function stressBindings({
  calls,
  values,
  seed,
  lanes,
  json,
}: BindingStressOptions): Promise<boolean> {
  const cef = await launch()
  let trips: RoundTripResult
  let memory: MemoryResult
  try {
    trips = await roundTrips(await cef.newPage({ timeout }), values, seed)
    if (!json) console.log(tripsText(trips))
    memory = await measureMemory(await cef.newPage({ timeout }), calls, warmUp)
    if (!json) console.log(memoryText(memory))
  } finally {
    await cef.close()
  }
  const storm = await runStorm({
    promises: calls,
    seed,
    lanes,
    onProgress: (settled) => console.error(`${settled} promises settled`),
  })
  console.log(json ? JSON.stringify({ trips, memory, storm }, null, 2) : stormText(storm))
  const isSmall = memory.held === 0 && grown(memory).every((ratio) => ratio <= growth)
  return trips.different.length === 0 && isSmall && storm.never.length + storm.wrong.length === 0
}

function tripsText({ values, different }: RoundTripResult): string {
  return [`${values} values both ways, ${different.length} different`, ...different.slice(0, 5)].join('\n  ')
}

function grown({ before, after }: MemoryResult): number[] {
  return [after.host / before.host, after.page / before.page, after.test / before.test]
}

function memoryText(memory: MemoryResult): string {
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1)
  const heaps = (['host', 'page', 'test'] as const).map(
    (side, at) =>
      `${side} ${megabytes(memory.before[side])} → ${megabytes(memory.after[side])} MB (${grown(memory)[at]!.toFixed(2)}×)`,
  )
  return `${memory.calls} calls with a callback each: ${memory.held} functions still held; ${heaps.join(', ')}`
}

function stormText({ settled, outcomes, never, wrong, seconds, seed }: StormResult): string {
  const lines = Object.entries(outcomes).map(([outcome, count]) => `${outcome.padEnd(30)} ${count}`)
  const rest = [...never.map((name) => `never: ${name}`), ...wrong].slice(0, 10)
  return [
    ...lines,
    ...rest,
    `${settled} settled, ${never.length} never settled, ${wrong.length} wrong; ${seconds.toFixed(1)} s; seed ${seed}`,
  ].join('\n')
}

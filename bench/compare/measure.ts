export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Milliseconds of one run. */
export async function timed(run: () => unknown): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

/** Medians of several things, measured by turns so that what happens on the machine happens to all. */
export async function alternately<Name extends string>(
  rounds: number,
  runs: Record<Name, () => unknown>,
): Promise<Record<Name, number>> {
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >
  for (const name in runs) await runs[name]()
  for (let round = 0; round < rounds; round++)
    for (const name in runs) times[name].push(await timed(runs[name]))
  return Object.fromEntries(
    Object.entries<number[]>(times).map(([name, values]) => [name, median(values)]),
  ) as Record<Name, number>
}

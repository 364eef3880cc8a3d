import type { IstanbulFile } from './istanbul-file.js'

/** Adds the counts of a file that was loaded again to those of before, place by place: another script may hold other parts of it. */
export function addFile(known: IstanbulFile, found: IstanbulFile): void {
  const add = (one: number, other: number) => one + other
  addCounts(known.statementMap, known.s, found.statementMap, found.s, add)
  addCounts(known.fnMap, known.f, found.fnMap, found.f, add)
  addCounts(known.branchMap, known.b, found.branchMap, found.b, (one, other) =>
    one.map((count, at) => count + other[at]!),
  )
}

/** Ids of both are numbers from 0 on. */
function addCounts<T>(
  places: Record<string, unknown>,
  counts: Record<string, T>,
  foundPlaces: Record<string, unknown>,
  foundCounts: Record<string, T>,
  add: (one: T, other: T) => T,
): void {
  const ids = new Map(Object.entries(places).map(([id, place]) => [keyOf(place), id]))
  let next = Object.keys(places).length
  for (const [foundId, place] of Object.entries(foundPlaces)) {
    const count = foundCounts[foundId]!
    const id = ids.get(keyOf(place))
    if (id !== undefined) counts[id] = add(counts[id]!, count)
    else {
      places[next] = place
      counts[next++] = count
    }
  }
}

/** Functions without a name are numbered. */
function keyOf(place: unknown): string {
  return JSON.stringify({ ...(place as object), name: undefined })
}

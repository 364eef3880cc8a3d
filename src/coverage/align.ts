import type { IstanbulFile } from '../client/tools/istanbul-file.js'

interface Position {
  line: number
  column: number
}
interface Place {
  start: Position
}
interface FunctionPlace {
  decl: Place
  loc: Place & { end: { line: number; column: number | null } }
}
interface BranchPlace {
  type: string
  loc: Place
}

/**
 * Counts of a file in the form that another instrumenter gave it: the ends of what it names may be elsewhere, and both would be counted
 * beside each other. What has no counterpart has the count of its line, or, outside of functions, of the module: compilers make statements of
 * imports. Else it has none.
 */
export function alignFile(form: IstanbulFile, counted: IstanbulFile): IstanbulFile {
  const statements = entries<Place>(counted.statementMap)
  const at = new Map(statements.map(([id, place]) => [keyOf(place), counted.s[id]!]))
  const onLine = new Map<number, number>()
  for (const [id, { start }] of statements)
    onLine.set(start.line, Math.max(onLine.get(start.line) ?? 0, counted.s[id]!))
  const [isInCounted, isInForm] = [insideFunctions(counted), insideFunctions(form)]
  let ofModule = 0
  for (const [id, place] of statements) if (!isInCounted(place)) ofModule = Math.max(ofModule, counted.s[id]!)
  const s = entries<Place>(form.statementMap).map(([id, place]) => {
    const near = at.get(keyOf(place)) ?? onLine.get(place.start.line)
    return [id, near ?? (isInForm(place) ? 0 : ofModule)]
  })
  const functions = counterparts<FunctionPlace>(
    form.fnMap,
    counted.fnMap,
    [({ decl }) => keyOf(decl), ({ loc }) => keyOf(loc)],
    // Compilers map the beginning of an arrow function each in their way.
    ({ decl }) => String(decl.start.line),
  )
  const f = [...functions].map(([id, other]) => [id, other === undefined ? 0 : counted.f[other]!])
  const branches = counterparts<BranchPlace>(
    form.branchMap,
    counted.branchMap,
    [({ type, loc }) => `${type} ${keyOf(loc)}`],
    ({ type, loc }) => `${type} ${loc.start.line}`,
  )
  const b = [...branches].map(([id, other]) => {
    const counts = other === undefined ? [] : counted.b[other]!
    return [id, form.b[id]!.map((_, index) => counts[index] ?? 0)]
  })
  return { ...form, s: Object.fromEntries(s), f: Object.fromEntries(f), b: Object.fromEntries(b) }
}

/**
 * Who is who: by the first of the keys by which there is one; by the line, where either has no other on it; or by order, where there are
 * as many.
 */
function counterparts<T>(
  form: Record<string, unknown>,
  counted: Record<string, unknown>,
  keys: readonly ((place: T) => string)[],
  line: (place: T) => string,
): Map<string, string | undefined> {
  const [own, others] = [entries<T>(form), entries<T>(counted)]
  const known = keys.map((key) => new Map(others.map(([id, place]) => [key(place), id])))
  const [ownLines, otherLines] = [alone(own, line), alone(others, line)]
  return new Map(
    own.map(([id, place], index) => {
      const found = keys.map((key, at) => known[at]!.get(key(place))).find((one) => one !== undefined)
      const near = ownLines.has(line(place)) ? otherLines.get(line(place)) : undefined
      return [id, found ?? near ?? (own.length === others.length ? others[index]![0] : undefined)]
    }),
  )
}

/** Ids by lines, of lines that there is one of. */
function alone<T>(all: [id: string, place: T][], line: (place: T) => string): Map<string, string> {
  const ids = new Map<string, string>()
  const twice = new Set<string>()
  for (const [id, place] of all) {
    if (ids.has(line(place))) twice.add(line(place))
    ids.set(line(place), id)
  }
  for (const one of twice) ids.delete(one)
  return ids
}

function entries<T>(map: Record<string, unknown>): [id: string, place: T][] {
  return Object.entries(map) as [string, T][]
}

/** Whether a place is in a function. What they take up together is looked through. */
function insideFunctions({ fnMap }: IstanbulFile): (place: Place) => boolean {
  const bodies = entries<FunctionPlace>(fnMap).map(([, { loc }]) => loc)
  bodies.sort((one, other) => compare(one.start, other.start))
  const taken: FunctionPlace['loc'][] = []
  for (const body of bodies) {
    const before = taken.at(-1)
    if (!before || !isBefore(body.start, before)) taken.push({ ...body })
    else if (isBefore({ line: before.end.line, column: before.end.column ?? Infinity }, body))
      before.end = body.end
  }
  return ({ start }) => {
    // The last one that begins before the place.
    let [low, high] = [0, taken.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(taken[middle]!.start, start) <= 0) low = middle + 1
      else high = middle
    }
    const body = taken[low - 1]
    return body !== undefined && isBefore(start, body)
  }
}

function compare(one: Position, other: Position): number {
  return one.line - other.line || one.column - other.column
}

/** Whether a place is before the end of a function; null: the end of the line. */
function isBefore({ line, column }: Position, { end }: FunctionPlace['loc']): boolean {
  return line < end.line || (line === end.line && column < (end.column ?? Infinity))
}

function keyOf({ start }: Place): string {
  return `${start.line}:${start.column}`
}

import type { IstanbulFile } from '../client/tools/istanbul-file.js'

interface Place {
  start: { line: number; column: number }
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
  const outside = statements.filter(([, place]) => !isInFunction(counted, place))
  const ofModule = Math.max(0, ...outside.map(([id]) => counted.s[id]!))
  const s = entries<Place>(form.statementMap).map(([id, place]) => {
    const near = at.get(keyOf(place)) ?? onLine.get(place.start.line)
    return [id, near ?? (isInFunction(form, place) ? 0 : ofModule)]
  })
  const functions = counterparts<FunctionPlace>(form.fnMap, counted.fnMap, [
    ({ decl }) => keyOf(decl),
    ({ loc }) => keyOf(loc),
  ])
  const f = [...functions].map(([id, other]) => [id, other === undefined ? 0 : counted.f[other]!])
  const branches = counterparts<BranchPlace>(form.branchMap, counted.branchMap, [
    ({ type, loc }) => `${type} ${keyOf(loc)}`,
  ])
  const b = [...branches].map(([id, other]) => {
    const counts = other === undefined ? [] : counted.b[other]!
    return [id, form.b[id]!.map((_, index) => counts[index] ?? 0)]
  })
  return { ...form, s: Object.fromEntries(s), f: Object.fromEntries(f), b: Object.fromEntries(b) }
}

/** Who is who: by the first of the keys by which there is one, or by order, where there are as many. */
function counterparts<T>(
  form: Record<string, unknown>,
  counted: Record<string, unknown>,
  keys: readonly ((place: T) => string)[],
): Map<string, string | undefined> {
  const [own, others] = [entries<T>(form), entries<T>(counted)]
  const known = keys.map((key) => new Map(others.map(([id, place]) => [key(place), id])))
  return new Map(
    own.map(([id, place], index) => {
      const found = keys.map((key, at) => known[at]!.get(key(place))).find((one) => one !== undefined)
      return [id, found ?? (own.length === others.length ? others[index]![0] : undefined)]
    }),
  )
}

function entries<T>(map: Record<string, unknown>): [id: string, place: T][] {
  return Object.entries(map) as [string, T][]
}

function isInFunction({ fnMap }: IstanbulFile, { start }: Place): boolean {
  return entries<FunctionPlace>(fnMap).some(
    ([, { loc }]) =>
      (start.line > loc.start.line || (start.line === loc.start.line && start.column >= loc.start.column)) &&
      // Null: to the line's end.
      (start.line < loc.end.line ||
        (start.line === loc.end.line && start.column < (loc.end.column ?? Infinity))),
  )
}

function keyOf({ start }: Place): string {
  return `${start.line}:${start.column}`
}

import type { IstanbulFile } from './convert.js'

interface Place {
  start: { line: number; column: number }
}
interface FunctionPlace {
  decl: Place
}
interface BranchPlace {
  type: string
  loc: Place
}

/**
 * Counts of a file in the form that another instrumenter gave it: the ends of what it names may be elsewhere, and both would be counted
 * beside each other. What has no counterpart has the count of its line, or none.
 */
export function alignFile(form: IstanbulFile, counted: IstanbulFile): IstanbulFile {
  const statements = entries<Place>(counted.statementMap)
  const at = new Map(statements.map(([id, place]) => [keyOf(place), counted.s[id]!]))
  const onLine = new Map<number, number>()
  for (const [id, { start }] of statements)
    onLine.set(start.line, Math.max(onLine.get(start.line) ?? 0, counted.s[id]!))
  const functions = entries<FunctionPlace>(counted.fnMap)
  const named = new Map(functions.map(([id, { decl }]) => [keyOf(decl), counted.f[id]!]))
  const branches = entries<BranchPlace>(counted.branchMap)
  const taken = new Map(branches.map(([id, { type, loc }]) => [`${type} ${keyOf(loc)}`, counted.b[id]!]))
  const s = entries<Place>(form.statementMap).map(([id, place]) => {
    return [id, at.get(keyOf(place)) ?? onLine.get(place.start.line) ?? 0]
  })
  const f = entries<FunctionPlace>(form.fnMap).map(([id, { decl }]) => [id, named.get(keyOf(decl)) ?? 0])
  const b = entries<BranchPlace>(form.branchMap).map(([id, { type, loc }]) => {
    const counts = taken.get(`${type} ${keyOf(loc)}`) ?? []
    return [id, form.b[id]!.map((_, index) => counts[index] ?? 0)]
  })
  return { ...form, s: Object.fromEntries(s), f: Object.fromEntries(f), b: Object.fromEntries(b) }
}

function entries<T>(map: Record<string, unknown>): [id: string, place: T][] {
  return Object.entries(map) as [string, T][]
}

function keyOf({ start }: Place): string {
  return `${start.line}:${start.column}`
}

import type { ArgumentShape, ContractFile, MethodShape } from './contract-file.js'
import type { JsonSchema } from './json-schema.js'
import { misfits } from './misfit.js'
import { typeText } from './type-text.js'

/** One difference between two contract files, for a page that was written for the old one. */
export interface Change {
  /** Whether such a page may fail. */
  readonly breaking: boolean
  /** As `host.notes.save: argument 1.text`. */
  readonly path: string
  readonly was: string
  readonly is: string
}

/** All differences, breaking ones first. */
export function compareContracts(old: ContractFile, next: ContractFile): readonly Change[] {
  const renamed =
    old.name === next.name ? [] : [{ breaking: true, path: old.name, was: old.name, is: next.name }]
  const changes: Change[] = [
    ...renamed,
    ...paired(old.methods, next.methods, (name) => `${old.name}.${name}`, compareMethods),
    ...paired(old.events, next.events, (name) => `${old.name}: event ${name}`, answered),
  ]
  return changes.sort((one, other) => Number(other.breaking) - Number(one.breaking))
}

/** What is gone breaks, what is new does not, and what is in both is compared. */
function paired<Value>(
  old: Readonly<Record<string, Value>>,
  next: Readonly<Record<string, Value>>,
  pathOf: (name: string) => string,
  compare: (path: string, was: Value, is: Value) => readonly Change[],
): readonly Change[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])]
  return names.flatMap((name): readonly Change[] => {
    const path = pathOf(name)
    if (!Object.hasOwn(next, name)) return [{ breaking: true, path, was: 'present', is: 'absent' }]
    if (!Object.hasOwn(old, name)) return [{ breaking: false, path, was: 'absent', is: 'present' }]
    return compare(path, old[name]!, next[name]!)
  })
}

function compareMethods(path: string, old: MethodShape, next: MethodShape): readonly Change[] {
  const kind = (method: MethodShape) => (method.sync ? 'sync' : 'a promise')
  const nothing: JsonSchema = { js: 'undefined' }
  return [
    ...(kind(old) === kind(next) ? [] : [{ breaking: true, path, was: kind(old), is: kind(next) }]),
    ...compareArguments(path, old, next),
    ...answered(`${path}: result`, old.returns ?? nothing, next.returns ?? nothing),
    ...compareErrors(`${path}: error`, old.errors, next.errors),
  ]
}

function compareArguments(path: string, old: MethodShape, next: MethodShape): readonly Change[] {
  const count = Math.max(old.args.length, next.args.length)
  const each = Array.from({ length: count }, (_, index) =>
    compareArgument(`${path}: argument ${index + 1}`, argumentAt(old, index), argumentAt(next, index)),
  )
  const rest = passed(`${path}: further arguments`, old.rest ?? false, next.rest ?? false)
  return [...each.flat(), ...rest]
}

function argumentAt({ args, rest }: MethodShape, index: number): ArgumentShape | undefined {
  return args[index] ?? (rest === undefined ? undefined : { schema: rest, optional: true })
}

function compareArgument(
  path: string,
  old: ArgumentShape | undefined,
  next: ArgumentShape | undefined,
): readonly Change[] {
  if (!next) return old ? [{ breaking: true, path, was: typeText(old.schema), is: 'absent' }] : []
  const need = next.optional ? 'optional' : 'required'
  if (!old) return [{ breaking: !next.optional, path, was: 'absent', is: `${need} ${typeText(next.schema)}` }]
  const isStricter = old.optional === true && !next.optional
  const isLooser = !old.optional && next.optional === true
  return [
    ...(isStricter ? [{ breaking: true, path, was: 'optional', is: 'required' }] : []),
    ...(isLooser ? [{ breaking: false, path, was: 'required', is: 'optional' }] : []),
    ...passed(path, old.schema, next.schema),
  ]
}

/** Without a word on errors none is expected: those that are new break. */
function compareErrors(
  path: string,
  old: JsonSchema | undefined,
  next: JsonSchema | undefined,
): readonly Change[] {
  if (old === undefined && next === undefined) return []
  if (old === undefined) return [{ breaking: true, path, was: 'absent', is: typeText(next!) }]
  if (next === undefined) return [{ breaking: false, path, was: typeText(old), is: 'absent' }]
  return answered(path, old, next)
}

/** What the page passes: all that was accepted must be accepted now. */
function passed(path: string, old: JsonSchema, next: JsonSchema): readonly Change[] {
  const narrowed = misfits(old, next, false)
  const widened = misfits(next, old, false)
  return both(
    narrowed.map(({ path: inner, given, taken }) => ({ path: path + inner, was: given, is: taken })),
    widened.map(({ path: inner, given, taken }) => ({ path: path + inner, was: taken, is: given })),
  )
}

/** What the page gets: all that comes now must have been possible before. Properties that are new harm nobody. */
function answered(path: string, old: JsonSchema, next: JsonSchema): readonly Change[] {
  const widened = misfits(next, old, true)
  const narrowed = misfits(old, next, true)
  return both(
    widened.map(({ path: inner, given, taken }) => ({ path: path + inner, was: taken, is: given })),
    narrowed.map(({ path: inner, given, taken }) => ({ path: path + inner, was: given, is: taken })),
  )
}

type Difference = Omit<Change, 'breaking'>

/** One change for each place, which is breaking if either way is. */
function both(breaking: readonly Difference[], compatible: readonly Difference[]): readonly Change[] {
  const rest = compatible.filter(({ path }) => !breaking.some((one) => one.path === path))
  return [
    ...breaking.map((one) => ({ breaking: true, ...one })),
    ...rest.map((one) => ({ breaking: false, ...one })),
  ]
}

import { CefrigError } from '../../errors.js'
import { badArgument, kindOf } from '../failure.js'

const identifier = /^[\p{L}_$][\p{L}\p{N}_$]*$/u
const never = new Set(['__proto__', 'constructor', 'prototype'])
const reserved = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'import in instanceof new null return super switch this throw true try typeof var void while with yield let static ' +
    'undefined NaN Infinity window document location top globalThis self'
  ).split(' '),
)

/** Refuses what is no chain of identifiers, as `host.notes`. */
export function requirePath(path: unknown): asserts path is string {
  const next = 'Give names joined by points, as "host.notes"'
  if (typeof path !== 'string') throw badArgument(`the path is ${kindOf(path)}`, next)
  const names = path.split('.')
  const wrong = names.find((name) => !identifier.test(name) || never.has(name))
  if (wrong !== undefined)
    throw badArgument(`the path ${JSON.stringify(path)} has ${JSON.stringify(wrong)} for a name`, next)
  if (reserved.has(names[0]!))
    throw badArgument(
      `the path ${JSON.stringify(path)} begins with ${JSON.stringify(names[0])}, which pages cannot be given`,
      next,
    )
}

/** Refuses a path that is bound, or lies above or below one that is. */
export function requireFree(path: string, bound: Iterable<string>): void {
  for (const other of bound) {
    if (path !== other && !path.startsWith(`${other}.`) && !other.startsWith(`${path}.`)) continue
    const how =
      path === other
        ? 'is bound already'
        : `lies ${path.length > other.length ? 'below' : 'above'} ${other}, which is bound`
    throw new CefrigError('BINDING_EXISTS', `${path} ${how}. Use page.rebind(), or page.unbind() first.`, {
      facts: { path, bound: other },
    })
  }
}

import { isProxy } from 'node:util/types'
import { Script } from 'node:vm'
import { badArgument, kindOf } from './failure.js'
import type { JSHandle } from './handle.js'

type Primitive = string | number | boolean | bigint | null | undefined
type BuiltIn =
  | Date
  | RegExp
  | URL
  | Error
  | ArrayBuffer
  | ArrayBufferView
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>

/** What a handle stands for, anywhere inside an argument. */
export type Unboxed<Arg> =
  Arg extends JSHandle<infer Value>
    ? Value
    : Arg extends Primitive | BuiltIn
      ? Arg
      : Arg extends object
        ? { [Key in keyof Arg]: Unboxed<Arg[Key]> }
        : Arg

/** A function that runs in the page, or its source, or the source of an expression. */
export type PageFunction<Arg, Result> = string | ((arg: Unboxed<Arg>) => Result | Promise<Result>)

/** A function that runs in the page and receives an object of the page first. */
export type PageFunctionOn<On, Arg, Result> =
  | string
  | ((on: On, arg: Unboxed<Arg>) => Result | Promise<Result>)

/** `HTMLElement` where the project's types include the DOM's. */
// biome-ignore lint/suspicious/noExplicitAny: without the DOM's types nothing is known about elements
export type PageElement = typeof globalThis extends { HTMLElement: { prototype: infer E } } ? E : any

export interface Source {
  source: string
  isFunction: boolean
}

const sources = new WeakMap<object, string>()

/** The source of what shall run in the page. */
export function sourceOf(pageFunction: unknown): Source {
  if (typeof pageFunction === 'string') return { source: pageFunction, isFunction: false }
  if (typeof pageFunction !== 'function') {
    throw badArgument(
      `what to evaluate is ${kindOf(pageFunction)}`,
      'Give a function, or the source of an expression as a string',
    )
  }
  let source = sources.get(pageFunction)
  if (source === undefined) {
    source = functionSource(pageFunction as (...args: unknown[]) => unknown)
    sources.set(pageFunction, source)
  }
  return { source, isFunction: true }
}

function functionSource(fn: (...args: unknown[]) => unknown): string {
  const text = isProxy(fn) ? '[native code]' : Function.prototype.toString.call(fn)
  if (/\{\s*\[native code\]\s*\}$/.test(text) || text === '[native code]') {
    throw badArgument(
      'the function has no source: it is built in, bound, or a mock',
      'Give a function written in the test, which calls nothing outside itself',
    )
  }
  if (compiles(text)) return text
  // A method, as `{ name() {} }` writes it.
  const method = text.startsWith('async ') ? `async function ${text.slice(6)}` : `function ${text}`
  if (compiles(method)) return method
  throw badArgument('the function cannot be written as an expression', 'Give an arrow function')
}

function compiles(text: string): boolean {
  try {
    new Script(`(${text}\n)`)
    return true
  } catch {
    return false
  }
}

import type { AnyFunction } from '../codec.js'
import { define } from '../define.js'

// What shapes use of the page, as it is when the bindings come: scripts may replace it later.
const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect
const { then } = Promise.prototype
const { split, indexOf } = String.prototype
const { dispatchEvent } = EventTarget.prototype
const [ErrorOf, PromiseOf, EventOf, CustomEventOf] = [Error, Promise, Event, CustomEvent]
const report = globalThis.reportError
const page = globalThis

/** Calls a function of the page; what it throws becomes an uncaught error of the page. */
export function callPage(fn: AnyFunction, args: unknown[]): void {
  try {
    apply(fn, undefined, args)
  } catch (error) {
    report(error)
  }
}

/** A promise that nobody has to handle. */
export function ignored(promise: unknown): void {
  void apply(then, promise, [undefined, () => {}])
}

/** Goes on when a promise has settled, either way. */
export function settled(promise: unknown, next: (value: unknown, failed: boolean) => void): void {
  const onValue = (value: unknown) => next(value, false)
  const onError = (error: unknown) => next(error, true)
  void apply(then, promise, [onValue, onError])
}

export function resolved(value: unknown): Promise<unknown> {
  return new PromiseOf((resolve) => resolve(value))
}

/** The stack of whoever called into the bindings, without their own frames. */
export function pageStack(): string {
  let text = ''
  try {
    const lines = apply(split, new ErrorOf().stack ?? '', ['\n']) as string[]
    for (let at = 1; at < lines.length; at++) {
      if ((apply(indexOf, lines[at]!, ['cefrig:bindings']) as number) < 0) text += `${lines[at]}\n`
    }
  } catch {
    // `Error.prepareStackTrace` is the page's.
  }
  return text
}

/** Dispatches an event at the document, which reaches its window too. */
export function announce(name: string, detail?: unknown): void {
  const event =
    detail === undefined
      ? new EventOf(name, { bubbles: true })
      : new CustomEventOf(name, { bubbles: true, detail })
  apply(dispatchEvent, page.document, [event])
}

/** Defines a global, and answers what gives back what was there. */
export function defineGlobal(name: string, value: unknown): () => void {
  const before = getOwnPropertyDescriptor(page, name)
  define(page, name, value)
  return () => {
    if (before) defineProperty(page, name, before)
    else deleteProperty(page, name)
  }
}

export function hasGlobal(name: string): boolean {
  return getOwnPropertyDescriptor(page, name) !== undefined
}

/** Gives a function the name that the page sees. */
export function named<Function extends AnyFunction>(name: string, fn: Function): Function {
  define(fn, 'name', name, false)
  return fn
}

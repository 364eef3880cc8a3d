// What puts the test's bindings into a document, in the page's own world. The helper (native/helper/context.cc) evaluates it once
// per document, before the page's first script where something is bound by then, and gives it a function to send by.
import { base64 } from './base64.js'
import { Handles } from './binding-handles.js'
import { unserializableText } from './binding-place.js'
import { BindingTable, type TableEntry } from './binding-table.js'
import { createCodec } from './codec.js'
import { createShapes } from './shapes/shapes.js'

const { apply } = Reflect
const { parse } = JSON
const [PromiseOf, ErrorOf, Bytes] = [Promise, Error, Uint8Array]
const codec = createCodec(base64)

/** As in native/helper/frame.h. */
const types = { call: 4, result: 5, released: 6, table: 16, return: 17, invoke: 18, release: 19 }
const [isSync, isLate, isThrown] = [1, 2, 4]
/** Bytes that are cheaper in the text than beside it. */
const smallBuffer = 256

/** See native/helper/native_function.h. */
type Send = (
  type: number,
  call: number,
  flags: number,
  timeout: number,
  text: string,
  buffers: ArrayBuffer[],
) => boolean | string | undefined

type Receive = (type: number, call: number, flags: number, text: string, buffers: ArrayBuffer[]) => void

interface Pending {
  resolve(value: unknown): void
  reject(reason: unknown): void
  /** Made where the call was made. */
  at: Error
}

function failure(code: string, message: string): Error {
  const error = new ErrorOf(message) as Error & { code: string }
  error.name = 'CefrigError'
  error.code = code
  return error
}

export default function install(send: Send, isMainFrame: boolean): Receive {
  const pending: Record<number, Pending | undefined> = { __proto__: null } as never
  let lastCall = 0
  const handles = new Handles(
    (id) => {
      const stub = (...args: unknown[]) => call('a function of the test', [0, id, args], 0)
      return stub
    },
    (id, count) => void send(types.released, 0, 0, 0, codec.encode([id, count]), []),
  )
  const table = new BindingTable(isMainFrame, {
    decode: (text, func) => codec.decode(text, [], { func }),
    shape: createShapes(),
    call(entry, member, name, args) {
      const sync = blocks(entry, member)
      if (entry.gone) return refused(sync, failure('BINDING_GONE', goneText(name)))
      return sync
        ? callSync(name, [entry.id, member, args], entry.timeout)
        : call(name, [entry.id, member, args], entry.timeout)
    },
  })

  function refused(sync: boolean, error: Error): Promise<never> {
    if (sync) throw error
    return new PromiseOf((_, reject) => reject(error))
  }

  function encode(value: unknown, name: string, depth: number, buffers: ArrayBuffer[]): string {
    return codec.encode(value, {
      func: (fn) => handles.give(fn),
      buffer(bytes) {
        if (bytes.length < smallBuffer) return undefined
        buffers[buffers.length] = new Bytes(bytes).buffer
        return buffers.length - 1
      },
      refuse(what, path) {
        throw failure('NOT_SERIALIZABLE', unserializableText(name, path, depth, what, 'test'))
      },
    })
  }

  function decode(text: string, buffers: ArrayBuffer[]): unknown {
    return codec.decode(text, [], { func: (id) => handles.take(id), buffers })
  }

  function call(name: string, message: unknown[], timeout: number): Promise<unknown> {
    const at = new ErrorOf()
    return new PromiseOf((resolve, reject) => {
      const buffers: ArrayBuffer[] = []
      const text = encode(message, name, 1, buffers)
      const number = ++lastCall
      pending[number] = { resolve, reject, at }
      if (send(types.call, number, 0, timeout, text, buffers)) return
      delete pending[number]
      reject(failure('HOST_CRASHED', `${name} failed: the test cannot be reached any more.`))
    })
  }

  function callSync(name: string, message: unknown[], timeout: number): unknown {
    const at = new ErrorOf()
    const buffers: ArrayBuffer[] = []
    const text = encode(message, name, 1, buffers)
    const answer = send(types.call, ++lastCall, isSync, timeout, text, buffers)
    if (typeof answer !== 'string')
      throw failure('HOST_CRASHED', `${name} failed: no answer came from the test.`)
    const value = decode(apply(sliceText, answer, [1]) as string, [])
    if (+answer[0]! & isThrown) throw withStack(value, at)
    return value
  }

  function returned(call: number, flags: number, text: string, buffers: ArrayBuffer[]): void {
    const settled = pending[call]
    if (!settled) return
    delete pending[call]
    try {
      const value = decode(text, buffers)
      if (flags & isThrown) settled.reject(withStack(value, settled.at))
      else settled.resolve(value)
    } catch (error) {
      settled.reject(error)
    }
  }

  async function invoked(call: number, text: string, buffers: ArrayBuffer[]): Promise<void> {
    let thrown = 0
    let value: unknown
    try {
      const [id, args] = decode(text, buffers) as [number, unknown[]]
      const fn = handles.own(id)
      if (!fn) throw failure('BINDING_GONE', 'the page has let go of this function.')
      value = await apply(fn, undefined, args)
    } catch (error) {
      thrown = isThrown
      value = error
    }
    const out: ArrayBuffer[] = []
    let answer: string
    try {
      answer = encode(value, 'the call of a function of the page', 0, out)
    } catch (error) {
      thrown = isThrown
      answer = encode(error, '', 0, [])
    }
    send(types.result, call, thrown, 0, answer, out)
  }

  return (type, call, flags, text, buffers) => {
    if (type === types.return) returned(call, flags, text, buffers)
    else if (type === types.invoke) void invoked(call, text, buffers)
    else if (type === types.table) table.apply(parse(text) as TableEntry[], (flags & isLate) !== 0)
    else if (type === types.release) {
      const [id, count] = codec.decode(text) as [number, number]
      handles.released(id, count)
    }
  }
}

const { slice: sliceText } = String.prototype

function blocks({ sync, syncMembers = [] }: TableEntry, member: string): boolean {
  for (let at = 0; at < syncMembers.length; at++) if (syncMembers[at] === member) return true
  return sync
}

function goneText(name: string): string {
  return `${name} failed: the test has unbound it.`
}

/** An error of the test with the stacks of both sides, the page's first. */
function withStack(error: unknown, at: Error): unknown {
  try {
    if (!(error instanceof ErrorOf)) return error
    const [head] = `${error.name}: ${error.message}`.split('\n    at ')
    const here = callers(at).filter((line) => !line.includes('cefrig:bindings'))
    const there = callers(error)
    const value = [head, ...here, '    --- in the test ---', ...there].join('\n')
    Object.defineProperty(error, 'stack', { value, writable: true, configurable: true })
  } catch {
    // A page that has replaced what this needs gets the error as it came.
  }
  return error
}

function callers({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => /^\s+(at |---)/.test(line))
}

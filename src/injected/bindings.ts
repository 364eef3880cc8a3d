// What puts the test's bindings into a document, in the page's own world. The helper (native/helper/context.cc) evaluates it once
// per document, before the page's first script where something is bound by then, and gives it a function to send by.
import { base64 } from './base64.js'
import { Handles } from './binding-handles.js'
import { writeOutcome } from './binding-outcome.js'
import { mostBuffers, tooLargeText, unserializableText, unwritableText } from './binding-place.js'
import { BindingTable, type TableEntry } from './binding-table.js'
import { createCodec, type DecodeHooks, type EncodeHooks } from './codec.js'
import { define } from './define.js'
import { Numbered } from './numbered.js'
import { createShapes } from './shapes/shapes.js'

const { apply } = Reflect
const { parse } = JSON
const [PromiseOf, ErrorOf, Bytes] = [Promise, Error, Uint8Array]
const here = globalThis.location
const codec = createCodec(base64)

/** As in native/helper/frame.h. */
const types = { call: 4, result: 5, released: 6, table: 16, return: 17, invoke: 18, release: 19 }
const [isSync, isLate, isThrown] = [1, 2, 4]
/** Why nothing was sent, as in native/helper/native_function.cc. */
const [tooLarge, endedDocument] = [0, 1]
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
) => boolean | string | number | undefined

type Receive = (type: number, call: number, flags: number, text: string, buffers: ArrayBuffer[]) => void

interface Pending {
  resolve(value: unknown): void
  reject(reason: unknown): void
  /** Made where the call was made. */
  at: Error
}

function failure(code: string, message: string): Error {
  const error = new ErrorOf(message)
  define(error, 'name', 'CefrigError', false)
  define(error, 'code', code)
  return error
}

export default function install(send: Send, isMainFrame: boolean): Receive {
  const pending = new Numbered<Pending>()
  let lastCall = 0
  /** The address that the test knows of this document. */
  let toldAddress: string | undefined
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

  /** `depth`: see `placeOf`. Parts that cannot travel are left out unless `strict`. */
  function encode(
    value: unknown,
    name: string,
    depth: number,
    buffers: ArrayBuffer[],
    strict: boolean,
  ): string {
    return handles.writing((give) => {
      const hooks: EncodeHooks & { __proto__: null } = {
        __proto__: null,
        func: give,
        buffer(bytes) {
          if (bytes.length < smallBuffer || buffers.length === mostBuffers) return undefined
          buffers[buffers.length] = new Bytes(bytes).buffer
          return buffers.length - 1
        },
      }
      if (strict) {
        hooks.refuse = (what, path) => {
          throw failure('NOT_SERIALIZABLE', unserializableText(name, path, depth, what, 'test'))
        }
      }
      return codec.encode(value, hooks)
    })
  }

  function decode(text: string, buffers: ArrayBuffer[]): unknown {
    const func = (id: number) => handles.take(id)
    return codec.decode(text, [], { __proto__: null, func, buffers } as DecodeHooks)
  }

  /** With the document's address, when that is news to the test. */
  function encodeCall(name: string, message: unknown[], buffers: ArrayBuffer[]): string {
    const { href } = here
    if (href !== toldAddress) {
      message[3] = href
      message[4] = isMainFrame
    }
    const text = encode(message, name, 1, buffers, true)
    toldAddress = href
    return text
  }

  function call(name: string, message: unknown[], timeout: number): Promise<unknown> {
    const at = new ErrorOf()
    return new PromiseOf((resolve, reject) => {
      const buffers: ArrayBuffer[] = []
      const text = encodeCall(name, message, buffers)
      const number = ++lastCall
      pending.set(number, { resolve, reject, at })
      const sent = send(types.call, number, 0, timeout, text, buffers)
      if (sent === true) return
      pending.delete(number)
      reject(unsent(name, sent))
    })
  }

  function callSync(name: string, message: unknown[], timeout: number): unknown {
    const at = new ErrorOf()
    const buffers: ArrayBuffer[] = []
    const text = encodeCall(name, message, buffers)
    const answer = send(types.call, ++lastCall, isSync, timeout, text, buffers)
    if (typeof answer !== 'string') throw unsent(name, answer)
    const value = decode(apply(sliceText, answer, [1]) as string, [])
    if (+answer[0]! & isThrown) throw withStack(value, at)
    return value
  }

  function returned(call: number, flags: number, text: string, buffers: ArrayBuffer[]): void {
    const settled = pending.get(call)
    if (!settled) return
    pending.delete(call)
    try {
      const value = decode(text, buffers)
      if (flags & isThrown) settled.reject(withStack(value, settled.at))
      else settled.resolve(value)
    } catch (error) {
      settled.reject(error)
    }
  }

  async function invoked(call: number, text: string, buffers: ArrayBuffer[]): Promise<void> {
    const name = 'the call of a function of the page'
    let thrown = false
    let value: unknown
    try {
      const asked = decode(text, buffers) as [number, unknown[]]
      // Number 0 is the document itself, asked what it holds.
      if (asked[0] === 0) value = { functions: handles.size }
      else {
        const fn = handles.own(asked[0])
        if (!fn) throw failure('BINDING_GONE', 'the page has let go of this function.')
        value = await apply(fn, undefined, asked[1])
      }
    } catch (error) {
      thrown = true
      value = error
    }
    let out: ArrayBuffer[] = []
    const write = (what: unknown, strict: boolean) => {
      out = []
      return encode(what, name, 0, out, strict)
    }
    const outcome = writeOutcome(value, thrown, write, () =>
      failure('NOT_SERIALIZABLE', unwritableText(name, 'test')),
    )
    const flags = outcome.thrown ? isThrown : 0
    if (send(types.result, call, flags, 0, outcome.written, out) !== tooLarge) return
    const refusal = encode(failure('NOT_SERIALIZABLE', tooLargeText(name)), name, 0, [], false)
    send(types.result, call, isThrown, 0, refusal, [])
  }

  return (type, call, flags, text, buffers) => {
    if (type === types.return) returned(call, flags, text, buffers)
    else if (type === types.invoke) void invoked(call, text, buffers)
    else if (type === types.table) table.apply(parse(text) as TableEntry[], (flags & isLate) !== 0)
    else if (type === types.release) {
      const released = codec.decode(text) as [number, number]
      handles.released(released[0], released[1])
    }
  }
}

const { slice: sliceText } = String.prototype

/** Why a call could not be sent: `sent` is what the native function gave. */
function unsent(name: string, sent: unknown): Error {
  if (sent === tooLarge) return failure('NOT_SERIALIZABLE', tooLargeText(name))
  return sent === endedDocument
    ? failure('EXECUTION_CONTEXT_LOST', `${name} failed: the document that it belongs to is gone.`)
    : failure('HOST_CRASHED', `${name} failed: the test cannot be reached any more.`)
}

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

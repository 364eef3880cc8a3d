import type { ConsoleEvent, ConsoleLevel, StackFrame } from '../protocol/events.js'
import type { Frame } from './frame.js'

/** A remote object, as far as a client reads it. */
interface RemoteObject {
  type: string
  subtype?: string
  value?: unknown
  unserializableValue?: string
  description?: string
  objectId?: string
}

/** One message of a page's console. */
export class ConsoleMessage {
  readonly level: ConsoleLevel
  readonly text: string
  /** Primitive values as they are, objects as handles of the page; of a worker's objects only their description. */
  readonly args: readonly unknown[]
  /** Null for workers and for messages of the browser itself. */
  readonly frame: Frame | null
  readonly origin: ConsoleEvent['origin']
  readonly stack: readonly StackFrame[]
  /** Where the message was written; the line and column count from 1. */
  readonly location: { url: string; line: number; column: number }

  /** @internal */
  constructor(event: ConsoleEvent, frame: Frame | null) {
    this.level = event.level
    this.text = event.text
    this.frame = frame
    this.origin = event.origin
    this.stack = event.stack.map((entry) => ({ ...entry }))
    const [top] = this.stack
    this.location = { url: top?.url ?? event.url, line: top?.line ?? 0, column: top?.column ?? 0 }
    this.args = event.args.map((arg) => localValue(arg as RemoteObject, frame))
  }

  toString(): string {
    return `console.${this.level}: ${this.text}`
  }
}

function localValue(object: RemoteObject, frame: Frame | null): unknown {
  const { type, subtype, value, unserializableValue, description = type, objectId } = object
  if (type === 'undefined') return undefined
  if (subtype === 'null') return null
  if (unserializableValue !== undefined) return unserializable(unserializableValue)
  if (objectId === undefined) return value
  return frame ? frame.handleOf(objectId, `JSHandle@${subtype ?? type}`, subtype === 'node') : description
}

function unserializable(text: string): number | bigint {
  return text.endsWith('n') ? BigInt(text.slice(0, -1)) : Number(text)
}

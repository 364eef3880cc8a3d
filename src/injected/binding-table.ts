import { BindingWaits } from './binding-waits.js'
import type { AnyFunction } from './codec.js'
import { define } from './define.js'
import type { Shaped } from './shapes/shapes.js'

const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect
const { parse } = JSON
const { split } = String.prototype
const [EventOf, ErrorOf, report] = [CustomEvent, Error, reportError]
const { dispatchEvent } = EventTarget.prototype

/** What the Host sends of a binding; `BindingEntry` in src/protocol/bindings.ts. */
export interface TableEntry {
  id: number
  version: number
  path: string
  frames: boolean
  sync: boolean
  timeout: number
  value: string
  members: string[]
  syncMembers?: string[]
  shape?: string
}

interface Binding extends TableEntry {
  gone: boolean
  /** What stands for the test's functions, by member: the page may hold them over a rebind. */
  functions: Record<string, AnyFunction | undefined>
  /** Where it is, and what was there before. */
  holder?: object
  key: string
  before?: PropertyDescriptor | undefined
  /** What the shape made of the first value; later ones go to it. */
  shaped?: Shaped
}

interface Ways {
  decode(text: string, func: (index: number) => unknown): unknown
  call(binding: Binding, member: string, name: string, args: unknown[]): unknown
  /** What a document sees of a value with this shape. */
  shape(name: string, value: unknown, path: string): Shaped
}

/** The bindings of one document. */
export class BindingTable {
  readonly #isMainFrame: boolean
  readonly #ways: Ways
  readonly #bindings: Record<number, Binding | undefined> = { __proto__: null } as never
  /** Objects that were made on the way to a binding, outer ones first. */
  #made: { holder: object; key: string; object: object }[] = []
  readonly #waits = new BindingWaits(() => this.#paths())

  constructor(isMainFrame: boolean, ways: Ways) {
    this.#isMainFrame = isMainFrame
    this.#ways = ways
  }

  /** Brings the document to this state. `late`: the page's scripts may be running already. */
  apply(entries: TableEntry[], late: boolean): void {
    const there: Record<number, true | undefined> = { __proto__: null } as never
    for (let at = 0; at < entries.length; at++) there[entries[at]!.id] = true
    for (const id in this.#bindings) if (!there[id]) this.#remove(this.#bindings[id]!)
    const come: string[] = []
    for (let at = 0; at < entries.length; at++) {
      const entry = entries[at]!
      if (!entry.frames && !this.#isMainFrame) continue
      const known = this.#bindings[entry.id]
      if (known?.version === entry.version) continue
      try {
        if (known) this.#set({ ...known, ...entry }, known)
        else {
          this.#add(entry)
          come[come.length] = entry.path
        }
      } catch (error) {
        // The page's doing; as an error of the page it is seen, and the other bindings come.
        report(new ErrorOf(`${entry.path} cannot be put into this document: ${error}`))
      }
    }
    this.#waits.look()
    if (!late) return
    // A bound object replaces what the page had; scripts that came first can wait for this.
    for (let at = 0; at < come.length; at++)
      apply(dispatchEvent, globalThis, [new EventOf('cefrig:bind', { detail: { path: come[at]! } })])
  }

  #add(entry: TableEntry): void {
    this.#waits.offer()
    const keys = apply(split, entry.path, ['.']) as string[]
    let holder: object = globalThis
    for (let at = 0; at < keys.length - 1; at++) holder = this.#inside(holder, keys[at]!)
    const key = keys[keys.length - 1]!
    const before = getOwnPropertyDescriptor(holder, key)
    const functions = { __proto__: null } as never
    const binding: Binding = { ...entry, gone: false, functions, holder, key, before }
    this.#set(binding, binding)
  }

  /** Gives `binding`, which functions of the page may refer to, the state `next`, and defines its value. */
  #set(next: Binding, binding: Binding): void {
    for (const key in next) (binding as never as Record<string, unknown>)[key] = next[key as keyof Binding]
    this.#bindings[binding.id] = binding
    const decoded = this.#ways.decode(binding.value, (index) =>
      this.#member(binding, binding.members[index]!),
    )
    if (binding.shaped) {
      binding.shaped.update(decoded)
      return
    }
    if (binding.shape) binding.shaped = this.#ways.shape(binding.shape, decoded, binding.path)
    const value = binding.shaped ? binding.shaped.value : decoded
    if (!define(binding.holder!, binding.key, value)) throw new ErrorOf('the page does not allow it.')
    binding.shaped?.placed?.()
  }

  #inside(holder: object, key: string): object {
    const there = (holder as Record<string, unknown>)[key]
    if ((typeof there === 'object' && there !== null) || typeof there === 'function') return there
    const object = {}
    if (!define(holder, key, object)) throw new ErrorOf(`the page does not allow ${key}.`)
    this.#made[this.#made.length] = { holder, key, object }
    return object
  }

  /** `member`: the keys that lead to the function in what was bound, as JSON. */
  #member(binding: Binding, member: string): AnyFunction {
    const known = binding.functions[member]
    if (known) return known
    const keys = parse(member) as string[]
    let name = binding.path
    for (let at = 0; at < keys.length; at++) name += `.${keys[at]}`
    const ways = this.#ways
    // Like the test's function it can be called only.
    const { stub } = {
      stub(...args: unknown[]) {
        return ways.call(binding, member, `${name}()`, args)
      },
    }
    define(stub, 'name', keys[keys.length - 1] ?? binding.key, false)
    binding.functions[member] = stub
    return stub
  }

  #remove(binding: Binding): void {
    binding.gone = true
    binding.shaped?.remove?.()
    delete this.#bindings[binding.id]
    const { holder, key, before } = binding
    if (before) defineProperty(holder!, key, before)
    else deleteProperty(holder!, key)
    for (let at = this.#made.length - 1; at >= 0; at--) {
      const { holder, key, object } = this.#made[at]!
      if (ownKeys(object).length > 0) continue
      if ((holder as Record<string, unknown>)[key] === object) deleteProperty(holder, key)
      this.#made = this.#without(at)
    }
  }

  #paths(): string[] {
    const paths: string[] = []
    for (const id in this.#bindings) paths[paths.length] = this.#bindings[id]!.path
    return paths
  }

  #without(position: number): { holder: object; key: string; object: object }[] {
    const made: { holder: object; key: string; object: object }[] = []
    for (let at = 0; at < this.#made.length; at++) if (at !== position) made[made.length] = this.#made[at]!
    return made
  }
}

import { EventEmitter } from 'node:events'

// biome-ignore lint/suspicious/noExplicitAny: parameters of any event
type Listener<Args extends readonly any[]> = (...args: Args) => unknown

type Untyped = (...args: unknown[]) => void

/** Typed events. A listener that throws does not keep others from being called; its error becomes an uncaught one. */
export class Events<Map extends { [Name in keyof Map]: readonly unknown[] }> {
  readonly #emitter = new EventEmitter().setMaxListeners(0)

  on<Name extends keyof Map & string>(event: Name, listener: Listener<Map[Name]>): this {
    this.#emitter.on(event, listener as unknown as Untyped)
    return this
  }

  once<Name extends keyof Map & string>(event: Name, listener: Listener<Map[Name]>): this {
    this.#emitter.once(event, listener as unknown as Untyped)
    return this
  }

  off<Name extends keyof Map & string>(event: Name, listener: Listener<Map[Name]>): this {
    this.#emitter.off(event, listener as unknown as Untyped)
    return this
  }

  /** @internal Whether anybody listens. */
  has(event: keyof Map & string): boolean {
    return this.#emitter.listenerCount(event) > 0
  }

  /** @internal */
  emit<Name extends keyof Map & string>(event: Name, ...args: Map[Name]): void {
    for (const listener of this.#emitter.rawListeners(event)) {
      try {
        Reflect.apply(listener, this, args)
      } catch (error) {
        process.nextTick(() => {
          throw error
        })
      }
    }
  }

  /** @internal */
  removeListeners(...but: (keyof Map & string)[]): void {
    for (const event of this.#emitter.eventNames() as (keyof Map & string)[])
      if (!but.includes(event)) this.#emitter.removeAllListeners(event)
  }
}

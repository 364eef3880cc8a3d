import { CefrigError } from '../errors.js'
import type { PageFunctionOn } from './evaluation.js'
import { run } from './failure.js'
import type { Frame } from './frame.js'

const brand = Symbol.for('cefrig.handle')

/** An object that lives in a page, or a primitive value that came from there. Disposed of when its document goes. */
export class JSHandle<Value = unknown> {
  readonly frame: Frame
  readonly #objectId: string
  readonly #preview: string
  readonly #primitive: { value: unknown } | undefined
  #isDisposed = false

  /** @internal */
  constructor(frame: Frame, objectId: string, preview: string, primitive?: { value: unknown }) {
    this.frame = frame
    this.#objectId = objectId
    this.#preview = preview
    this.#primitive = primitive
    Object.defineProperty(this, brand, { value: true })
  }

  /** The value itself, copied. @throws EVALUATION_FAILED, HANDLE_DISPOSED, EXECUTION_CONTEXT_LOST */
  jsonValue(): Promise<Value> {
    return run('handle.jsonValue', () =>
      this.#primitive
        ? (this.#primitive.value as Value)
        : this.frame.evaluateNow<Value>('(value) => value', [this]),
    )
  }

  /** Runs a function in the page with this object as its first argument. */
  evaluate<Result, Arg = undefined>(fn: PageFunctionOn<Value, Arg, Result>, arg?: Arg): Promise<Result> {
    return run('handle.evaluate', () => this.frame.evaluateNow<Result>(fn, [this, arg]))
  }

  /** Like {@link evaluate}, but leaves the result in the page. */
  evaluateHandle<Result, Arg = undefined>(
    fn: PageFunctionOn<Value, Arg, Result>,
    arg?: Arg,
  ): Promise<JSHandle<Result>> {
    return run('handle.evaluateHandle', () => this.frame.evaluateHandleNow<Result>(fn, [this, arg]))
  }

  /** A property of the object. */
  getProperty<Name extends keyof Value & string>(name: Name): Promise<JSHandle<Value[Name]>> {
    return run('handle.getProperty', () =>
      this.frame.evaluateHandleNow<Value[Name]>('(object, name) => object[name]', [this, name]),
    )
  }

  /** This, when it stands for an element or another node, otherwise null. */
  asElement(): ElementHandle<Value> | null {
    return null
  }

  /** Lets the page forget the object. */
  async dispose(): Promise<void> {
    if (this.#isDisposed || this.#primitive) return
    this.#isDisposed = true
    await this.frame.disposeHandle(this.#objectId)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose()
  }

  /** @internal Whether the value counts as true; every object does. */
  get isTruthy(): boolean {
    return this.#primitive ? Boolean(this.#primitive.value) : true
  }

  toString(): string {
    return this.#preview
  }

  /** @internal The remote object, or the primitive that stands in its place. */
  reference(): { objectId: string } | { value: unknown } {
    if (this.#isDisposed) {
      const message = `The handle ${this.#preview} was disposed of. Make a new one.`
      throw new CefrigError('HANDLE_DISPOSED', message)
    }
    return this.#primitive ?? { objectId: this.#objectId }
  }
}

/** A node of a page. */
export class ElementHandle<Value = unknown> extends JSHandle<Value> {
  override asElement(): ElementHandle<Value> {
    return this
  }

  /** The frame of an `<iframe>`; null for other elements. @throws HANDLE_DISPOSED */
  contentFrame(): Promise<Frame | null> {
    return run('handle.contentFrame', () => {
      const reference = this.reference()
      return 'objectId' in reference ? this.frame.contentOf(reference.objectId) : null
    })
  }
}

/** Whether a value is a handle, of this or another copy of the package. */
export function isHandle(value: object): value is JSHandle {
  return brand in value
}

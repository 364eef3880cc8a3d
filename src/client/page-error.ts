import type { PageErrorEvent, StackFrame } from '../protocol/events.js'
import type { Frame } from './frame.js'
import type { SourceMaps } from './stack.js'

/** An exception that no script of the page caught, or a rejection that none handled. */
export class PageError extends Error {
  override readonly name: string
  /** The stack as the page's engine printed it. `stack` shows the original sources once {@link mapped} has fulfilled. */
  readonly pageStack: string
  readonly kind: PageErrorEvent['kind']
  readonly origin: PageErrorEvent['origin']
  /** Null for workers. */
  readonly frame: Frame | null
  readonly url: string
  /** Where it was thrown, the innermost frame first. */
  readonly frames: readonly StackFrame[]
  /** Fulfils when `stack` has been mapped to the original sources, as far as source maps could be found. */
  readonly mapped: Promise<void>

  /** @internal */
  constructor(event: PageErrorEvent, frame: Frame | null, maps: SourceMaps) {
    super(event.message)
    this.name = event.name
    this.kind = event.kind
    this.origin = event.origin
    this.frame = frame
    this.url = event.url
    this.frames = event.frames.map((entry) => ({ ...entry }))
    this.pageStack = event.stack || stackText(event)
    this.stack = this.pageStack
    this.mapped = maps.map(this.pageStack).then(
      (stack) => {
        this.stack = stack
      },
      () => {},
    )
    for (const key of ['pageStack', 'frame', 'mapped', 'frames'] as const) {
      Object.defineProperty(this, key, { enumerable: false })
    }
  }
}

function stackText({ name, message, frames }: PageErrorEvent): string {
  const lines = frames.map(({ functionName, url, line, column }) => {
    const place = `${url}:${line}:${column}`
    return `    at ${functionName ? `${functionName} (${place})` : place}`
  })
  return [`${name}: ${message}`, ...lines].join('\n')
}

import type { BindingCalls } from './bindings.js'
import type { AudioEvent, FactEvent } from './facts.js'
import type { NetworkCalls, NetworkEvent } from './network.js'
import type { FrameId, PageId } from './page.js'
import type { PromptEvent } from './prompts.js'

/** One call of a stack in a page. */
export interface StackFrame {
  functionName: string
  url: string
  /** From 1. */
  line: number
  /** From 1. */
  column: number
}

/** How a console message was written: by which method of `console`. */
export type ConsoleLevel =
  | 'log'
  | 'debug'
  | 'info'
  | 'warning'
  | 'error'
  | 'assert'
  | 'trace'
  | 'dir'
  | 'table'
  | 'group'
  | 'other'

export interface ConsoleEvent {
  type: 'console'
  level: ConsoleLevel
  text: string
  /** Remote objects or primitives, as CDP `Runtime.RemoteObject`. */
  args: readonly unknown[]
  frameId: FrameId | null
  /** Where it came from: the page's script, an iframe, a worker, or the browser itself (network and security messages). */
  origin: 'page' | 'iframe' | 'worker' | 'browser'
  stack: readonly StackFrame[]
  url: string
}

export interface PageErrorEvent {
  type: 'pageerror'
  name: string
  message: string
  /** As the page's engine prints it, not source-mapped. */
  stack: string
  frames: readonly StackFrame[]
  kind: 'exception' | 'rejection'
  origin: 'page' | 'iframe' | 'worker'
  frameId: FrameId | null
  url: string
}

/** What happens to a page, in the order in which it happened. */
export type PageEvent =
  | ConsoleEvent
  | PageErrorEvent
  | { type: 'crashed'; status: string; exitCode: number }
  | { type: 'closed' }
  | { type: 'frameattached'; frameId: FrameId; parentId: FrameId | null }
  | {
      type: 'framenavigated'
      frameId: FrameId
      parentId: FrameId | null
      url: string
      name: string
      sameDocument: boolean
    }
  | { type: 'framedetached'; frameId: FrameId }
  | { type: 'domcontentloaded' }
  | { type: 'load' }
  | { type: 'title'; title: string }
  | FactEvent
  | AudioEvent
  | { type: 'fullscreen'; on: boolean }
  | {
      type: 'paint'
      width: number
      height: number
      dirty: readonly { x: number; y: number; width: number; height: number }[]
      popup: boolean
    }
  | PromptEvent
  | { type: 'cdp'; method: string; params: unknown; sessionId?: string }
  | NetworkEvent

/** What the Host calls on its client. */
export interface ClientFunctions extends NetworkCalls, BindingCalls {
  'page.event'(pageId: PageId, event: PageEvent): void
}

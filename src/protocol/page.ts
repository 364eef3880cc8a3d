import type { FramePlace } from './frame-place.js'
import type { Look, Mask, Popups } from './look.js'
import type { Clip, MadePageOptions, Viewport, WaitUntil } from './options.js'
import type { Readiness } from './ready.js'
import type { WireValue } from './value.js'

/** Identifies a page within its Host; never used twice. */
export type PageId = number
/** Identifies a frame, as in CDP. */
export type FrameId = string

export interface PageLease {
  pageId: PageId
  mainFrameId: FrameId
  viewport: Viewport
  deviceScaleFactor: number
  /** Whether the page came from the warm spares. */
  spare: boolean
}

export interface NavigationOptions {
  /** Milliseconds; 0: none. */
  timeout: number
  waitUntil: WaitUntil
  referer?: string
}

/** What the server answered to a navigation; null for `about:blank`, same-document navigations and `setContent`. */
export interface ResponseInfo {
  url: string
  status: number
  statusText: string
  headers: Record<string, string>
  mimeType: string
  /** Identifies the document. */
  loaderId: string
}

export interface PageTopic {
  /** A page in a context of its own, or in the context named. */
  'page.create'(options: MadePageOptions, contextId?: number): PageLease
  'page.close'(pageId: PageId): void
  'page.resize'(pageId: PageId, viewport: Viewport, deviceScaleFactor?: number): void
  /**
   * Takes back what is served, bound and pointed at, for the page's next owner; the document and the size stay. False when
   * something is left: a key or a button is down, or something is dragged.
   */
  'page.tidy'(pageId: PageId): boolean
  'context.create'(): number
  /** Closes the context's pages too. */
  'context.close'(contextId: number): void
}

export interface NavigationTopic {
  'page.goto'(pageId: PageId, url: string, options: NavigationOptions): ResponseInfo | null
  'page.setContent'(pageId: PageId, html: string, options: NavigationOptions): void
  'page.reload'(pageId: PageId, options: NavigationOptions): ResponseInfo | null
  /** `delta` -1: back, 1: forward. Null when there is no such entry. */
  'page.history'(pageId: PageId, delta: number, options: NavigationOptions): ResponseInfo | null
}

export interface EvaluateRequest {
  /** Source of a function that receives `args`, or an expression. */
  source: string
  isFunction: boolean
  /** Encoded array of arguments; the remote objects in it are listed in `handles`. */
  args: WireValue
  /** Remote objects that `args` refers to, in order. */
  handles: readonly string[]
  /** `main`: the page's own world. `isolated`: cefrig's, in which `globalThis.__cefrig` is the injected script. */
  world: 'main' | 'isolated'
  /** Return a handle to the result instead of its value. */
  returnHandle: boolean
}

export type EvaluateResult =
  | { value: WireValue }
  /** Without `objectId` (empty) the result is a primitive, and `preview` its encoded value. */
  | {
      handle: {
        objectId: string /** short text for messages, as `JSHandle@node` */
        preview: string
        isElement: boolean
      }
    }

export interface EvaluationTopic {
  /** Waits for promises. A thrown value rejects with EVALUATION_FAILED whose facts hold `name`, `message`, `stack` of the page. */
  'frame.evaluate'(pageId: PageId, frameId: FrameId, request: EvaluateRequest): EvaluateResult
  'handle.dispose'(pageId: PageId, frameId: FrameId, objectId: string): void
  /**
   * Handles in the page's own world for a node that a handle of the isolated world stands for, or for each node of an array.
   * The handle given is disposed of.
   */
  'handle.adopt'(pageId: PageId, frameId: FrameId, objectId: string): string[]
  /** The frame that an element holds; null for other nodes. */
  'handle.contentFrame'(pageId: PageId, frameId: FrameId, objectId: string): FrameId | null
  /** Where the frame's top left corner is in the page's viewport, in CSS pixels. Zero for the main frame. */
  'frame.place'(pageId: PageId, frameId: FrameId): FramePlace
  /** Runs before the first script of every document of every frame from now on. */
  'page.addInitScript'(pageId: PageId, source: string): void
}

export interface CaptureRequest {
  clip?: Clip
  fullPage: boolean
  omitBackground: boolean
  /** Milliseconds. */
  timeout: number
  /** Write the pixels to a file, whose path the answer holds. */
  store: boolean
  /** Do not run the fence: the last frame as it is. Default false. */
  immediate?: boolean
  /** How documents are made up meanwhile. Not with `immediate`. */
  look?: Look
  /** What is waited for. Not with `immediate`. */
  ready?: Readiness
  /** Elements whose boxes are filled with `maskColor`. */
  masks?: readonly Mask[]
  /** 0xRRGGBB. */
  maskColor?: number
  /** Default `composited`. */
  popups?: Popups
}

export interface Capture {
  /** Device pixels. */
  width: number
  height: number
  /** 16 hexadecimal digits: XXH64 (seed 0) of the straight-alpha RGBA rows without padding, top row first. */
  digest: string
  /** File with width × height × 4 bytes of straight-alpha RGBA. Whoever asked removes it. */
  file?: string
  /** Counts the frames of this page; two captures with one number show the same frame. */
  frame: number
}

export interface CaptureTopic {
  'page.capture'(pageId: PageId, request: CaptureRequest): Capture
  /** What captures wait for before they make the page up, for those who look at it before. Milliseconds; 0: none. */
  'page.becomeReady'(pageId: PageId, ready: Readiness, timeout: number): void
  /** From now on the page's events tell of each paint. */
  'page.reportPaints'(pageId: PageId): void
  'rendering.pause'(pageId: PageId): void
  'rendering.resume'(pageId: PageId): void
  /** Produces frames, each one `requestAnimationFrame` tick, before which the page's clock goes on by so many milliseconds. */
  'rendering.step'(pageId: PageId, frames: number, advance?: number): void
}

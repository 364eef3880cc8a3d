import type { PageId } from './page.js'

/** What a URL stands for. */
export interface Resource {
  text: string
  /** Where it lies on the Host's machine, when it is served from a directory. */
  file?: string
}

export interface DevToolsTopic {
  /** One CDP command on the page's session, or on a child session. */
  'cdp.send'(pageId: PageId, method: string, params: object, sessionId?: string): unknown
  /** Address for `chrome-remote-interface`: a WebSocket over a Unix socket. */
  'cdp.endpoint'(pageId: PageId): { webSocketDebuggerUrl: string }
  /** A WebSocket on loopback at which a whole browser seems to be, with this page alone. */
  'automation.endpoint'(pageId: PageId): string
  /** A resource as the page sees it (served files, then the network), for source maps. Null when it cannot be had. */
  'page.resource'(pageId: PageId, url: string): Resource | null
}

/** What ran of one script, as V8 counts it. Offsets are of the source. */
export interface ScriptCoverage {
  url: string
  source: string
  scriptId: string
  functions: {
    functionName: string
    /** Whether there are ranges within the function too. */
    isBlockCoverage: boolean
    ranges: { startOffset: number; endOffset: number; count: number }[]
  }[]
}

/** Which rules of one style sheet were used. Offsets are of the text. */
export interface StyleCoverage {
  url: string
  text: string
  ranges: { start: number; end: number }[]
}

/** What Chromium tells assistive technology of one element, or of a text. */
export interface AccessibilityNode {
  /** As Chromium names it: `heading`, `button`, `StaticText`, `RootWebArea`. */
  role: string
  name: string
  value?: string | number
  description?: string
  children?: AccessibilityNode[]
  /** States and properties, as `checked`, `disabled`, `level`, `focused`. */
  [property: string]: unknown
}

export interface AccessibilityTopic {
  'accessibility.snapshot'(pageId: PageId): AccessibilityNode
}

export interface CoverageTopic {
  'coverage.startScripts'(pageId: PageId): void
  'coverage.stopScripts'(pageId: PageId): ScriptCoverage[]
  /** Counts for the runner's own report until the page is gone, whatever the test counts itself. */
  'coverage.stand'(pageId: PageId): void
  /** What ran since this was asked for last, but for packages. */
  'coverage.fetch'(pageId: PageId): ScriptCoverage[]
  'coverage.startStyles'(pageId: PageId): void
  'coverage.stopStyles'(pageId: PageId): StyleCoverage[]
}

export interface TracingTopic {
  'tracing.start'(pageId: PageId, categories: readonly string[]): void
  /** JSON that DevTools and Perfetto read. */
  'tracing.stop'(pageId: PageId): string
}

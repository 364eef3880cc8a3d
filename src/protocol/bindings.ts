import type { PageId } from './page.js'

/** Something that the test has bound into a page's documents. */
export interface BindingEntry {
  id: number
  /** Counts what was bound at this place; the page takes it up again when it has changed. */
  version: number
  /** `host.notes` */
  path: string
  /** Also in iframes. */
  frames: boolean
  /** Also in popups. */
  popups: boolean
  /** Calls block the page's script until the test has answered. */
  sync: boolean
  /** Milliseconds; 0: none. */
  timeout: number
  /** What was bound in the encoding of the value codec; functions in it are positions in `members`. */
  value: string
  /** Where in the value each function is, as keys joined by points. */
  members: readonly string[]
  /** Members whose calls block the page's script although the others do not. */
  syncMembers?: readonly string[]
  /** What documents make of the value. Default: it is what they see. */
  shape?: ShapeName
}

/** What a document can make of a value that is bound: the files in `src/injected/shapes`. */
export type ShapeName = 'contract' | 'state' | 'router' | 'cefSharp' | 'pytonium'

/** What documents and the test say to each other about one call, or about functions. */
export interface BindingMessage {
  /**
   * `call`: the page calls the test; `invoke`: the test calls a function of the page; `return` and `result` answer these;
   * `release`: functions of the receiver are not needed any more; `ended`: the document is gone.
   */
  kind: 'call' | 'return' | 'invoke' | 'result' | 'release' | 'ended'
  /** Names a renderer's connection. */
  renderer: number
  /** Names a document within it. */
  context: number
  call: number
  /** In the encoding of the value codec, in UTF-8. */
  text: Uint8Array
  /** Large buffers of the value, in order. */
  buffers: readonly Uint8Array[]
  /** The page's script waits. */
  sync?: boolean
  /** The value was thrown. */
  thrown?: boolean
  /** With `ended`: the renderer died. */
  crashed?: boolean
}

/** What the Host knows of a page's bindings. */
export interface HostBindingStats {
  /** Processes that have documents of the page. */
  renderers: number[]
  /** Bytes that the Host's own memory of objects takes. */
  heap: number
}

export interface BindingTopic {
  /** Binds, or binds anew. Resolves when every document of the page has it. */
  'binding.set'(pageId: PageId, entry: BindingEntry): void
  'binding.remove'(pageId: PageId, id: number): void
  /** `collect`: garbage is collected before. */
  'binding.stats'(pageId: PageId, collect: boolean): HostBindingStats
  /** Sent without waiting for an answer. */
  'binding.send'(pageId: PageId, message: BindingMessage): void
}

export interface BindingCalls {
  'binding.message'(pageId: PageId, message: BindingMessage): void
}

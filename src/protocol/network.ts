import type { FrameId, PageId } from './page.js'

/** What a page asked for, as a handler of `page.serve()` gets it. */
export interface ServedRequest {
  url: string
  method: string
  headers: Record<string, string>
  body: Uint8Array | null
}

/** Bytes that come one after another. Text is sent as UTF-8. */
export type BodyStream = AsyncIterable<string | Uint8Array> | ReadableStream<string | Uint8Array>

/** What a handler of `page.serve()` answers. Default: status 200 and an empty body. */
export interface ServedResponse {
  status?: number
  statusText?: string
  /** Several values of one name as an array, as of `set-cookie`. */
  headers?: Record<string, string | readonly string[]>
  /** The header of that name. Default `text/html; charset=utf-8` for a string, otherwise `application/octet-stream`. */
  contentType?: string
  /** An async iterable, a `ReadableStream` or a Node stream is sent as it comes. */
  body?: string | Uint8Array | BodyStream
  /** Milliseconds before the answer is sent. Default 0. */
  delay?: number
}

/** An answer as it travels. */
export interface Answer {
  status: number
  statusText: string
  headers: [name: string, value: string][]
  /** `stream`: asked for by `stream.next`. */
  body: Uint8Array | 'stream'
}

/** What a routed request is about. */
export interface RoutedRequest extends ServedRequest {
  /** Identifies the request within its Host. */
  id: number
  resourceType: ResourceType
  isNavigation: boolean
  /** Whether the main frame asked. */
  isMain: boolean
}

/** What is to be changed of a request before it goes on. */
export interface RequestChanges {
  url?: string
  method?: string
  headers?: [name: string, value: string][]
  body?: Uint8Array
}

/** What becomes of a routed request. */
export type RouteDecision =
  | { kind: 'continue'; changes: RequestChanges }
  | { kind: 'fulfill'; answer: Answer }
  /** With a net error, a negative number. */
  | { kind: 'abort'; error: number }

/** What a request is for. */
export type ResourceType =
  | 'document'
  | 'stylesheet'
  | 'image'
  | 'media'
  | 'font'
  | 'script'
  | 'texttrack'
  | 'xhr'
  | 'fetch'
  | 'eventsource'
  | 'websocket'
  | 'manifest'
  | 'ping'
  | 'other'

/** User name and password for whoever asks for them. */
export interface HttpCredentials {
  username: string
  password: string
  /** Only for this origin, as `https://example.com`. Default: for all. */
  origin?: string
}

/** When parts of a request happened, in milliseconds since its start; -1: not, or unknown. */
export interface RequestTiming {
  /** Milliseconds since 1970. */
  startTime: number
  domainLookupStart: number
  domainLookupEnd: number
  connectStart: number
  secureConnectionStart: number
  connectEnd: number
  requestStart: number
  responseStart: number
  responseEnd: number
}

export interface RequestEvent {
  type: 'request'
  /** Unique within the page. */
  key: string
  url: string
  method: string
  headers: Record<string, string>
  postData: Uint8Array | null
  resourceType: ResourceType
  frameId: FrameId | null
  isNavigation: boolean
  /** Key of the request that was answered by sending the page here. */
  redirectedFrom: string | null
  /** Milliseconds since 1970. */
  time: number
}

export interface ResponseEvent {
  type: 'response'
  key: string
  url: string
  status: number
  statusText: string
  headers: Record<string, string>
  mimeType: string
  fromServiceWorker: boolean
  timing: Omit<RequestTiming, 'startTime' | 'responseEnd'>
}

/** What happens on the network, told when somebody listens. */
export type NetworkEvent =
  | RequestEvent
  | ResponseEvent
  | {
      type: 'requestfinished'
      key: string
      /** Milliseconds since the request's start. */
      duration: number
      /** Whether another request follows from it. */
      isRedirected: boolean
    }
  | { type: 'requestfailed'; key: string; errorText: string; duration: number }
  | { type: 'websocket'; key: string; url: string }
  | { type: 'websocketframe'; key: string; sent: boolean; text: string | null; bytes: Uint8Array | null }
  | { type: 'websocketerror'; key: string; message: string }
  | { type: 'websocketclosed'; key: string }

/** Header of an answer that the Host keeps, where it has a name for it. */
export const keepHeader = 'x-cefrig-keep'

/** Where the Host gets answers: from a directory, or from the client. */
export type ServeSource =
  | { directory: string }
  | {
      routeId: number
      /** Answers with {@link keepHeader} are given to whatever page is served by this name, without asking again. */
      keep?: string
    }

export interface NetworkTopic {
  /** Serves every URL that starts with `prefix` (the longest prefix wins) from a directory, or by asking the client. */
  'page.serve'(pageId: PageId, prefix: string, source: ServeSource): void
  'page.unserve'(pageId: PageId, prefix: string): void
  /** Whether the client is asked about every request of the page. */
  'page.route'(pageId: PageId, isRouted: boolean): void
  'page.authenticate'(pageId: PageId, credentials: HttpCredentials | null): void
  /** From now on the page's events tell of the network. */
  'network.report'(pageId: PageId): void
  /** The body of a response, by the key of its request, or by the loader of a document. */
  'network.body'(pageId: PageId, key: string): Uint8Array
}

/** What the Host asks of its client. */
export interface NetworkCalls {
  /** A request for a URL that the client serves by a handler. */
  'serve.request'(
    pageId: PageId,
    routeId: number,
    id: number,
    request: ServedRequest,
  ): Promise<Answer> | Answer
  /** What becomes of a request of a routed page. */
  'route.request'(pageId: PageId, request: RoutedRequest): Promise<RouteDecision> | RouteDecision
  /** The next bytes of the body of an answer; null: that was all. */
  'stream.next'(pageId: PageId, id: number): Promise<Uint8Array | null> | Uint8Array | null
  /** Nobody waits for the answer to this request any more, or for the rest of its body. */
  'request.dropped'(pageId: PageId, id: number): void
}

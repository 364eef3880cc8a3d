import type { PageId } from './page.js'

/** What a page asked for, as a handler of `page.serve()` gets it. */
export interface ServedRequest {
  url: string
  method: string
  headers: Record<string, string>
  body: Uint8Array | null
}

/** What a handler of `page.serve()` answers. Default: status 200 and an empty body. */
export interface ServedResponse {
  status?: number
  statusText?: string
  headers?: Record<string, string>
  body?: string | Uint8Array
}

export interface NetworkTopic {
  /** Serves every URL that starts with `prefix` (the longest prefix wins) from a directory, or by asking the client. */
  'page.serve'(pageId: PageId, prefix: string, source: { directory: string } | { routeId: number }): void
  'page.unserve'(pageId: PageId, prefix: string): void
}

/** What the Host asks of its client. */
export interface NetworkCalls {
  /** A request for a URL that the client serves by a handler. */
  'serve.request'(
    pageId: PageId,
    routeId: number,
    request: ServedRequest,
  ): Promise<ServedResponse> | ServedResponse
}

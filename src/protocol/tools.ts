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
  /** A resource as the page sees it (served files, then the network), for source maps. Null when it cannot be had. */
  'page.resource'(pageId: PageId, url: string): Resource | null
}

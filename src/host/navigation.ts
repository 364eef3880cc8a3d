import type { Protocol } from 'devtools-protocol'
import { CefrigError, isCefrigError } from '../errors.js'
import type { WaitUntil } from '../protocol/options.js'
import type { NavigationOptions, ResponseInfo } from '../protocol/page.js'
import { ownScripts } from './console.js'
import { before } from './deadline.js'
import type { Session } from './devtools.js'
import { evaluateInternal } from './evaluate.js'
import type { Frames } from './frames.js'

const lifecycleName: Record<WaitUntil, string> = {
  load: 'load',
  domcontentloaded: 'DOMContentLoaded',
  commit: '',
}

/** Navigations of a page's main frame, each with the answer of the server. */
export class Navigation {
  readonly #session: Session
  readonly #frames: Frames
  /** Answers to document requests of the main frame, by loader. */
  readonly #responses = new Map<string, ResponseInfo>()
  /** The document request of the main frame that was made last. */
  #requestId = ''
  #tellUntrusted: (errorText: string) => void = () => {}

  constructor(session: Session, frames: Frames) {
    this.#session = session
    this.#frames = frames
    session.on('Network.responseReceived', ({ type, loaderId, response, frameId }) => {
      if (type !== 'Document' || frameId !== frames.main.id) return
      this.#responses.clear()
      this.#responses.set(loaderId, responseInfo(response, loaderId))
    })
    session.on('Network.requestWillBeSent', ({ type, requestId, frameId }) => {
      if (type === 'Document' && frameId === frames.main.id) this.#requestId = requestId
    })
    session.on('Network.loadingFailed', ({ requestId, errorText }) => {
      if (requestId === this.#requestId && errorText.startsWith('net::ERR_CERT_'))
        this.#tellUntrusted(errorText)
    })
  }

  /** @throws NAVIGATION_FAILED with the net error, TIMEOUT. */
  async goto(url: string, options: NavigationOptions): Promise<ResponseInfo | null> {
    const { referer } = options
    const run = async () => {
      const moved = this.#nextMove()
      const sent = this.#session
        .send('Page.navigate', referer === undefined ? { url } : { url, referrer: referer })
        .catch((error) => ({ errorText: refusal(error), loaderId: undefined }))
      const started = await Promise.race([sent, this.#untrusted()])
      if (started.errorText) throw navigationFailed('goto', url, started.errorText)
      // Without a loader it stays within the document, which is told separately.
      if (started.loaderId === undefined) await moved
      return started.loaderId
    }
    return this.#finish('goto', url, options, run)
  }

  /** When the next document's certificate is refused. Chrome would take seconds to make a page about it. */
  async #untrusted(): Promise<{ errorText: string; loaderId: undefined }> {
    const errorText = await new Promise<string>((resolve) => (this.#tellUntrusted = resolve))
    this.#session.send('Page.stopLoading').catch(() => {})
    return { errorText, loaderId: undefined }
  }

  async reload(options: NavigationOptions): Promise<ResponseInfo | null> {
    const { url, loaderId } = this.#frames.main
    return this.#finish('reload', url, options, async () => {
      const next = this.#nextDocument(loaderId)
      await this.#session.send('Page.reload', {})
      return next
    })
  }

  /** Null when the history has no such entry. */
  async history(delta: number, options: NavigationOptions): Promise<ResponseInfo | null> {
    const { currentIndex, entries } = await this.#session.send('Page.getNavigationHistory')
    const entry = entries[currentIndex + delta]
    if (!entry) return null
    const name = delta < 0 ? 'goBack' : 'goForward'
    const { loaderId } = this.#frames.main
    return this.#finish(name, entry.url, options, async () => {
      // An entry of the same document, by a fragment or by `pushState()`, is told as a move within it.
      const next = this.#nextDocument(loaderId, entry.url)
      await this.#session.send('Page.navigateToHistoryEntry', { entryId: entry.id })
      return next
    })
  }

  async setContent(html: string, options: NavigationOptions): Promise<void> {
    const { main } = this.#frames
    const done =
      options.waitUntil === 'load'
        ? 'await loaded'
        : options.waitUntil === 'domcontentloaded'
          ? `document.readyState !== 'loading' || await new Promise((resolve) => addEventListener('DOMContentLoaded', resolve, { once: true }))`
          : 'undefined'
    // A document that was written is `complete` at once; its load event comes when its resources have.
    const expression = `(async () => {
      window.stop(); document.open()
      const loaded = new Promise((resolve) => addEventListener('load', resolve, { once: true }))
      document.write(${JSON.stringify(html)}); document.close(); ${done} })()
//# sourceURL=${ownScripts}setContent`
    await before(evaluateInternal(main, expression), options.timeout, () =>
      late('setContent', main.url, options, main.lifecycle),
    )
  }

  async #finish(
    name: string,
    url: string,
    options: NavigationOptions,
    run: () => Promise<string | undefined>,
  ): Promise<ResponseInfo | null> {
    let loaderId: string | undefined
    const work = async () => {
      loaderId = await run()
      if (loaderId === undefined) return null
      await this.#reached(name, url, loaderId, options.waitUntil)
      return this.#responses.get(loaderId) ?? null
    }
    return before(this.#session.whileThere(work()), options.timeout, () => {
      // Before the answer of the server the page is still what it was.
      const { main } = this.#frames
      return late(name, url, options, main.loaderId === loaderId ? main.lifecycle : new Set())
    })
  }

  /** Resolves when the document of this loader has got as far as `until`. */
  #reached(name: string, url: string, loaderId: string, until: WaitUntil): Promise<void> {
    let committed = false
    const state = (): 'waiting' | 'reached' | 'replaced' => {
      const { main } = this.#frames
      if (main.loaderId !== loaderId) return committed ? 'replaced' : 'waiting'
      committed = true
      return until === 'commit' || main.lifecycle.has(lifecycleName[until]) ? 'reached' : 'waiting'
    }
    return new Promise((resolve, reject) => {
      const look = () => {
        const now = state()
        if (now === 'waiting') return
        stop()
        if (now === 'reached') resolve()
        else reject(interrupted(name, url, this.#frames.main.url))
      }
      const stop = this.#frames.watch(look)
      look()
    })
  }

  /** The next time that the main frame has another URL. */
  #nextMove(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#frames.watch((frame, what) => {
        if (frame !== this.#frames.main || what !== 'navigated') return
        stop()
        resolve()
      })
    })
  }

  /** The loader of the main frame's next document; undefined when it only moved to `within` in the same document. */
  #nextDocument(loaderId: string, within?: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      const stop = this.#frames.watch((frame) => {
        const { main } = this.#frames
        if (frame !== main || main.loaderId === loaderId) return
        stop()
        resolve(main.loaderId)
      })
      if (within === undefined) return
      this.#session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
        if (frameId !== this.#frames.main.id || url !== within) return
        stop()
        resolve(undefined)
      })
    })
  }
}

/** The net error of a URL that the protocol refuses before it navigates. */
function refusal(error: unknown): string {
  if (isCefrigError(error, 'CDP_FAILED') && /invalid URL/i.test(error.message)) return 'net::ERR_INVALID_URL'
  throw error
}

function responseInfo(response: Protocol.Network.Response, loaderId: string): ResponseInfo {
  const { url, status, statusText, headers, mimeType } = response
  return { url, status, statusText, headers: { ...headers }, mimeType, loaderId }
}

const nextSteps: Record<string, string> = {
  'net::ERR_CONNECTION_REFUSED': 'Check that the server is started and listens on that port.',
  'net::ERR_NAME_NOT_RESOLVED': 'Check the host name, or serve the origin with page.serve().',
  'net::ERR_ABORTED': 'The answer was a download, had no content, or another navigation came first.',
  'net::ERR_INVALID_URL': 'Check the URL.',
  'net::ERR_UNKNOWN_URL_SCHEME': 'Check the scheme of the URL.',
  'net::ERR_UNSAFE_PORT':
    'Chromium refuses ports that belong to other services: let the server listen at another one.',
  'net::ERR_FILE_NOT_FOUND': 'Check the path of the file.',
}

function navigationFailed(name: string, url: string, netError: string): CefrigError {
  const next = nextSteps[netError] ?? 'Look the net error up in the documentation of Chromium.'
  return new CefrigError('NAVIGATION_FAILED', `page.${name}() failed: ${url} gave ${netError}. ${next}`, {
    facts: { url, netError },
  })
}

function interrupted(name: string, url: string, by: string): CefrigError {
  return new CefrigError(
    'NAVIGATION_FAILED',
    `page.${name}() failed: the navigation to ${url} was interrupted by one to ${by}. Wait for the last one, or use waitUntil: 'commit'.`,
    { facts: { url, by } },
  )
}

function late(
  name: string,
  url: string,
  { timeout, waitUntil }: NavigationOptions,
  reached: ReadonlySet<string>,
): CefrigError {
  const seen = [...reached].join(', ') || 'nothing'
  return new CefrigError(
    'TIMEOUT',
    `page.${name}() failed: ${url} did not reach '${waitUntil}' within ${timeout} ms (so far: ${seen}). Raise the timeout, or wait for less by waitUntil.`,
    { facts: { url, timeout, waitUntil, lifecycle: [...reached] } },
  )
}

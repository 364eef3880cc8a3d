import type { EmulatedPage } from './emulation.js'
import type { HttpCredentials } from './network.js'

/** Width and height of a page's viewport in CSS pixels. */
export interface Viewport {
  width: number
  height: number
}

/** A rectangle in CSS pixels, from the viewport's (full page: the document's) top left corner. */
export interface Clip {
  x: number
  y: number
  width: number
  height: number
}

/** What a Host is booted with. Two different sets of boot options never share a Host. */
export interface BootOptions {
  /** CEF version, as `146.0.10`. Default: the version that this release of cefrig pins. */
  cef?: string
  /** Chromium command-line switches without the leading dashes: `{ 'force-dark-mode': true, 'proxy-server': 'host:port' }`. `false` removes a switch that cefrig sets. */
  switches?: Record<string, string | boolean>
  /** `sealed` (default): only the fonts that cefrig pins, the same on every machine. `system`: the machine's fonts. */
  fonts?: 'sealed' | 'system'
  /** Locale of CEF's own interface and of `Accept-Language`. Default `en-US`. */
  locale?: string
  /** Whole `User-Agent` of every page. Default: CEF's own. */
  userAgent?: string
  /** Product part of the `User-Agent`; ignored when `userAgent` is set. */
  userAgentProduct?: string
  /** What CEF writes to its log. Default `warning`, with `CEFRIG_DEBUG=1` `verbose`. */
  logSeverity?: 'verbose' | 'info' | 'warning' | 'error' | 'fatal' | 'disable'
  /** File that receives CEF's log. Default: a file in the Host's temporary directory, quoted in errors when the Host dies. */
  logFile?: string
  /** Port of Chromium's remote debugging server on loopback, from 1024. Default: none; with `CEFRIG_DEBUG=1` a free one. */
  remoteDebuggingPort?: number
  /** Opens a port on loopback, for `page.playwright()` and `page.puppeteer()`. Default false. */
  automation?: boolean
  /** Schemes besides `http` and `https` that pages can be served by: `{ app: {} }` for `app://…`. */
  schemes?: Record<string, SchemeOptions>
}

/** What a scheme of one's own is like. All are true by default, as for `https`. */
export interface SchemeOptions {
  /** URLs have a host and a path. */
  standard?: boolean
  /** Documents are secure contexts. */
  secure?: boolean
  /** Documents of other origins may ask for it, where the answer allows them to. */
  corsEnabled?: boolean
  /** `fetch()` takes it. */
  fetchEnabled?: boolean
}

/** When a navigation counts as finished. Default `load`. */
export type WaitUntil = 'load' | 'domcontentloaded' | 'commit'

/** A window of the display, where a person sees the page. It is not captured. */
export interface WindowOptions {
  /** Of its upper left corner on the display, in pixels. */
  x: number
  y: number
  title: string
}

/** What a Host makes a page with. */
export interface MadePageOptions extends PageOptions {
  /** Default: off-screen. */
  window?: WindowOptions
}

/** What one page is made with. */
export interface PageOptions extends EmulatedPage {
  /** Default 1280×720. */
  viewport?: Viewport
  /** Device pixels per CSS pixel. Default 1. */
  deviceScaleFactor?: number
  /** Frames per second while rendering is `auto`, 1 to 240. Default 60. */
  frameRate?: number
  /** `auto` (default): frames are produced at `frameRate`. `manual`: only by `page.rendering.step()` and by captures. */
  rendering?: 'auto' | 'manual'
  /** Default true. */
  javaScriptEnabled?: boolean
  /** Whether images are loaded. Default true. */
  images?: boolean
  /** Colour behind pages that set none, as `#rrggbb` or `transparent`. Default `#ffffff`. */
  backgroundColor?: string
  /** Default font sizes in CSS pixels, and generic font families. Default: Chromium's. */
  fontSettings?: FontSettings
  /** What relative URLs of `goto()` are resolved against. Default `https://cefrig.test/`. */
  baseURL?: string
  /** Directory served as `https://cefrig.test` without a TCP port. Default: none in scripts, the project's root in Vitest. */
  root?: string
  /** More origins or URL prefixes and the directories they are served from. */
  serve?: Record<string, string>
  /**
   * What becomes of windows that the page opens. `adopt`: pages of the same context. `block`: `window.open()` gives null. `auto`
   * (default): adopted when somebody listens to the event `popup`, otherwise blocked, which fails the test.
   */
  popups?: 'auto' | 'adopt' | 'block'
  /** User name and password for servers and proxies that ask for them. Default: such requests end with status 401. */
  httpCredentials?: HttpCredentials
  /** Whether certificates that nobody vouches for are taken. Default false: `NAVIGATION_FAILED` with the name of what is wrong. */
  ignoreCertificateErrors?: boolean
  /** Deadline of every method that waits, in milliseconds; 0: none. Default 10000. */
  timeout?: number
}

/** Font families and sizes in CSS pixels for pages that ask for none. What is left out is Chromium's own. */
export interface FontSettings {
  standardFamily?: string
  serifFamily?: string
  sansSerifFamily?: string
  fixedFamily?: string
  defaultSize?: number
  defaultFixedSize?: number
}

/** What kinds of page trouble fail a test by default. */
export interface FailOn {
  /** Uncaught exceptions and unhandled rejections. Default true. */
  pageError?: boolean
  /** `console.error` and failed assertions. Default true. */
  consoleError?: boolean
  /** A renderer that died. Default true. */
  crash?: boolean
  /** Calls, results, errors and schemas of a contract given to `page.bind()` that break it. Default true. */
  contract?: boolean
  /** What the browser asked and the test did not answer, as dialogs. Default true. */
  unhandled?: boolean
}

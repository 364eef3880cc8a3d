import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { CefrigError } from '../errors.js'
import type { HttpCredentials, RequestChanges } from '../protocol/network.js'
import type { WindowOptions } from '../protocol/options.js'
import type { AudioAddon, NativeAudio, NativeFact } from './facts/native.js'
import type { InputAddon, InputNativeEvent } from './input/native.js'
import type { NativePrompt, PromptReply } from './prompts/native.js'
import type { NativePreferences, PreferenceAddon } from './storage/preferences.js'

/** What CEF tells, as the native side emits it. `page` 0: about the whole runtime. */
export type NativeEvent = { page: number } & (
  | { type: 'initialized' | 'created' | 'closed' | 'detached' | 'drawn' }
  | { type: 'devtools'; message: string /** Paints of the page when it was sent. */; paints: number }
  | { type: 'crashed'; status: number; exitCode: number; text: string }
  | { type: 'processgone'; pid: number }
  | { type: 'title'; title: string }
  | { type: 'cursor'; cursor: number }
  | NativePreferences
  | NativeFact
  | NativeAudio
  | { type: 'fullscreen'; on: boolean }
  | { type: 'popup'; shown: boolean }
  | { type: 'popupplaced'; x: number; y: number; width: number; height: number }
  | { type: 'paint'; popup: boolean; width: number; height: number; dirty: string }
  | NativeRequest
  | NativeRoute
  /** A streamed body's next bytes are wanted; nobody waits for that request any more. */
  | { type: 'wanted' | 'dropped'; request: number }
  | InputNativeEvent
  | NativePrompt
)

export interface NativeRequest {
  type: 'request'
  /** To be answered by {@link Addon.respond}. */
  request: number
  prefix: string
  url: string
  method: string
  headers: Record<string, string>
  body: Uint8Array
}

/** A request that waits for {@link Addon.continueRouted} or {@link Addon.takeRouted}. */
export interface NativeRoute {
  type: 'route'
  request: number
  url: string
  method: string
  headers: Record<string, string>
  body: Uint8Array
  /** cef_resource_type_t */
  kind: number
  navigation: boolean
  main: boolean
}

export interface NativeResponse {
  status: number
  statusText: string
  mimeType: string
  charset?: string
  headers: [name: string, value: string][]
  body: Uint8Array
  /** The body comes by {@link Addon.push}, each time after the event `wanted`. */
  streamed?: boolean
  /** A net error (negative) in place of a response. */
  error?: number
}

export interface RuntimeOptions {
  library: string
  helper: string
  resources: string
  locales: string
  cache: string
  logFile: string
  locale: string
  acceptLanguages: string
  userAgent: string
  userAgentProduct: string
  logSeverity: number
  debuggingPort: number
  switches: [name: string, value: string][]
  /** For the processes that this one starts and not for itself. */
  childSwitches: [name: string, value: string][]
}

export interface BrowserOptions {
  page: number
  context: number
  url: string
  /** Where the page's renderers reach its bindings, and the secret that they show. */
  bindSocket: string
  bindToken: string
  width: number
  height: number
  scale: number
  frameRate: number
  javascript: boolean
  images: boolean
  /** ARGB. */
  background: number
  standardFont: string
  serifFont: string
  sansSerifFont: string
  fixedFont: string
  fontSize: number
  fixedFontSize: number
  minimumFontSize: number
  window?: WindowOptions
}

export interface DeviceRect {
  x: number
  y: number
  width: number
  height: number
}

export interface PaintRead {
  count: number
  width: number
  height: number
  digest: string
}

/** The native addon. None of its functions checks its arguments. */
export interface Addon extends AudioAddon, InputAddon, PreferenceAddon {
  /** Once per process. Throws when CEF does not start; the event `initialized` follows when it does. */
  initialize(options: RuntimeOptions, listener: (event: NativeEvent) => void): void
  /** After every browser is closed. */
  shutdown(): void
  createContext(context: number, cacheDirectory: string): void
  closeContext(context: number): void
  allowGeolocation(context: number, origin: string, allowed: boolean): void
  /** The event `created` follows. */
  createBrowser(options: BrowserOptions): void
  /** The event `closed` follows. */
  closeBrowser(page: number): void
  resize(page: number, width: number, height: number, scale: number): void
  /** False when the browser is gone. */
  send(page: number, message: string): boolean
  /** Begin frames every so many milliseconds; 0 stops. */
  pump(page: number, interval: number): void
  beginFrame(page: number): void
  /** One begin frame; the event `drawn` follows when the view is painted next. */
  draw(page: number): void
  /** Begins the page's compositor anew. */
  revive(page: number): void
  reportPaints(page: number, report: boolean): void
  paintState(page: number): { count: number; width: number; height: number; popup: boolean } | undefined
  /**
   * A width of 0 means the whole frame; an empty path: only the digest. What masks cover, in the frame, has their colour (0xRRGGBB).
   * `popups` 0: on top, 1: hidden, 2: the popup alone, whatever the rectangle.
   */
  readPaint(
    page: number,
    rect: Partial<DeviceRect>,
    path: string,
    masks: DeviceRect[],
    maskColor: number,
    popups: number,
  ): PaintRead | undefined
  serve(context: number, page: number, prefix: string): void
  unserve(context: number, page: number, prefix: string): void
  respond(request: number, response: NativeResponse): boolean
  /** Answers an event that has a `question`; null takes the default. */
  answer(question: number, answer: PromptReply | null): void
  /** Whether windows that the page opens become pages. */
  adoptPopups(page: number, adopt: boolean): void
  cancelDownload(page: number, number: number): void
  /** Whether context menus are asked about. */
  reportMenus(page: number, report: boolean): void
  /** The event `found` follows. */
  find(page: number, text: string, forward: boolean, matchCase: boolean, next: boolean): void
  stopFinding(page: number): void
  /** `type` is cef_content_setting_types_t. */
  permit(context: number, origin: string, type: number, allowed: boolean): void
  push(request: number, bytes: Uint8Array): boolean
  /** With a net error, or 0 when the body is complete. */
  finish(request: number, error: number): boolean
  /** Whether every request of the page becomes an event `route`. */
  route(page: number, isRouted: boolean): void
  continueRouted(request: number, changes: RequestChanges): boolean
  /** It is answered by {@link respond}. */
  takeRouted(request: number): boolean
  authenticate(page: number, credentials: HttpCredentials | null): void
  digest(bytes: Uint8Array): string
  /** The event `processgone` follows the end of that process; false when it is gone already. */
  watchProcess(pid: number): boolean
}

export interface NativeFiles {
  addon: string
  helper: string
}

/** The addon and the helper: built on this machine, or the package's prebuilt ones. */
export function findNativeFiles(): NativeFiles {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const places = [`${root}native/build/Release`, `${root}prebuilds/${process.platform}-${process.arch}`]
  for (const place of places) {
    const files = { addon: `${place}/cefrig.node`, helper: `${place}/cefrig-helper` }
    if (existsSync(files.addon) && existsSync(files.helper)) return files
  }
  throw new CefrigError(
    'NOT_INSTALLED',
    `The native addon is not built: looked for cefrig.node in ${places.join(' and ')}. Run \`npx cefrig install\`.`,
    { facts: { places } },
  )
}

export function loadAddon(path: string): Addon {
  try {
    return createRequire(import.meta.url)(path) as Addon
  } catch (error) {
    throw new CefrigError(
      'NOT_INSTALLED',
      `The native addon ${path} does not load: ${(error as Error).message}.`,
      {
        facts: { path },
        cause: error,
      },
    )
  }
}

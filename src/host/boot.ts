import { readdirSync, statfsSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { CefrigError } from '../errors.js'
import { inspectCef } from '../install/inspect.js'
import { currentPlatform } from '../install/platform.js'
import type { HostConfig } from '../protocol/boot.js'
import type { HostInfo } from '../protocol/host.js'
import type { BootOptions, SchemeOptions } from '../protocol/options.js'
import { type Addon, findNativeFiles, loadAddon, type NativeEvent } from './addon.js'
import { fingerprint } from './fingerprint.js'
import { sealFonts } from './fonts.js'

/** Switches of every Host; an option of the same name overrides, `false` removes. */
const defaultSwitches: Record<string, string | true> = {
  // One begin frame runs script, style, layout, raster and draw to the end, in software: what the capture fence stands on.
  'disable-gpu-compositing': true,
  'use-angle': 'swiftshader',
  'enable-unsafe-swiftshader': true,
  'ozone-platform': 'headless',
  // Begin frames for which a page's frame waits for that of an iframe of another process.
  'deadline-to-synchronize-surfaces': '30',
  'disable-new-content-rendering-timeout': true,
  'disable-threaded-animation': true,
  'disable-threaded-scrolling': true,
  'disable-checker-imaging': true,
  'disable-image-animation-resync': true,
  // A tile is drawn anew as a whole: blended over what it held, edges would depend on which frames came in between.
  'disable-partial-raster': true,
  // Nothing that a test did not ask for.
  'disable-background-networking': true,
  'disable-component-update': true,
  'disable-domain-reliability': true,
  // Chromium asks there at every start whether somebody is signed in, and no feature stops it: a port that it refuses to connect to.
  'gaia-url': 'https://127.0.0.1:1',
  'disable-sync': true,
  'no-first-run': true,
  'no-default-browser-check': true,
  'no-pings': true,
  'metrics-recording-only': true,
  'password-store': 'basic',
  'use-mock-keychain': true,
  // Nobody hears pages but their tests: `mute-audio` would keep the sound from those too.
  'disable-audio-output': true,
  // Chrome would ask a person for user name and password, in a window that there is not, and never get on.
  'disable-chrome-login-prompt': true,
  'autoplay-policy': 'no-user-gesture-required',
  // Timers run at their own pace although no window is visible.
  'disable-background-timer-throttling': true,
  'disable-backgrounding-occluded-windows': true,
  'disable-renderer-backgrounding': true,
  'disable-hang-monitor': true,
  // Every window that a page opens is asked about, also those that no click led to.
  'disable-popup-blocking': true,
  // A document that comes back from that cache does not load again, and what a test waits for would not happen.
  'disable-back-forward-cache': true,
  // The same pixels everywhere.
  'force-color-profile': 'srgb',
  'hide-scrollbars': true,
}

/**
 * Switches of the processes that the Host starts and not of its own: there it would lift the deadline above, and a page whose frame
 * waits for a frame of an iframe that never comes, or came already as a newer one, would get no frames any more.
 */
const childSwitches: Record<string, string | true> = { 'run-all-compositor-stages-before-draw': true }

/** The text of these is what makes glyphs the same on every machine; left out with the system's fonts. */
const sealedSwitches: Record<string, string | true> = {
  'font-render-hinting': 'none',
  'disable-font-subpixel-positioning': true,
  'disable-lcd-text': true,
}

const disabledFeatures = [
  // cefrig keeps spare pages of its own; Chromium's would be one more process per page.
  'SpareRendererForSitePerProcess',
  'Translate',
  'OptimizationHints',
  'MediaRouter',
  'DialMediaRouteProvider',
  'CalculateNativeWinOcclusion',
  'InterestFeedContentSuggestions',
  'CertificateTransparencyComponentUpdater',
  'AutofillServerCommunication',
  'PaintHolding',
  'RenderDocument',
  'HttpsUpgrades',
  // Each asks a server of Google's at every start: whether its search may have an "AI mode", what time it is, and to be ready for a search.
  'AimServerRequestOnStartupEnabled',
  'AimServerRequestOnIdentityChangeEnabled',
  'NetworkTimeServiceQuerying',
  'PreconnectToSearch',
  // CEF's own list, which ours takes the place of.
  'EnableHangWatcher',
  'GlicActorUi',
  'AutofillActorMode',
  'LensOverlay',
]

const enabledFeatures = [
  // A process less for every request to pass through. The end of that process was the end of the Host anyway.
  'NetworkServiceInProcess2',
]

const severities: Record<NonNullable<BootOptions['logSeverity']>, number> = {
  verbose: 1,
  info: 2,
  warning: 3,
  error: 4,
  fatal: 5,
  disable: 99,
}

/** Memory for Chromium's shared buffers below which /dev/shm is too small (Docker gives 64 MB). */
const enoughSharedMemory = 256 * 1024 * 1024

export interface Booted {
  addon: Addon
  info: HostInfo
}

/** Starts CEF in this process. @throws NOT_INSTALLED, HOST_FAILED. */
export async function boot(config: HostConfig, onEvent: (event: NativeEvent) => void): Promise<Booted> {
  const { boot: options, cefDirectory, directory } = config
  const files = findNativeFiles()
  const addon = loadAddon(files.addon)
  const { version } = await inspectCef(cefDirectory, currentPlatform())
  const fonts = sealOrNot(options, directory)
  // fontconfig would write on the stream by which this Host tells its address.
  delete process.env.FC_DEBUG
  process.env.CEFRIG_SCHEMES = schemeList(options.schemes ?? {})
  process.env.CEFRIG_LIBCEF = join(cefDirectory, 'libcef.so')
  // Date and time fields look like those of the machine's language otherwise, whatever the locale that CEF is told.
  const language = (options.locale ?? 'en-US').replace('-', '_')
  Object.assign(process.env, { LANGUAGE: language, LANG: `${language}.UTF-8`, LC_ALL: `${language}.UTF-8` })
  // So would times, and dates near midnight, be those of the machine's place.
  process.env.TZ = 'UTC'
  // Without a bus there is nothing to say; libraries that CEF loads would complain on the user's terminal.
  process.env.DBUS_SESSION_BUS_ADDRESS ??= 'disabled:'
  const debug = isDebugging()
  const port = options.remoteDebuggingPort || (debug || options.automation ? await freePort() : 0)
  await new Promise<void>((resolve, reject) => {
    try {
      addon.initialize(
        {
          library: join(cefDirectory, 'libcef.so'),
          helper: files.helper,
          resources: cefDirectory,
          locales: join(cefDirectory, 'locales'),
          cache: join(directory, 'cache'),
          logFile: options.logFile ?? join(directory, 'cef.log'),
          locale: options.locale ?? 'en-US',
          acceptLanguages: acceptLanguages(options.locale ?? 'en-US'),
          userAgent: options.userAgent ?? '',
          userAgentProduct: options.userAgentProduct ?? '',
          logSeverity: severities[options.logSeverity ?? (debug ? 'verbose' : 'warning')],
          debuggingPort: port,
          switches: switchList(options, port),
          childSwitches: asList(childSwitchesOf(options)),
        },
        (event) => {
          if (event.type === 'initialized') resolve()
          else onEvent(event)
        },
      )
    } catch (error) {
      reject(bootFailed(directory, error as Error))
    }
  })
  const [cefVersion = version ?? '', , chromiumVersion = ''] = (version ?? '').split(/\+(?:chromium-)?/)
  return {
    addon,
    info: {
      pid: process.pid,
      cefVersion,
      chromiumVersion,
      devtoolsUrl: port > 0 ? `http://127.0.0.1:${port}` : null,
      fingerprint: fingerprint(cefVersion, fonts, options),
    },
  }
}

/** Whether a person watches: pages can be paused and inspected, and the log says more. */
function isDebugging(): boolean {
  const { CEFRIG_DEBUG } = process.env
  return CEFRIG_DEBUG !== undefined && CEFRIG_DEBUG !== '' && CEFRIG_DEBUG !== '0'
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((done, fail) => {
    server.once('error', fail).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}

function sealOrNot(options: BootOptions, directory: string): string {
  if (options.fonts === 'system') return 'system'
  const sealed = sealFonts(directory)
  Object.assign(process.env, sealed.env)
  return sealed.digest
}

function switchList(options: BootOptions, port: number): [string, string][] {
  const switches: Record<string, string | boolean> = {
    ...defaultSwitches,
    ...(options.fonts === 'system' ? {} : sealedSwitches),
    // The DevTools that this server hands out may connect to it, no other page.
    ...(port > 0 ? { 'remote-allow-origins': `http://127.0.0.1:${port}` } : {}),
    ...(sharedMemoryIsSmall() ? { 'disable-dev-shm-usage': true } : {}),
    ...options.switches,
    ...withFeatures('enable-features', enabledFeatures, options),
    ...withFeatures('disable-features', disabledFeatures, options),
  }
  return asList(switches)
}

/** What is asked for comes on top: one list takes the place of another. `false` leaves Chromium's own. */
function withFeatures(
  name: 'enable-features' | 'disable-features',
  features: readonly string[],
  { switches }: BootOptions,
): Record<string, string | boolean> {
  const asked = switches?.[name]
  if (asked === false) return {}
  return { [name]: [...features, ...(typeof asked === 'string' ? [asked] : [])].join(',') }
}

function childSwitchesOf({ switches = {} }: BootOptions): Record<string, string | boolean> {
  const asked = Object.entries(switches).filter(([name]) => name in childSwitches)
  return { ...childSwitches, ...Object.fromEntries(asked) }
}

function asList(switches: Record<string, string | boolean>): [string, string][] {
  return Object.entries(switches)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => [name, value === true ? '' : String(value)])
}

export function sharedMemoryIsSmall(): boolean {
  try {
    const { bsize, blocks } = statfsSync('/dev/shm')
    return bsize * blocks < enoughSharedMemory
  } catch {
    return true
  }
}

/** As native/cef/schemes.h reads it, with the flags of cef_scheme_options_t. */
function schemeList(schemes: Record<string, SchemeOptions>): string {
  const flags = ({
    standard = true,
    secure = true,
    corsEnabled = true,
    fetchEnabled = true,
  }: SchemeOptions) =>
    Number(standard) + 8 * Number(secure) + 16 * Number(corsEnabled) + 64 * Number(fetchEnabled)
  return Object.entries(schemes)
    .map(([name, options]) => `${name}=${flags(options)}`)
    .join(',')
}

function acceptLanguages(locale: string): string {
  const [language] = locale.split('-', 1)
  return language === locale ? locale : `${locale},${language}`
}

function bootFailed(directory: string, error: Error): CefrigError {
  const entries = readdirSync(directory).join(', ')
  return new CefrigError('HOST_FAILED', `CEF did not start: ${error.message}. Run \`npx cefrig doctor\`.`, {
    facts: { directory, entries },
    cause: error,
  })
}

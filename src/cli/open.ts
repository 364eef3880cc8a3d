import { once } from 'node:events'
import type { Cef } from '../client/cef.js'
import { type LaunchOptions, launch } from '../client/launch.js'
import type { Page } from '../client/page.js'
import { CefrigError, isCefrigError } from '../errors.js'
import type { Viewport, WindowOptions } from '../protocol/options.js'
import { addressOf, viewportOf } from './address.js'
import { UsageError } from './usage.js'

/** What `cefrig open` was asked for. */
export interface OpenRequest {
  url: string
  /** Options of the window's look that were given. */
  look: readonly string[]
  size: string | undefined
  position: string | undefined
  offScreen: boolean
  cef: string | undefined
  json: boolean
}

/** What a person looks at moves as in other browsers; there is nothing to capture. */
const windowed: LaunchOptions = {
  switches: {
    'ozone-platform': 'x11',
    'run-all-compositor-stages-before-draw': false,
    'disable-threaded-animation': false,
    'disable-threaded-scrolling': false,
    'hide-scrollbars': false,
  },
}

/**
 * `cefrig open`: a page for a person, in a window where there is a display of X11, and else drawn off-screen as in tests; DevTools
 * show it in both cases.
 */
export async function openCommand(request: OpenRequest): Promise<void> {
  const { url, look, size, cef: version, json } = request
  if (look[0] !== undefined) throw lookless(look[0])
  const address = addressOf(url)
  const viewport = size === undefined ? { width: 1280, height: 720 } : viewportOf('open', size)
  const window = windowOf(request, address)
  const tell = (event: object, words: string) =>
    process.stdout.write(json ? `${JSON.stringify(event)}\n` : `${words}\n`)
  const boot = { ...(window && windowed), ...(version !== undefined && { cef: version }) }
  const cef = await launch({ ...boot, automation: true }).catch((error) => {
    throw window && isCefrigError(error, 'HOST_FAILED') ? withoutDisplay(error) : error
  })
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  try {
    const page = await show(cef, viewport, window)
    const closed = new Promise((done) => page.on('closed', () => done('page')))
    await page.goto(address)
    const devtools = cef.devtoolsUrl
    const place = window ? ' in a window' : ''
    tell(
      { event: 'opened', url: page.url(), window: window !== undefined, devtools },
      `${page.url()} is open${place}. Look at it at ${devtools}, or add that address in chrome://inspect. It ends with Ctrl-C, or when the page is closed${window ? '' : ' there'}.`,
    )
    const reason = await Promise.race([closed, interrupted.then(() => 'interrupt')])
    tell({ event: 'closed', reason }, reason === 'page' ? 'The page was closed.' : 'Closed.')
  } finally {
    await cef.close()
  }
}

async function show(cef: Cef, viewport: Viewport, window: WindowOptions | undefined): Promise<Page> {
  if (!window) return cef.newPage({ viewport })
  return (await cef.newContext()).newWindow({ viewport }, window)
}

/** Undefined: off-screen. */
function windowOf({ position, offScreen }: OpenRequest, title: string): WindowOptions | undefined {
  const isShown = Boolean(process.env.DISPLAY) && !offScreen
  if (position === undefined) return isShown ? { x: 0, y: 0, title } : undefined
  if (!isShown) {
    const why = offScreen ? 'it is drawn off-screen' : 'there is no display (DISPLAY is not set)'
    throw new UsageError(
      `cefrig open failed: the page has no position, since ${why}. Leave \`--position\` out.`,
    )
  }
  const [, x, y] = /^(-?\d{1,5}),(-?\d{1,5})$/.exec(position) ?? []
  if (x && y) return { x: Number(x), y: Number(y), title }
  throw new UsageError(
    `cefrig open failed: the position is \`${position}\`. Write it as \`--position 100,50\`.`,
  )
}

/** Chromium ends at once when the X server does not answer, and says no more. */
function withoutDisplay(cause: CefrigError): CefrigError {
  const display = process.env.DISPLAY
  const message = `cefrig open failed: CEF did not start on the display \`${display}\`. Check that an X server is there, or leave the window out with \`--off-screen\`.`
  return new CefrigError('HOST_FAILED', message, { facts: { display }, cause })
}

function lookless(option: string): UsageError {
  const fact = `\`--${option}\` is about the look of the window, which its window manager gives it`
  return new UsageError(`cefrig open failed: ${fact}. Leave it out.`)
}

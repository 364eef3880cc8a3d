import { once } from 'node:events'
import { launch } from '../client/launch.js'
import { addressOf, viewportOf } from './address.js'
import { UsageError } from './usage.js'

/** What `cefrig open` was asked for. */
export interface OpenRequest {
  url: string
  /** Options of windows that were given. */
  window: readonly string[]
  size: string | undefined
  cef: string | undefined
  json: boolean
}

/** `cefrig open`: a page that a person looks at with DevTools, which is drawn off-screen as in tests. */
export async function openCommand({ url, window, size, cef: version, json }: OpenRequest): Promise<void> {
  if (window[0] !== undefined) throw windowless(window[0])
  const address = addressOf(url)
  const viewport = size === undefined ? undefined : viewportOf('open', size)
  const tell = (event: object, words: string) =>
    process.stdout.write(json ? `${JSON.stringify(event)}\n` : `${words}\n`)
  const boot = version === undefined ? {} : { cef: version }
  const cef = await launch({ ...boot, automation: true })
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  try {
    const page = await cef.newPage(viewport ? { viewport } : {})
    const closed = new Promise((done) => page.on('closed', () => done('page')))
    await page.goto(address)
    const devtools = cef.devtoolsUrl
    tell(
      { event: 'opened', url: page.url(), devtools },
      `${page.url()} is open. Look at it at ${devtools}, or add that address in chrome://inspect. It ends with Ctrl-C, or when the page is closed there.`,
    )
    const reason = await Promise.race([closed, interrupted.then(() => 'interrupt')])
    tell({ event: 'closed', reason }, reason === 'page' ? 'The page was closed.' : 'Closed.')
  } finally {
    await cef.close()
  }
}

function windowless(option: string): UsageError {
  const fact = `\`--${option}\` is about a window, and pages are drawn off-screen`
  return new UsageError(`cefrig open failed: ${fact}. Leave it out; \`--size\` sets the size of the page.`)
}

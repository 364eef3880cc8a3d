import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Whether a request is answered. `cookie`: to be set with the answer; it opens everything that follows. */
export type Admission = { kind: 'in'; cookie?: string } | { kind: 'out'; status: number; reason: string }

/**
 * Who may speak with a review's server: whoever opens the address with the token first, in that browser. Other sites of that
 * browser may not, be they on this machine's other ports or behind a name that leads here.
 */
export class Access {
  /** Good for one request. */
  readonly token = secret()
  readonly #session = secret()
  readonly #port: number
  #isTokenUsed = false

  constructor(port: number) {
    this.#port = port
  }

  /** Decides about a request for a path; the token is used up by the first document that it opens. */
  admit(request: IncomingMessage, url: URL): Admission {
    const { headers, method } = request
    const host = headers.host ?? ''
    if (!this.#hosts.includes(host))
      return out(421, `This server answers as ${this.#hosts[0]} only, and was asked as \`${host}\`.`)
    const isDocument = method === 'GET' && url.pathname === '/'
    const site = headers['sec-fetch-site']
    const isOwn = site === undefined || site === 'same-origin' || site === 'none'
    // A link in a terminal that is itself a page comes from another site.
    const isNavigation =
      isDocument && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
    if (!isOwn && !isNavigation) return out(403, 'Only the page of this review may ask for that.')
    if (method === 'POST' && headers.origin !== `http://${host}`)
      return out(403, 'Only the page of this review may decide.')
    if (this.#cookiesOf(headers.cookie).some((cookie) => isSame(cookie, this.#session))) return { kind: 'in' }
    const given = url.searchParams.get('token')
    if (!isDocument || given === null)
      return out(403, 'Open the address that `cefrig review` printed, with its token.')
    if (!isSame(given, this.token))
      return out(403, 'This token is not of this review. Open the address that `cefrig review` printed last.')
    if (this.#isTokenUsed)
      return out(
        403,
        'This address was used already, and works once. Go back to the window that it was opened in, or end `cefrig review` and start it again.',
      )
    this.#isTokenUsed = true
    const cookie = `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`
    return { kind: 'in', cookie }
  }

  get #hosts(): string[] {
    // Browsers leave out the port that HTTP has anyway.
    const port = this.#port === 80 ? '' : `:${this.#port}`
    return [`127.0.0.1${port}`, `localhost${port}`]
  }

  /** Browsers keep cookies by host without the port: two reviews must not take each other's. */
  get #cookieName(): string {
    return `cefrig-review-${this.#port}`
  }

  /** All of the name: a page of another port may have set one too. */
  #cookiesOf(header = ''): string[] {
    const pairs = header.split(';').map((pair) => pair.trim().split('='))
    return pairs.filter(([name]) => name === this.#cookieName).map(([, value = '']) => value)
  }
}

function out(status: number, reason: string): Admission {
  return { kind: 'out', status, reason }
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

/** Takes the same time wherever the two differ. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

import type { Protocol } from 'devtools-protocol'
import type { Cookie, CookieFilter, NewCookie } from '../../protocol/storage.js'
import { before } from '../deadline.js'
import type { Session } from '../devtools.js'
import { evaluateInternal } from '../evaluate.js'
import type { HostPage } from '../page.js'

/** Milliseconds. */
const readWithin = 1000

/** The cookies of the context in which a session's page is. `Storage` would answer with those of another one (CEF 146). */
export async function cookies(session: Session, urls?: string[]): Promise<Cookie[]> {
  const found = urls
    ? await session.send('Network.getCookies', { urls })
    : await session.send('Network.getAllCookies')
  return found.cookies.map(described)
}

export async function addCookies(session: Session, added: readonly NewCookie[]): Promise<void> {
  if (added.length > 0) await session.send('Network.setCookies', { cookies: added.map(asked) })
}

export async function clearCookies(session: Session, filter: CookieFilter): Promise<void> {
  const wanted = Object.entries(filter) as [keyof CookieFilter, string][]
  if (wanted.length === 0) return session.send('Network.clearBrowserCookies')
  const all = await cookies(session)
  const meant = all.filter((cookie) => wanted.every(([name, value]) => cookie[name] === value))
  await Promise.all(
    meant.map(({ name, domain, path }) => session.send('Network.deleteCookies', { name, domain, path })),
  )
}

/** Documents write cookies without waiting for them to be stored; reading waits. */
export async function written(pages: readonly HostPage[]): Promise<void> {
  const frames = pages.flatMap((page) => page.frames.all)
  // A sandboxed document may not read, and a busy one is not waited for.
  const reading = frames.map((frame) => evaluateInternal(frame, 'void document.cookie').catch(() => {}))
  await before(Promise.all(reading), readWithin, () => new Error('busy')).catch(() => {})
}

function described(cookie: Protocol.Network.Cookie): Cookie {
  const { name, value, domain, path, expires, httpOnly, secure, sameSite } = cookie
  return { name, value, domain, path, expires, httpOnly, secure, ...(sameSite ? { sameSite } : {}) }
}

function asked({ expires, ...cookie }: NewCookie): Protocol.Network.CookieParam {
  return expires === undefined || expires < 0 ? cookie : { ...cookie, expires }
}

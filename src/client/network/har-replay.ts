import { type OptionSchema, oneOf } from '../option-rules.js'
import type { HarEntry } from './har.js'
import { urlRule } from './har-record.js'
import type { Route } from './route.js'
import type { UrlMatch } from './url-match.js'

/** What is replayed. */
export interface RouteFromHarOptions {
  /** Only requests of this URL. Default: all. */
  url?: UrlMatch
  /** What becomes of a request that the file does not have: it fails (`abort`, default), or goes on (`fallback`). */
  notFound?: 'abort' | 'fallback'
}

export const routeFromHarSchema: OptionSchema<RouteFromHarOptions> = {
  url: urlRule,
  notFound: oneOf('abort', 'fallback'),
}

/** What is of the connection, and not of the answer: bodies are recorded as they are read. */
const ofConnection = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
])

/** Answers routes from recorded requests. */
export function replay(
  entries: readonly HarEntry[],
  { notFound = 'abort' }: RouteFromHarOptions,
): (route: Route) => Promise<void> {
  return async (route) => {
    const found = final(entries, find(entries, route))
    if (!found) return notFound === 'abort' ? route.abort() : route.fallback()
    const { status, headers, content } = found.response
    if (status < 200) return route.abort()
    const body = Buffer.from(content.text ?? '', content.encoding === 'base64' ? 'base64' : 'utf8')
    return route.fulfill({ status, headers: collected(headers), body })
  }
}

/** The same URL, method and post data; the newest answer does not count more than the first. */
function find(entries: readonly HarEntry[], route: Route): HarEntry | undefined {
  const request = route.request()
  const [url, method, data] = [withoutFragment(request.url()), request.method(), request.postData()]
  const same = entries.filter((entry) => entry.request.url === url && entry.request.method === method)
  return same.find((entry) => (entry.request.postData?.text ?? null) === data) ?? same[0]
}

/** Where redirections end: the browser would not ask about them again. */
function final(entries: readonly HarEntry[], start: HarEntry | undefined): HarEntry | undefined {
  const seen = new Set<HarEntry>()
  let entry = start
  while (entry?.response.redirectURL && !seen.has(entry)) {
    seen.add(entry)
    const next = new URL(entry.response.redirectURL, entry.request.url).href
    entry = entries.find(({ request }) => request.url === withoutFragment(next))
  }
  return entry
}

function withoutFragment(url: string): string {
  return url.replace(/#.*/s, '')
}

function collected(headers: HarEntry['response']['headers']): Record<string, string[]> {
  const all: Record<string, string[]> = {}
  for (const { name, value } of headers) {
    const key = name.toLowerCase()
    if (ofConnection.has(key) || key.startsWith(':')) continue
    all[key] = [...(all[key] ?? []), value]
  }
  return all
}

import { badArgument, kindOf } from '../failure.js'

/** A URL, a pattern of URLs, or what decides about them. */
export type UrlMatch = string | RegExp | ((url: URL) => boolean)

const DEFAULT_BASE_URL = 'https://cefrig.test/'

/** @throws BAD_ARGUMENT */
export function absoluteUrl(url: string, base: string = DEFAULT_BASE_URL): string {
  if (!URL.canParse(url, base))
    throw badArgument(`"${url}" is no URL`, `Give an absolute URL, or one relative to ${base}`)
  return new URL(url, base).href
}

/** Makes a URL absolute. */
type Absolute = (url: string) => string

/** Whether a URL is the one that is meant. @throws BAD_ARGUMENT */
export function urlMatcher(absolute: Absolute, url: UrlMatch): (url: string) => boolean {
  if (typeof url === 'function') return (present) => Boolean(url(new URL(present)))
  if (typeof url === 'string') {
    const wanted = wantedUrl(absolute, url)
    return isPattern(url) ? byPattern(wanted) : (present) => present === wanted
  }
  if (isRegExp(url)) return (present) => present.search(url) >= 0
  throw badArgument(`the URL is ${kindOf(url)}`, 'Give a string, a regular expression or a function')
}

/** Of whatever realm. */
export function isRegExp(value: unknown): value is RegExp {
  return Object.prototype.toString.call(value) === '[object RegExp]'
}

/** What is meant, in words. */
export function wantedUrl(absolute: Absolute, url: UrlMatch): string {
  if (typeof url === 'function') return 'what the function accepts'
  if (typeof url !== 'string' || url.startsWith('*')) return String(url)
  // Braces of a pattern are none of the URL's.
  return isPattern(url) ? absolute(url).replaceAll('%7B', '{').replaceAll('%7D', '}') : absolute(url)
}

function isPattern(url: string): boolean {
  return url.includes('*') || /\{[^{}]*,[^{}]*\}/.test(url)
}

/** `*` stands for anything within one part of the path, `**` for anything, `{a,b}` for one of several. */
function byPattern(pattern: string): (url: string) => boolean {
  const source = pattern
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, (stars) => (stars === '*' ? '[^/]*' : '.*'))
    .replace(/\\\{([^{}]*,[^{}]*)\\\}/g, (_, choices: string) => `(?:${choices.split(',').join('|')})`)
  const whole = new RegExp(`^${source}$`)
  return (present) => whole.test(present)
}

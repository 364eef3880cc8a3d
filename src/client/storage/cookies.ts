import type { CookieFilter, NewCookie } from '../../protocol/storage.js'
import { badArgument, kindOf } from '../failure.js'
import { flag, type OptionSchema, oneOf, text } from '../option-rules.js'
import { checkOptions } from '../options.js'

export const filterSchema: OptionSchema<CookieFilter> = { name: text, domain: text, path: text }

const cookieSchema: OptionSchema<NewCookie> = {
  name: text,
  value: text,
  url: { give: 'an absolute URL', accepts: (value) => typeof value === 'string' && URL.canParse(value) },
  domain: text,
  path: text,
  expires: {
    give: 'seconds since 1970, or -1',
    accepts: (value) => typeof value === 'number' && Number.isFinite(value),
  },
  httpOnly: flag,
  secure: flag,
  sameSite: oneOf('Strict', 'Lax', 'None'),
}

/** Refuses what is no list of cookies. @throws BAD_ARGUMENT, UNKNOWN_OPTION */
export function requireCookies(cookies: unknown): asserts cookies is readonly NewCookie[] {
  if (!Array.isArray(cookies))
    throw badArgument(`the cookies are ${kindOf(cookies)}`, 'Give an array of { name, value, url }')
  for (const cookie of cookies as unknown[]) {
    checkOptions('context.addCookies()', cookieSchema, cookie)
    const { name, value, url, domain, path } = (cookie ?? {}) as Partial<NewCookie>
    if (name === undefined || value === undefined)
      throw badArgument('a cookie has no name or no value', 'Give both, as strings')
    if (url === undefined && (domain === undefined || path === undefined))
      throw badArgument(`the cookie "${name}" is for no place`, 'Give it a url, or a domain and a path', {
        name,
      })
  }
}

/** @throws BAD_ARGUMENT */
export function urlsOf(urls: string | readonly string[]): string[] {
  const list = typeof urls === 'string' ? [urls] : Array.isArray(urls) ? urls : [urls]
  for (const url of list)
    if (typeof url !== 'string' || !URL.canParse(url))
      throw badArgument(
        `the URL is ${typeof url === 'string' ? JSON.stringify(url) : kindOf(url)}`,
        'Give absolute URLs',
      )
  return [...list]
}

/** Without what is undefined. */
export function given(filter: CookieFilter): CookieFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

import type { PageId } from './page.js'

/** A cookie of a context. */
export interface Cookie {
  name: string
  value: string
  /** With a leading dot it is sent to subdomains too. */
  domain: string
  path: string
  /** Seconds since 1970; -1: it ends with the context. */
  expires: number
  httpOnly: boolean
  secure: boolean
  /** Absent: the server named none. */
  sameSite?: 'Strict' | 'Lax' | 'None'
}

/** A cookie to be set: for a URL, or for a domain and a path. What is left out is as a server leaves it out. */
export interface NewCookie extends Partial<Omit<Cookie, 'name' | 'value'>> {
  name: string
  value: string
  url?: string
}

/** Which cookies are meant: those that have all of this. */
export interface CookieFilter {
  name?: string
  domain?: string
  path?: string
}

/** What the sites of a context have stored in it. */
export interface StorageState {
  cookies: Cookie[]
  /** The origins with anything in their `localStorage`. */
  origins: { origin: string; localStorage: { name: string; value: string }[] }[]
}

export interface StorageTopic {
  /** The context that a page has for itself. */
  'page.context'(pageId: PageId): number
  /** Those that would be sent to one of the URLs; without URLs all. */
  'context.cookies'(contextId: number, urls?: string[]): Cookie[]
  'context.addCookies'(contextId: number, cookies: NewCookie[]): void
  'context.clearCookies'(contextId: number, filter: CookieFilter): void
  'context.preference'(contextId: number, name: string): unknown
  'context.preferences'(contextId: number): Record<string, unknown>
  /** Null: the default again. */
  'context.setPreference'(contextId: number, name: string, value: unknown): void
  'context.storageState'(contextId: number): StorageState
  /** Adds it to what is there. */
  'context.restore'(contextId: number, state: StorageState): void
}

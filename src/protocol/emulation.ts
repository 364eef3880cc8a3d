import type { PageId } from './page.js'

/** A place on earth, in degrees and metres. */
export interface Geolocation {
  latitude: number
  longitude: number
  /** Metres. Default 0. */
  accuracy?: number
}

/** How slow a network is. What is left out is as fast as it can be. */
export interface NetworkConditions {
  /** Milliseconds before an answer begins. */
  latency?: number
  /** Bytes per second to the page. */
  download?: number
  /** Bytes per second from the page. */
  upload?: number
}

/** What `navigator.userAgentData` and the headers named `Sec-CH-UA…` say. */
export interface UserAgentMetadata {
  brands?: { brand: string; version: string }[]
  fullVersionList?: { brand: string; version: string }[]
  platform: string
  platformVersion: string
  architecture: string
  model: string
  mobile: boolean
  bitness?: string
  wow64?: boolean
}

/** What a page believes of its user, device and network. `null`: as it really is, which is also the default of each. */
export interface EmulatedPage {
  /** The media feature `prefers-color-scheme`. */
  colorScheme?: 'light' | 'dark' | 'no-preference' | null
  /** The media feature `prefers-reduced-motion`. */
  reducedMotion?: 'reduce' | 'no-preference' | null
  /** The media feature `forced-colors`. */
  forcedColors?: 'active' | 'none' | null
  /** The media feature `prefers-contrast`. */
  contrast?: 'more' | 'less' | 'no-preference' | null
  /** The CSS media type. */
  media?: 'screen' | 'print' | null
  /** Of `Date` and `Intl`, as `Asia/Tokyo`. */
  timezone?: string | null
  /** What `navigator.geolocation` answers; every page of the context has the permission to ask meanwhile. */
  geolocation?: Geolocation | null
  /** `navigator.onLine` is false, and every request fails, those of `page.serve()` and `root` too. */
  offline?: boolean | null
  /** How slow the network is, that of `page.serve()`, `page.route()` and `root` too. */
  network?: NetworkConditions | null
  /** Touch events and `navigator.maxTouchPoints`; documents that are open get `ontouchstart` when they are loaded again. */
  hasTouch?: boolean | null
  /** How many times slower scripts run, from 1. */
  cpuThrottling?: number | null
}

/** With what is also an option of a Host by that name, and goes there when it is given to `launch()`. */
export interface PageEmulation extends EmulatedPage {
  /** Of `Intl`, `navigator.language` and the header `Accept-Language`, as `de-DE`. */
  locale?: string | null
  /** Of the header `User-Agent` and `navigator.userAgent`, in workers too. */
  userAgent?: string | null
  /** With a `userAgent`, or with the browser's own. */
  userAgentMetadata?: UserAgentMetadata | null
}

/** What {@link Page.emulate} takes. */
export interface EmulateOptions extends PageEmulation {
  /** Device pixels per CSS pixel, 0.25 to 8. `null`: what the page was made with. */
  deviceScaleFactor?: number | null
}

/** Times in milliseconds since 1970. */
export interface ClockTopic {
  /** The clock stands at this time, or at the present one. */
  'clock.install'(pageId: PageId, time: number | null): void
  'clock.run'(pageId: PageId, milliseconds: number): void
  'clock.skip'(pageId: PageId, milliseconds: number): void
  'clock.pauseAt'(pageId: PageId, time: number): void
  'clock.resume'(pageId: PageId): void
}

export interface EmulationTopic {
  /** Changes what is given, in every document and worker there is and comes. Answers with device pixels per CSS pixel. */
  'page.emulate'(pageId: PageId, options: EmulateOptions): number
}

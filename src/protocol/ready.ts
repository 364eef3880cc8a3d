/**
 * What a page must be before its picture is taken. What is not met within the capture's `timeout` is named, by these names, in the
 * error CAPTURE_TIMEOUT.
 */
export interface Readiness {
  /** The event `load` of each document. Default true. */
  load?: boolean
  /** Fonts that are in use or asked for by scripts. Default true. */
  fonts?: boolean
  /** Style sheets that the page has asked for. Default true. */
  stylesheets?: boolean
  /**
   * `true` (default): images that the page has asked for, in markup, by script or by style. `'all'`: those with `loading="lazy"`, and
   * such iframes, wherever they are too; they are made to load for the picture.
   */
  images?: boolean | 'all'
  /** Documents of iframes that are under way. Default true. */
  frames?: boolean
  /** The promise that a document has put into `globalThis['cefrig:ready']`, if it has. Default true. */
  page?: boolean
  /**
   * No request is under way, and none was within the last 500 milliseconds, or as many as you say. Media, event streams, WebSockets,
   * beacons and what workers ask for do not count. Default false.
   */
  network?: boolean | number
  /** No visible element has `aria-busy="true"`. Default false. */
  busy?: boolean
  /** CSS animations, transitions and Web Animations that have an end have reached it. Default false. */
  animations?: boolean
  /**
   * Videos stand at this time, in milliseconds, and go on afterwards from where they were. Those that show their poster, or load
   * nothing, are left alone. Default: as they are.
   */
  video?: number
  /**
   * Deadlines of single names that are waited for, in milliseconds from the beginning of the capture: `{ images: 2000 }`. What is pending
   * then ends the capture, and its error says what of this name was. Default: all have the capture's `timeout`.
   */
  deadlines?: { [Name in Pending]?: number }
}

/** Where a document puts its promise. */
export const readyKey = 'cefrig:ready'

/** Names of what can be pending, as the error lists them. */
export type Pending = Exclude<keyof Readiness, 'deadlines'>

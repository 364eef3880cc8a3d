import { CefrigError } from '../errors.js'
import { nearest } from '../option-names.js'
import { badArgument, kindOf, requireString } from './failure.js'
import type { PageEvents } from './page-story.js'

/** Every event of a page; the compiler says when one is missing. */
const names: Readonly<Record<keyof PageEvents, true>> = {
  audio: true,
  audiostarted: true,
  audiostopped: true,
  bindingcall: true,
  closed: true,
  console: true,
  contextmenu: true,
  crashed: true,
  cursor: true,
  dialog: true,
  domcontentloaded: true,
  download: true,
  externalprotocol: true,
  favicons: true,
  filechooser: true,
  frameattached: true,
  framedetached: true,
  framenavigated: true,
  fullscreen: true,
  load: true,
  pageerror: true,
  paint: true,
  permission: true,
  popup: true,
  progress: true,
  request: true,
  requestfailed: true,
  requestfinished: true,
  response: true,
  scrolloffset: true,
  selection: true,
  status: true,
  title: true,
  tooltip: true,
  url: true,
  websocket: true,
}

/** An event that does not exist would be waited for in vain. @throws BAD_ARGUMENT */
export function requireEvent(event: unknown): void {
  requireString('the event', event)
  if (Object.hasOwn(names, event)) return
  const near = nearest(event, Object.keys(names))
  const message = `there is no event ${JSON.stringify(event)}. Did you mean "${near}"?`
  throw new CefrigError('BAD_ARGUMENT', message, { facts: { event, nearest: near } })
}

/** @throws BAD_ARGUMENT */
export function requireListener(event: unknown, listener: unknown): void {
  requireEvent(event)
  if (typeof listener !== 'function')
    throw badArgument(`the listener is ${kindOf(listener)}`, 'Give a function')
}

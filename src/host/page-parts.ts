import type { CefrigError } from '../errors.js'
import type { PageOptions } from '../protocol/options.js'
import type { NativeEvent } from './addon.js'
import { tellAppearance } from './appearance.js'
import { bindingPart } from './bindings/part.js'
import { followConsole } from './console.js'
import type { Session } from './devtools.js'
import { tellAudio } from './facts/audio.js'
import { tellFacts } from './facts/facts.js'
import { setFontSizes } from './font-sizes.js'
import { permitClipboard } from './input/clipboard-permission.js'
import { ignoreCertificateErrors } from './network/certificates.js'
import type { HostPage } from './page.js'
import { noteOrigins } from './storage/local-storage.js'
import type { TargetOrigin } from './targets.js'

/** What one topic does as a page lives. */
export interface PagePart {
  /** CEF tells something of the page. */
  onNative?(event: NativeEvent): void
  /** Sees a session from now on: of the page, and of each iframe's process and worker before its first script. */
  follow?(session: Session, origin: TargetOrigin): Promise<unknown>
  /** The browser is there and shows about:blank. */
  opened?(): Promise<unknown>
  /** A client gets the page, perhaps long after it was opened, with what the client asked for. */
  leased?(options: PageOptions): Promise<unknown>
  /** The page is about to be closed by its client. */
  closing?(): void
  /** Nothing can be asked of the page any more: it is closed, or its renderer died. Both may happen, in this order or the other. */
  ended?(reason: CefrigError): void
}

/** The parts of a page, in the order in which they are told. */
export function makeParts(page: HostPage): PageParts {
  return new PageParts([
    { follow: (session, origin) => followConsole(session, origin, page.frames, (event) => page.emit(event)) },
    { follow: async (session, origin) => origin !== 'worker' && page.loading.follow(session) },
    { opened: () => setFontSizes(page) },
    page.emulation,
    page.clock,
    { opened: async () => noteOrigins(page) },
    page.tracing,
    { onNative: (event) => tellAppearance(page, event) },
    { onNative: (event) => tellFacts(page, event) },
    { onNative: (event) => tellAudio(page, event) },
    bindingPart(page),
    page.traffic,
    { leased: (options) => ignoreCertificateErrors(page, options) },
    { onNative: (event) => page.input.drag.onNative(event), ended: () => page.input.drag.ended() },
    { follow: async (session, origin) => origin !== 'worker' && permitClipboard(page, session) },
    page.prompts,
  ])
}

/** Tells all parts of a page. */
export class PageParts {
  readonly #parts: readonly PagePart[]

  constructor(parts: readonly PagePart[]) {
    this.#parts = parts
  }

  onNative(event: NativeEvent): void {
    for (const part of this.#parts) part.onNative?.(event)
  }

  follow(session: Session, origin: TargetOrigin): Promise<unknown> {
    return Promise.all(this.#parts.map((part) => part.follow?.(session, origin)))
  }

  opened(): Promise<unknown> {
    return Promise.all(this.#parts.map((part) => part.opened?.()))
  }

  leased(options: PageOptions): Promise<unknown> {
    return Promise.all(this.#parts.map((part) => part.leased?.(options)))
  }

  closing(): void {
    for (const part of this.#parts) part.closing?.()
  }

  ended(reason: CefrigError): void {
    for (const part of this.#parts) part.ended?.(reason)
  }
}

import type { PermissionName, PromptEvent } from '../../protocol/prompts.js'
import type { Addon } from '../addon.js'
import type { Session } from '../devtools.js'
import type { HostPage } from '../page.js'

/** A request for media access as CEF tells of it. */
export interface NativePermission {
  type: 'permission'
  question: number
  /** Bits of cef_media_access_permission_types_t. */
  permissions: number
  origin: string
}

const media = ['microphone', 'camera', 'display-audio-capture', 'display-capture']

export function permissionEvent({
  type,
  question,
  permissions,
  origin,
}: NativePermission): PromptEvent & { type: 'permission' } {
  const names = media.filter((_, bit) => (permissions >>> bit) & 1)
  // CEF gives a URL that ends in a slash.
  return { type, question, names, origin: URL.canParse(origin) ? new URL(origin).origin : origin }
}

/** cef_content_setting_types_t of what a setting decides; the rest is asked for. */
const settings: Partial<Record<PermissionName, number>> = {
  geolocation: 4,
  notifications: 5,
  microphone: 8,
  camera: 9,
  'midi-sysex': 13,
  'persistent-storage': 18,
}

/** What the documents of one page may do without asking. The settings are those of its context. */
export class Permissions {
  readonly #page: HostPage
  readonly #addon: Addon
  readonly #origins = new Set<string>()
  readonly #everywhere = new Set<number>()
  readonly #granted: [origin: string, setting: number][] = []

  constructor(page: HostPage, addon: Addon) {
    this.#page = page
    this.#addon = addon
  }

  /** Documents' origins, from when they are asked for: their first script may want something. */
  follow(session: Session): void {
    session.on('Network.requestWillBeSent', ({ type, request }) => {
      if (type !== 'Document' || !URL.canParse(request.url)) return
      const { origin } = new URL(request.url)
      if (origin === 'null' || this.#origins.has(origin)) return
      this.#origins.add(origin)
      for (const setting of this.#everywhere) this.#permit(origin, setting)
    })
  }

  grant(names: readonly PermissionName[], origin: string | null): void {
    for (const setting of names.map((name) => settings[name])) {
      if (setting === undefined) continue
      if (origin === null) this.#everywhere.add(setting)
      for (const one of origin === null ? this.#origins : [origin]) this.#permit(one, setting)
    }
  }

  clear(): void {
    this.#everywhere.clear()
    for (const [origin, setting] of this.#granted.splice(0))
      this.#addon.permit(this.#page.contextId, origin, setting, false)
  }

  #permit(origin: string, setting: number): void {
    this.#granted.push([origin, setting])
    this.#addon.permit(this.#page.contextId, origin, setting, true)
  }
}

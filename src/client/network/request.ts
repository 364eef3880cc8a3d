import type { RequestChanges, ResourceType, RoutedRequest as RoutedInfo } from '../../protocol/network.js'

/** What a page asks for. */
export abstract class AnyRequest {
  abstract url(): string
  abstract method(): string
  /** Names in lower case. */
  abstract headers(): Record<string, string>
  abstract postDataBuffer(): Buffer | null
  abstract resourceType(): ResourceType
  /** Whether a frame goes to another document by it. */
  abstract isNavigationRequest(): boolean

  postData(): string | null {
    return this.postDataBuffer()?.toString('utf8') ?? null
  }

  /** The post data as JSON, or as the fields of a form; null when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: what JSON holds
  postDataJSON(): any {
    const data = this.postData()
    if (data === null) return null
    if (this.headers()['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return Object.fromEntries(new URLSearchParams(data))
    return JSON.parse(data)
  }
}

/** A request that waits for its route. */
export class RoutedRequest extends AnyRequest {
  readonly #info: RoutedInfo
  #changes: RequestChanges = {}

  /** @internal */
  constructor(info: RoutedInfo) {
    super()
    this.#info = info
  }

  /** @internal */
  get id(): number {
    return this.#info.id
  }

  /** @internal What handlers have changed that handed it on. */
  get changes(): RequestChanges {
    return this.#changes
  }

  /** @internal */
  change(changes: RequestChanges): void {
    this.#changes = { ...this.#changes, ...changes }
  }

  url(): string {
    return this.#changes.url ?? this.#info.url
  }

  method(): string {
    return this.#changes.method ?? this.#info.method
  }

  headers(): Record<string, string> {
    if (this.#changes.headers) return Object.fromEntries(this.#changes.headers)
    return Object.fromEntries(
      Object.entries(this.#info.headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
  }

  postDataBuffer(): Buffer | null {
    const body = this.#changes.body ?? this.#info.body
    return body && Buffer.from(body)
  }

  /** `fetch` also where it was an `XMLHttpRequest`. */
  resourceType(): ResourceType {
    return this.#info.resourceType
  }

  isNavigationRequest(): boolean {
    return this.#info.isNavigation
  }

  /** Whether the main frame asks, and not one within it, or a worker. */
  isOfMainFrame(): boolean {
    return this.#info.isMain
  }
}

import { keepHeader } from '../protocol/network.js'
import type { NativeRequest, NativeResponse } from './addon.js'

/** Most bytes of all bodies: the modules of some dozen projects. */
const mostBytes = 64 * 1024 * 1024

/** By which name answers are kept; without one they are not. */
interface Named {
  keep?: string
}

/** Answers that clients have given once for all: for any page that is served by the same name they are not asked again. */
export class Kept {
  /** By name, what is accepted, and URL; what was used last is last. */
  readonly #answers = new Map<string, NativeResponse>()
  #bytes = 0

  get({ keep }: Named, request: NativeRequest): NativeResponse | undefined {
    if (keep === undefined || request.method !== 'GET') return undefined
    const key = keyOf(keep, request)
    const answer = this.#answers.get(key)
    if (answer) this.#put(key, answer)
    return answer
  }

  /** The answer as the page gets it. */
  keep({ keep }: Named, request: NativeRequest, given: NativeResponse): NativeResponse {
    if (keep === undefined || request.method !== 'GET' || given.streamed) return given
    const headers = given.headers.filter(([name]) => name !== keepHeader)
    if (headers.length === given.headers.length) return given
    const answer = { ...given, headers }
    this.#put(keyOf(keep, request), answer)
    this.#shrink()
    return answer
  }

  #put(key: string, answer: NativeResponse): void {
    this.#bytes += answer.body.length - (this.#answers.get(key)?.body.length ?? 0)
    this.#answers.delete(key)
    this.#answers.set(key, answer)
  }

  /** What was not used for the longest time makes way. */
  #shrink(): void {
    for (const [key, { body }] of this.#answers) {
      if (this.#bytes <= mostBytes) return
      this.#answers.delete(key)
      this.#bytes -= body.length
    }
  }
}

/** The same address is a script and a style sheet, by what is accepted. */
function keyOf(name: string, { url, headers }: NativeRequest): string {
  const accept = Object.entries(headers).find(([header]) => header.toLowerCase() === 'accept')?.[1] ?? ''
  return `${name} ${accept} ${url}`
}

import { resolve } from 'node:path'
import type { Answer, ServedRequest, ServedResponse } from '../protocol/network.js'
import { badArgument, isError, kindOf, requireString, run } from './failure.js'
import { isDirectory } from './method-options.js'
import { makeAnswer } from './network/answer.js'
import type { Bodies } from './network/bodies.js'
import type { PageDocuments } from './page/documents.js'

/** Answers requests of a page. What it throws is answered with status 500 and fails the test. */
export type ServeHandler = (
  request: ServedRequest,
) => ServedResponse | string | Promise<ServedResponse | string>

/** The URL prefixes that a page's test answers. */
export class Serving {
  readonly #page: PageDocuments
  readonly #handlers = new Map<number, ServeHandler>()
  readonly #routes = new Map<string, number>()
  readonly #failed: (error: unknown, url: string) => void
  readonly #bodies: Bodies
  #nextRoute = 1

  constructor(page: PageDocuments, bodies: Bodies, failed: (error: unknown, url: string) => void) {
    this.#page = page
    this.#bodies = bodies
    this.#failed = failed
  }

  /** `keep`: by which name the Host keeps answers with the header for it. */
  serve(prefix: string, source: string | ServeHandler, keep?: string): Promise<void> {
    return run('page.serve', async () => {
      requireString('the prefix', prefix)
      const url = this.#page.absolute(prefix)
      if (typeof source === 'string') {
        const directory = resolve(source)
        if (!(await isDirectory(directory)))
          throw badArgument(`${directory} is no directory`, 'Give a directory, or a function')
        await this.#page.call('page.serve', url, { directory })
      } else if (typeof source === 'function') {
        const routeId = this.#nextRoute++
        this.#handlers.set(routeId, source)
        await this.#page.call('page.serve', url, keep === undefined ? { routeId } : { routeId, keep })
        this.#forget(url)
        this.#routes.set(url, routeId)
      } else {
        throw badArgument(`what to serve is ${kindOf(source)}`, 'Give a directory, or a function')
      }
    })
  }

  unserve(prefix: string): Promise<void> {
    return run('page.unserve', async () => {
      requireString('the prefix', prefix)
      const url = this.#page.absolute(prefix)
      await this.#page.call('page.unserve', url)
      this.#forget(url)
    })
  }

  async answer(routeId: number, id: number, request: ServedRequest): Promise<Answer> {
    const handler = this.#handlers.get(routeId)
    if (!handler) return plain(404, 'No longer served.')
    try {
      const given = await handler({ ...request, headers: { ...request.headers } })
      return await makeAnswer(`The handler of ${request.url}`, given, id, this.#bodies)
    } catch (error) {
      this.#failed(error, request.url)
      return plain(500, `The test's handler failed: ${isError(error) ? error.message : String(error)}`)
    }
  }

  /** Asks the test no more. */
  hush(): void {
    this.#handlers.clear()
  }

  #forget(url: string): void {
    const routeId = this.#routes.get(url)
    if (routeId === undefined) return
    this.#handlers.delete(routeId)
    this.#routes.delete(url)
  }
}

function plain(status: number, message: string): Answer {
  const headers: Answer['headers'] = [['content-type', 'text/plain; charset=utf-8']]
  return { status, statusText: '', headers, body: new TextEncoder().encode(message) }
}

import { resolve } from 'node:path'
import { CefrigError } from '../errors.js'
import type { ServedRequest, ServedResponse } from '../protocol/network.js'
import { badArgument, kindOf, requireString, run } from './failure.js'
import { isDirectory } from './method-options.js'
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
  #nextRoute = 1

  constructor(page: PageDocuments, failed: (error: unknown, url: string) => void) {
    this.#page = page
    this.#failed = failed
  }

  serve(prefix: string, source: string | ServeHandler): Promise<void> {
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
        await this.#page.call('page.serve', url, { routeId })
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

  async answer(routeId: number, request: ServedRequest): Promise<ServedResponse> {
    const handler = this.#handlers.get(routeId)
    if (!handler) return { status: 404 }
    try {
      return checked(await handler({ ...request, headers: { ...request.headers } }), request.url)
    } catch (error) {
      this.#failed(error, request.url)
      const text = error instanceof Error ? error.message : String(error)
      return {
        status: 500,
        headers: { 'content-type': 'text/plain' },
        body: `The test's handler failed: ${text}`,
      }
    }
  }

  #forget(url: string): void {
    const routeId = this.#routes.get(url)
    if (routeId === undefined) return
    this.#handlers.delete(routeId)
    this.#routes.delete(url)
  }
}

function checked(answer: unknown, url: string): ServedResponse {
  if (typeof answer === 'string')
    return { body: answer, headers: { 'content-type': 'text/html; charset=utf-8' } }
  const { status, statusText, headers, body } = (
    typeof answer === 'object' && answer !== null ? answer : { status: 'none' }
  ) as ServedResponse
  const isBody = body === undefined || typeof body === 'string' || ArrayBuffer.isView(body)
  const isStatus = status === undefined || (Number.isInteger(status) && status >= 100 && status <= 599)
  if (!isBody || !isStatus) {
    const message = `The handler of ${url} gave no answer. Return a string, or { status, headers, body } with a string or bytes as body.`
    throw new CefrigError('BAD_ARGUMENT', message, { facts: { url } })
  }
  return {
    ...(status === undefined ? {} : { status }),
    ...(statusText === undefined ? {} : { statusText: String(statusText) }),
    ...(headers === undefined
      ? {}
      : { headers: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, String(v)])) }),
    ...(body === undefined ? {} : { body }),
  }
}

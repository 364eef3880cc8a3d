import type { RouterValue } from '../../injected/shapes/values.js'
import type { ShapedCall } from '../bindings/bindings.js'
import type { BoundDocument } from '../bindings/document.js'
import { badArgument, kindOf, requireNumber, requireString, runNow } from '../failure.js'
import type { RouterQuery } from './message-router.js'

interface Asked {
  request: unknown
  persistent: boolean
  answer: Parameters<RouterValue['query']>[3]
}

/** The queries that are not answered yet, by document and the page's number. */
export class Queries {
  readonly #onQuery: (query: RouterQuery) => unknown
  readonly #onCancel: ((id: number) => unknown) | undefined
  readonly #name: string
  readonly #pending = new Map<BoundDocument, Map<number, Query>>()
  #lastId = 0

  constructor(
    onQuery: (query: RouterQuery) => unknown,
    onCancel: ((id: number) => unknown) | undefined,
    name: string,
  ) {
    this.#onQuery = onQuery
    this.#onCancel = onCancel
    this.#name = `${name}()`
  }

  add(call: ShapedCall, pageId: number, asked: Asked): void {
    const ofDocument = this.#of(call.document)
    const query = new Query(++this.#lastId, asked, () => ofDocument.delete(pageId))
    query.failed = (error) => call.failed(error, this.#name)
    ofDocument.set(pageId, query)
    void this.#handle(query)
  }

  cancel(document: BoundDocument, pageId: number): void {
    const query = this.#pending.get(document)?.get(pageId)
    if (query) this.#end(query)
  }

  cancelAll(): void {
    for (const document of [...this.#pending.keys()]) this.#cancelDocument(document)
  }

  #of(document: BoundDocument): Map<number, Query> {
    const known = this.#pending.get(document)
    if (known) return known
    const queries = new Map<number, Query>()
    this.#pending.set(document, queries)
    document.whenEnded(() => this.#cancelDocument(document))
    return queries
  }

  #cancelDocument(document: BoundDocument): void {
    const queries = [...(this.#pending.get(document)?.values() ?? [])]
    this.#pending.delete(document)
    for (const query of queries) this.#end(query)
  }

  /** Without an answer. */
  #end(query: Query): void {
    query.end()
    if (!query.isHandled) return
    try {
      this.#onCancel?.(query.id)
    } catch (error) {
      query.failed(error)
    }
  }

  async #handle(query: Query): Promise<void> {
    try {
      const taken = this.#onQuery(query)
      // Until a promise settles nobody knows better.
      query.isHandled = taken === true || typeof (taken as PromiseLike<unknown>)?.then === 'function'
      query.isHandled = (await taken) === true
    } catch (error) {
      query.failed(error)
      query.isHandled = false
    }
    if (!query.isHandled && !query.wasAnswered && query.pending)
      await query.failure(-1, 'The query has been canceled')
    query.isHandled ||= query.wasAnswered
  }
}

class Query implements RouterQuery {
  readonly id: number
  readonly request: string | ArrayBuffer
  readonly persistent: boolean
  readonly #answer: Asked['answer']
  readonly #ended: () => void
  /** Somebody has answered it, or will. */
  isHandled = false
  wasAnswered = false
  /** Tells the test of an error of its own. */
  failed: (error: unknown) => void = () => {}
  #isPending = true

  constructor(id: number, { request, persistent, answer }: Asked, ended: () => void) {
    this.id = id
    this.request = request as string | ArrayBuffer
    this.persistent = persistent
    this.#answer = answer
    this.#ended = ended
  }

  get pending(): boolean {
    return this.#isPending
  }

  success(response: string | ArrayBuffer): Promise<void> {
    requireResponse(response)
    return this.#tell(!this.persistent, true, response)
  }

  failure(code: number, message: string): Promise<void> {
    runNow('query.failure', () => {
      requireNumber('the code', code)
      requireString('the message', message)
    })
    return this.#tell(true, false, code, message)
  }

  /** Nothing that is said from now on reaches the page. */
  end(): void {
    this.#isPending = false
    this.#ended()
  }

  async #tell(isLast: boolean, succeeded: boolean, first: unknown, second?: unknown): Promise<void> {
    if (!this.#isPending) return
    this.wasAnswered = true
    if (isLast) this.end()
    // The document may be gone meanwhile, which its end tells.
    await Promise.resolve(this.#answer(succeeded, first, second)).catch(() => {})
  }
}

function requireResponse(response: unknown): void {
  const isBuffer = Object.prototype.toString.call(response) === '[object ArrayBuffer]'
  if (typeof response === 'string' || isBuffer) return
  runNow('query.success', () => {
    throw badArgument(`the response is ${kindOf(response)}`, 'Give a string or an ArrayBuffer')
  })
}

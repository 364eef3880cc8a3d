import type { RouterValue } from '../../injected/shapes/values.js'
import type { ShapedCall } from '../bindings/bindings.js'
import { badArgument, runNow } from '../failure.js'
import { checkOptions, functionRule, type OptionSchema, text } from '../options.js'
import { type Preset, preset } from './preset.js'
import { Queries } from './queries.js'

/** What a page has asked the router. */
export interface RouterQuery {
  /** Unique in this router. */
  readonly id: number
  /** What the page has sent; `messageRouter()` also takes buffers. */
  readonly request: string | ArrayBuffer
  /** Whether the page waits for any number of answers. */
  readonly persistent: boolean
  /** Whether an answer still reaches the page. */
  readonly pending: boolean
  /** Calls the page's `onSuccess`. Resolves when it has run; a query that has ended is not told. */
  success(response: string | ArrayBuffer): Promise<void>
  /** Calls the page's `onFailure`, and ends the query. */
  failure(code: number, message: string): Promise<void>
}

/** How a router answers. */
export interface MessageRouterOptions {
  /**
   * Is handed each query. It is handled when this has answered it, or returns (or resolves with) `true`: the answer comes later then. Any other
   * query is cancelled: the page's `onFailure` gets -1.
   */
  onQuery: (query: RouterQuery) => unknown
  /** A query that was handled ends without an answer: by the page, or with its document. */
  onCancel?: (id: number) => unknown
  /** Name of the page's function. Default: `cefQuery`. */
  queryFunction?: string
  /** Name of the page's function that cancels. Default: `cefQueryCancel`. */
  cancelFunction?: string
}

const schema: OptionSchema<MessageRouterOptions> = {
  onQuery: functionRule,
  onCancel: functionRule,
  queryFunction: text,
  cancelFunction: text,
}

/**
 * CEF's message router: `cefQuery({ request, persistent, onSuccess, onFailure })` and `cefQueryCancel(id)` in the page.
 * @example
 * await page.bind(messageRouter({ onQuery: (query) => void query.success(`hello ${query.request}`) }))
 * @throws BAD_ARGUMENT, UNKNOWN_OPTION
 */
export function messageRouter(options: MessageRouterOptions): Preset {
  return runNow('messageRouter', () => router('messageRouter()', options, true))
}

/** The same as JCEF has it: requests and answers are strings; the names are those of its `CefMessageRouterConfig`. */
export function jcef(options: MessageRouterOptions): Preset {
  return runNow('jcef', () => router('jcef()', options, false))
}

function router(where: string, options: MessageRouterOptions, binary: boolean): Preset {
  checkOptions(where, schema, options)
  if (options?.onQuery === undefined) throw badArgument('there is no `onQuery`', 'Give a function')
  const { onQuery, onCancel, queryFunction = 'cefQuery', cancelFunction = 'cefQueryCancel' } = options
  const queries = new Queries(onQuery, onCancel, queryFunction)
  const what: RouterValue = {
    cancelFunction,
    binary,
    async query(this: ShapedCall, id, request, persistent, answer) {
      queries.add(this, id, { request, persistent, answer })
    },
    async cancel(this: ShapedCall, id: number) {
      queries.cancel(this.document, id)
    },
  }
  const unbound = () => queries.cancelAll()
  return preset({ path: queryFunction, also: [cancelFunction], what, shape: 'router', unbound })
}

import { isCefrigError } from '../../errors.js'
import { collectGarbage } from '../../protocol/garbage.js'
import type { OptionSchema } from '../options.js'
import { flag } from '../options.js'
import type { Bindings } from './bindings.js'
import type { BoundDocument } from './document.js'

/** What a page and its test hold of each other, by {@link Page.bindingStats | page.bindingStats()}. */
export interface BindingStats {
  /** Documents of the page that have used a binding and are still there. */
  documents: number
  /** Functions of the test that documents can call: arguments and results that have not been collected there. */
  testFunctions: number
  /** Functions of documents that the test can call, and has not collected. */
  pageFunctions: number
  /** Calls of the page that the test has not answered. */
  pageCalls: number
  /** Calls of page functions that have not settled. */
  testCalls: number
  /** Process ids of the renderers that show the page and its iframes. */
  renderers: number[]
  /** Bytes that objects take: in the Host, and in the page's main frame. */
  heap: { host: number; page: number }
}

/** How {@link Page.bindingStats | page.bindingStats()} looks. */
export interface BindingStatsOptions {
  /** Collects the garbage of the page, the Host and the test's process before. Default false. */
  collect?: boolean
}

export const statsSchema: OptionSchema<BindingStatsOptions> = { collect: flag }

/** Commands of the page's DevTools and of the Host that stats are made of. */
export interface StatsSources {
  host(collect: boolean): Promise<{ renderers: number[]; heap: number }>
  collectInPage(): Promise<unknown>
  heapOfPage(): Promise<{ usedSize: number }>
}

export async function statsOf(
  bindings: Bindings,
  sources: StatsSources,
  { collect = false }: BindingStatsOptions = {},
): Promise<BindingStats> {
  if (collect) {
    collectGarbage()
    await sources.collectInPage()
  }
  const { heap, renderers } = await sources.host(collect)
  const { usedSize } = await sources.heapOfPage()
  const { documents } = bindings
  const asked = await Promise.all(documents.map(askDocument))
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  return {
    documents: documents.length,
    testFunctions: sum(documents.map(({ handles }) => handles.size)),
    pageFunctions: sum(asked.map(({ functions }) => functions)),
    pageCalls: sum(documents.map(({ answering }) => answering)),
    testCalls: sum(documents.map(({ waiting }) => waiting)),
    renderers,
    heap: { host: heap, page: usedSize },
  }
}

/** A document that ends meanwhile holds nothing. */
async function askDocument(document: BoundDocument): Promise<{ functions: number }> {
  try {
    return await document.asked()
  } catch (error) {
    if (isCefrigError(error, 'EXECUTION_CONTEXT_LOST')) return { functions: 0 }
    throw error
  }
}

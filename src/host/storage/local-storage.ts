import type { StorageState } from '../../protocol/storage.js'
import { evaluateInternal } from '../evaluate.js'
import type { HostPage } from '../page.js'
import type { Pages } from '../pages.js'
import type { Served } from '../served.js'

type Origins = StorageState['origins']

/** Milliseconds for a document that is answered here. */
const loadWithin = 10_000

/** Origins whose documents have been in each context; a page that has closed leaves what it stored. */
const visited = new Map<number, Set<string>>()

/** Remembers the origins of a page's documents. */
export function noteOrigins(page: HostPage): void {
  page.frames.watch(({ url }, what) => {
    if (what !== 'navigated' || !/^https?:/.test(url)) return
    const origins = visited.get(page.contextId) ?? new Set()
    visited.set(page.contextId, origins.add(new URL(url).origin))
  })
}

/** Forgets a context that is closed. */
export function forgetOrigins(contextId: number): void {
  visited.delete(contextId)
}

/** What the origins that were visited have in their `localStorage`. */
export async function localStorages(contextId: number, page: HostPage, served: Served): Promise<Origins> {
  const origins: Origins = []
  for (const origin of visited.get(contextId) ?? []) {
    const localStorage = await at<Origins[number]['localStorage']>(
      page,
      served,
      origin,
      'Object.entries(localStorage).map(([name, value]) => ({ name, value }))',
    )
    if (localStorage.length > 0) origins.push({ origin, localStorage })
  }
  return origins
}

export async function restoreLocalStorages(origins: Origins, page: HostPage, served: Served): Promise<void> {
  for (const { origin, localStorage } of origins) {
    const expression = `for (const { name, value } of ${JSON.stringify(localStorage)}) localStorage.setItem(name, value)`
    await at(page, served, origin, expression)
  }
}

/** Evaluates in an empty document of an origin, which no server is asked for. */
async function at<T>(page: HostPage, served: Served, origin: string, expression: string): Promise<T> {
  served.add(page, `${origin}/`, { html: '' })
  await page.goto(`${origin}/`, { timeout: loadWithin, waitUntil: 'commit' })
  return evaluateInternal<T>(page.frames.main, expression)
}

/** Runs with a page of the context that nobody sees. */
export async function withPage<T>(
  pages: Pages,
  contextId: number,
  work: (page: HostPage) => Promise<T>,
): Promise<T> {
  const { page } = await pages.lease({ viewport: { width: 16, height: 16 } }, contextId)
  try {
    return await work(page)
  } finally {
    await pages.close(page)
  }
}

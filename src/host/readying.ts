import { setTimeout as delay } from 'node:timers/promises'
import { CefrigError, isCefrigError } from '../errors.js'
import { type Readiness, readyKey } from '../protocol/ready.js'
import { listed, type Unmet } from './capture-timeout.js'
import { before } from './deadline.js'
import { evaluateInMain, evaluateInternal, unlessGone } from './evaluate.js'
import type { Frame } from './frame.js'
import type { HostPage } from './page.js'
import { type Unrest, unrest } from './page-scripts.js'

/** Milliseconds without a request after which the network counts as quiet. */
const quiet = 500
/** Milliseconds between two looks at a page that is not ready. */
const lookAgain = 20
/** Milliseconds in which a page that is late may say what it waits for. */
const patience = 1000
/** How often a document may replace its promise while it is waited for: one whose getter makes a new one each time always does. */
const replaced = 10

/**
 * Resolves when the page is what it is to be before it is made up for its picture, apart from what the fence waits for. Begin frames
 * must be produced meanwhile. @throws CAPTURE_TIMEOUT; EVALUATION_FAILED when the page's own promise rejects.
 */
export async function becomeReady(page: HostPage, ready: Readiness, timeout: number): Promise<void> {
  const waiting = new Set<Frame>()
  let isLate = false
  const work = async () => {
    if (ready.page !== false) await announced(page, waiting)
    if (!ready.network && !ready.busy && !ready.animations) return
    while (!isLate && (await unmet(page, ready)).length > 0) await delay(lookAgain)
  }
  await before(work(), timeout, () => new CefrigError('CAPTURE_TIMEOUT', '')).catch(async (error) => {
    if (!isCefrigError(error, 'CAPTURE_TIMEOUT')) throw error
    isLate = true
    const urls = [...waiting].map(({ url }) => url)
    const words = `the page's promise "${readyKey}" is pending${listed(urls)}`
    const own: Unmet[] = urls.length > 0 ? [{ name: 'page', words }] : []
    const found = before(unmet(page, ready), patience, () => new Error('no answer')).catch(() => [])
    throw await page.fence.late(
      timeout,
      ready,
      found.then((others) => [...own, ...others]),
    )
  })
}

/** Waits for the promises that documents have announced, those of documents that come meanwhile too. */
async function announced(page: HostPage, waiting: Set<Frame>): Promise<void> {
  const asked = new Set<string>()
  for (;;) {
    const fresh = page.frames.all.filter((frame) => !asked.has(`${frame.id} ${frame.loaderId}`))
    if (fresh.length === 0) return
    await Promise.all(
      fresh.map(async (frame) => {
        asked.add(`${frame.id} ${frame.loaderId}`)
        // Without a world of its own no script of the document has run.
        if (frame.contextNow('main') === undefined) return
        waiting.add(frame)
        await unlessGone(settled(frame))
        waiting.delete(frame)
      }),
    )
  }
}

/** The promise of the document, and the next one where it was replaced meanwhile. What is no promise is met. */
const ownPromise = `(async () => {
  let before
  for (let turn = 0; turn < ${replaced}; turn++) {
    const promise = globalThis[${JSON.stringify(readyKey)}]
    if (promise === before) return
    before = promise
    await promise
  }
})()`

async function settled(frame: Frame): Promise<void> {
  try {
    await evaluateInMain(frame, ownPromise)
  } catch (error) {
    if (!isCefrigError(error, 'EVALUATION_FAILED')) throw error
    // The page has dropped the promise, and whatever could settle it; what is there now counts.
    if (error.facts.name === undefined) return settled(frame)
    const message = `page.capture() failed: the page's promise "${readyKey}" rejected with ${error.facts.name}: ${error.facts.message} (${frame.url}). Mend what it waits for, or leave it out with ready: { page: false }.`
    throw new CefrigError('EVALUATION_FAILED', message, {
      facts: { ...error.facts, url: frame.url },
      cause: error,
    })
  }
}

async function unmet(page: HostPage, ready: Readiness): Promise<Unmet[]> {
  const found: Unmet[] = []
  if (ready.network) {
    const { urls, quietFor } = page.loading.traffic
    const least = ready.network === true ? quiet : ready.network
    if (urls.length > 0) found.push({ name: 'network', words: `requests are under way${listed(urls)}` })
    else if (quietFor < least)
      found.push({ name: 'network', words: `no ${least} ms have gone by without a request` })
  }
  if (!ready.busy && !ready.animations) return found
  const script = unrest(ready)
  const answers = await Promise.all(
    page.frames.documents.map((frame) => unlessGone(evaluateInternal<Unrest>(frame, script))),
  )
  const busy = answers.flatMap((answer) => answer?.busy ?? [])
  const animations = answers.flatMap((answer) => answer?.animations ?? [])
  if (busy.length > 0) found.push({ name: 'busy', words: `elements are busy (aria-busy)${listed(busy)}` })
  if (animations.length > 0)
    found.push({ name: 'animations', words: `animations are running${listed(animations)}` })
  return found
}

import { type Readiness, readyKey } from '../protocol/ready.js'
import { listed, type Unmet } from './capture-timeout.js'
import { before } from './deadline.js'
import { evaluateInMain, evaluateInternal, unlessGone } from './evaluate.js'
import type { Frame } from './frame.js'
import type { HostPage } from './page.js'
import { type Unrest, unrest } from './page-scripts.js'

/** Milliseconds without a request after which the network counts as quiet. */
const quiet = 500
/** Turns within which one that is settled is known to be. */
const turns = 10
/** Milliseconds in which a document may say whether it has a promise. */
const patience = 500

/**
 * What a page that is to be made up still lacks, apart from what the fence waits for; with the documents whose own promise is waited for.
 */
export async function unmet(
  page: HostPage,
  ready: Readiness,
  announced: ReadonlySet<Frame> = new Set(),
): Promise<Unmet[]> {
  const found: Unmet[] = []
  const promising = await Promise.all(
    [...announced].map(async (frame) => ((await hasPromise(frame)) ? [frame.url] : [])),
  )
  const urls = promising.flat()
  if (urls.length > 0)
    found.push({ name: 'page', words: `the page's promise "${readyKey}" is pending${listed(urls)}` })
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

/** Whether the promise of a document that is waited for is there and pending: the document may only not have said so yet. */
const isPending = `(async () => {
  let isPending = true
  ;(async () => {
    try { await globalThis[${JSON.stringify(readyKey)}] } catch {}
    isPending = false
  })()
  for (let turn = 0; turn < ${turns}; turn++) await null
  return isPending
})()`

async function hasPromise(frame: Frame): Promise<boolean> {
  const has = evaluateInMain<boolean>(frame, isPending)
  return before(has, patience, () => new Error('no answer')).catch(() => false)
}

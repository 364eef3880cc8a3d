import { setTimeout as delay } from 'node:timers/promises'
import { CefrigError, isCefrigError } from '../errors.js'
import { type Readiness, readyKey } from '../protocol/ready.js'
import { before } from './deadline.js'
import { evaluateInMain, unlessGone } from './evaluate.js'
import type { Frame } from './frame.js'
import type { HostPage } from './page.js'
import type { Readying } from './ready-deadlines.js'
import { unmet } from './unmet.js'

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
export async function becomeReady(
  page: HostPage,
  ready: Readiness,
  timeout: number,
  { announced: waiting, due }: Readying,
): Promise<void> {
  let isLate = false
  const work = async () => {
    if (ready.page !== false) await announced(page, waiting)
    if (!ready.network && !ready.busy && !ready.animations) return
    while (!isLate && (await unmet(page, ready)).length > 0) await delay(lookAgain)
  }
  const late = new CefrigError('CAPTURE_TIMEOUT', '')
  const soon = page.devtools.whileThere(Promise.race([work(), due]))
  await before(soon, timeout, () => late).catch(async (error) => {
    isLate = true
    if (error !== late) throw error
    const found = before(unmet(page, ready, waiting), patience, () => new Error('no answer'))
    throw await page.fence.late(
      timeout,
      ready,
      found.catch(() => []),
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

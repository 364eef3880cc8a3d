import { CefrigError } from '../errors.js'
import type { Look } from '../protocol/look.js'
import { before } from './deadline.js'
import { type Dressed, dress } from './dress.js'
import { evaluateInternal, unlessGone } from './evaluate.js'
import type { Frame } from './frame.js'

const undress = 'globalThis.__cefrigUndress?.()'

/**
 * Runs while the documents of all frames are made up. A document that comes meanwhile is not. The work gets what is left of the
 * timeout (milliseconds; 0: none); when a document does not answer in time, it is for the work to say so.
 * @throws BAD_ARGUMENT when a document cannot be made up so.
 */
export async function madeUp<T>(
  parts: { frames: readonly Frame[]; look: Look | undefined; timeout: number; due: Promise<never> },
  work: (timeout: number) => Promise<T>,
): Promise<T> {
  const { frames: all, look, timeout, due } = parts
  if (!look) return work(timeout)
  const started = performance.now()
  let dressed: (Dressed | undefined)[] | undefined
  const dressing = Promise.all(all.map((frame) => made(frame, look))).then((answers) => {
    dressed = answers
  })
  dressing.catch(() => {})
  try {
    // All else is done at once: what documents are asked next, they are asked after it.
    if (look.video !== undefined) {
      await before(Promise.race([dressing, due]), timeout, () => new Error('late')).catch(() => {})
      const refused = dressed?.find((answer) => answer?.refused !== undefined)?.refused
      if (refused !== undefined)
        throw new CefrigError(
          'BAD_ARGUMENT',
          `page.capture() failed: ${refused}. Leave out what asks for it.`,
        )
    }
    return await work(timeout === 0 ? 0 : Math.max(1, timeout - (performance.now() - started)))
  } finally {
    // Nobody waits for it: whatever the page is told next, it is told after this.
    for (const [index, frame] of all.entries())
      if (!dressed || dressed[index]?.changed) evaluateInternal(frame, undress).catch(() => {})
  }
}

async function made(frame: Frame, look: Look): Promise<Dressed | undefined> {
  return unlessGone(evaluateInternal<Dressed>(frame, dress(look)))
}

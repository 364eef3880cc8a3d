import type { Look } from '../protocol/look.js'
import { before } from './deadline.js'
import { evaluateInternal, unlessGone } from './evaluate.js'
import type { Frame } from './frame.js'
import type { Frames } from './frames.js'

/**
 * Style sheets are adopted, which no observer of mutations sees. An animation that ends is finished, so that the page hears of it;
 * one that does not is cancelled, and goes on from where it was.
 */
const dress = (look: Look): string => `(() => {
  const { style, animations, caret } = ${JSON.stringify(look)}
  const roots = [document]
  if (style !== undefined || animations !== undefined) {
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot)
    }
  }
  const undo = []
  const adopt = (root, text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
    undo.push(() => { root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet) })
  }
  if (style !== undefined) for (const root of roots) adopt(root, style)
  if (animations !== undefined) for (const root of roots) for (const animation of root.getAnimations()) {
    if (!animation.effect || animation.playbackRate === 0 || animation.playState === 'finished') continue
    if (!(animation.timeline instanceof DocumentTimeline)) continue
    if (Number.isFinite(animation.effect.getComputedTiming().endTime)) {
      animation.finish()
      continue
    }
    const { currentTime, playState } = animation
    animation.cancel()
    undo.push(() => {
      if (playState === 'paused') animation.pause()
      else animation.play()
      animation.currentTime = currentTime
    })
  }
  if (caret !== undefined) {
    let [root, focused] = [document, document.activeElement]
    while (focused?.shadowRoot?.activeElement) [root, focused] = [focused.shadowRoot, focused.shadowRoot.activeElement]
    const isEdited = document.designMode === 'on' || focused?.isContentEditable || focused?.matches('input, textarea')
    if (isEdited) adopt(root, '* { caret-color: transparent !important }')
  }
  globalThis.__cefrigUndress = () => { for (const step of undo.reverse()) step() }
  return undo.length > 0
})()`

const undress = 'globalThis.__cefrigUndress?.()'

/**
 * Runs while all documents of the page are made up. A document that comes meanwhile is not. The work gets what is left of the
 * timeout (milliseconds; 0: none); when a document does not answer in time, it is for the work to say so.
 */
export async function madeUp<T>(
  { frames, look, timeout }: { frames: Frames; look: Look | undefined; timeout: number },
  work: (timeout: number) => Promise<T>,
): Promise<T> {
  if (!look) return work(timeout)
  const started = performance.now()
  const dressing = Promise.all(frames.all.map((frame) => made(frame, look)))
  const changed = await before(dressing, timeout, () => new Error('late')).catch(() => [...frames.all])
  try {
    return await work(timeout === 0 ? 0 : Math.max(1, timeout - (performance.now() - started)))
  } finally {
    // Nobody waits for it: whatever the page is told next, it is told after this.
    for (const frame of changed) if (frame) evaluateInternal(frame, undress).catch(() => {})
  }
}

/** The frame, when there is something to be undone. */
async function made(frame: Frame, look: Look): Promise<Frame | undefined> {
  return (await unlessGone(evaluateInternal<boolean>(frame, dress(look)))) ? frame : undefined
}

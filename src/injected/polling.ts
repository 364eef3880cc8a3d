/** What a condition says: its value, or what is still missing, for the message of a timeout. */
export type Attempt<T> = { done: T } | { pending: string }

export type Waited<T> = { done: T } | { timeout: string }

/** Frames may not come at all: rendering can be paused. */
const FRAMELESS_MS = 50

/** Milliseconds, as `performance.now()`; 0: no deadline. */
export function deadlineAfter(timeout: number): number {
  return timeout > 0 ? performance.now() + timeout : Number.POSITIVE_INFINITY
}

/** Tries until the condition is done: at every change of the document, every animation frame, and now and then besides. */
export async function poll<T>(
  deadline: number,
  condition: () => Attempt<T> | Promise<Attempt<T>>,
): Promise<Waited<T>> {
  for (;;) {
    const attempt = await condition()
    if ('done' in attempt) return attempt
    const left = deadline - performance.now()
    if (left <= 0) return { timeout: attempt.pending }
    await change(Math.min(left, FRAMELESS_MS))
  }
}

/** The next animation frame with all callbacks of scripts, or a while when none comes. */
export function wholeFrame(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    const frame = requestAnimationFrame(finish)
    const timer = setTimeout(finish, FRAMELESS_MS)
    function finish() {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      // A task of its own comes after the callbacks that follow in this frame.
      port2.postMessage(0)
    }
  })
}

function change(longest: number): Promise<void> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(finish)
    observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true })
    const frame = requestAnimationFrame(finish)
    const timer = setTimeout(finish, longest)
    function finish() {
      observer.disconnect()
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      resolve()
    }
  })
}
